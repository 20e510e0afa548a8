// Every sentence that a person reads about an error, in one table. Whether to
// send the request again follows from the verdict and not from the class, so a
// row states it only in steps that depend on it.

package explain

import (
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// prose of a class, or of one rule that knows more than its class.
type prose struct {
	of              string // a class, a rule id, or a name given by rowOf
	title, happened string
	badge, kind     string
	// steps are separated by '|'. "@" stands for sending the request again, which
	// is left out where the verdict is not to. A step that begins with '+' is for
	// verdicts with retry only, one with '-' for those without.
	steps string
}

// Names of rows for what verdicts of one class do not have in common.
const (
	rowHeld   = "billing-held"      // the response states a short wait
	rowBehind = "connection-behind" // a server answered that its own connection failed
	rowBug    = "server-bug"        // an internal error that comes again
	rowUnfit  = "answer-unfit"      // the program could not use what the model wrote
)

// Rules that have sentences of their own.
const (
	ruleRegion    = "words-region"   // a region that a provider does not serve
	ruleChallenge = "challenge-page" // a page that checks for a browser
)

var proses = [...]prose{
	{string(classify.InvalidRequest), "The request is not valid",
		"the server did not accept the request: the JSON, a required field or a parameter's value is wrong.",
		"fix the request", "fix", "" +
			"Read the message: it usually names the field.|" +
			"Compare that field with the API reference of this model; newer models reject some older parameters " +
			"(max_tokens, temperature).|" +
			"Log the JSON that is really sent; SDKs and gateways add fields."},
	{rowUnfit, "The answer did not fit the program",
		"the program expected another form of answer, or the server states that the same request may succeed.",
		"retry", "retry", "" +
			"@|" +
			"Print the answer, and compare it with what the program expects.|" +
			"Ask for structured output (response_format with a JSON schema) where the model has it."},
	{string(classify.ContextLength), "Too long for the model",
		"the prompt and the requested output together do not fit into the model's context window.",
		"shorten or switch", "switch", "" +
			"Drop or summarize old messages, or shorten the documents in the prompt.|" +
			"Ask for less output (max_tokens, max_completion_tokens).|" +
			"Or use a model with a larger window."},
	{string(classify.RequestTooLarge), "The request is too big",
		"the body, a file in it, or the number of tokens asked for at once is above the server's limit.",
		"make it smaller", "fix", "" +
			"Send less at once: smaller images or files, fewer documents, several requests.|" +
			"Where the API has a files endpoint, upload files there instead of inside the request.|" +
			"Behind a proxy of your own: raise its body limit (client_max_body_size in nginx)."},
	{string(classify.ContentFiltered), "Blocked by a content policy",
		"a safety filter stopped the prompt or the answer.",
		"change the content", "fix", "" +
			"See which category matched; the error often lists it.|" +
			"Rephrase the prompt, or remove the part that matches.|" +
			"If it is a false alarm that keeps coming, ask the provider for adjusted filters."},
	{string(classify.Conflict), "Something else is using it",
		"the resource is locked or was changed in the meantime, for example a thread with a run in progress.",
		"wait for the other", "wait", "" +
			"@|" +
			"-Wait until the other operation has ended, or cancel it.|" +
			"In your code, run operations on the same resource one after the other."},
	{string(classify.Authentication), "The key was not accepted",
		"the API key is missing, misspelled, expired, revoked, or belongs to another service.",
		"check the key", "key", "" +
			"Check the key for spaces, quotes and line ends, and that it belongs to this provider and endpoint.|" +
			"If in doubt, make a new key."},
	{string(classify.Billing), "No money left",
		"the account has no balance or credits, or a spending limit is reached.",
		"top up", "pay", "" +
			"Top up the balance or raise the spending limit.|" +
			"Check that the key belongs to the organization and project that has the money.|" +
			"Some servers reserve the price of max_tokens in advance: a smaller value may fit the balance.|" +
			"New credits can take some minutes to count."},
	{rowHeld, "The balance is reserved",
		"the remaining balance is reserved by earlier requests, and the server states a short wait.",
		"wait", "wait", "" +
			"@|" +
			"Run fewer requests at a time.|" +
			"If it keeps happening, top up the balance."},
	{string(classify.Permission), "Not allowed for this key",
		"the key is valid but lacks access: to a model, an organization, or from this region or address.",
		"get access", "key", "" +
			"See what the message names: model, organization, region or address.|" +
			"Use a key that has access, or ask the owner of the account for it."},
	{ruleRegion, "Not available in this region",
		"the provider does not serve the country or region that the request came from.",
		"change the region", "key", "" +
			"Call the API from a server in a supported region; the address of a VPN or proxy counts.|" +
			"Or use the model through a provider that serves your region."},
	{string(classify.ModelNotFound), "No such model",
		"the model is unknown here: misspelled, retired, not deployed, or not visible to this key.",
		"check the model", "switch", "" +
			"Compare the name with the list at /v1/models, letter by letter.|" +
			"Check that the base URL belongs to the provider that has this model.|" +
			"If it was retired, move to its successor."},
	{string(classify.NotFound), "Nothing at this address",
		"the path or the resource (a file, thread, response) does not exist.",
		"check the address", "fix", "" +
			"Check the base URL: most APIs want it to end in /v1, and SDKs append the rest.|" +
			"Check that the id belongs to this account and has not expired."},
	{string(classify.Timeout), "It took too long",
		"the time limit of the server, of a proxy or of your program ended before the answer was ready.",
		"retry", "retry", "" +
			"@|" +
			"For long answers use stream: true, so that bytes arrive before a proxy's time limit ends.|" +
			"If it keeps happening, ask for less output, or raise the timeouts between you and the provider."},
	{string(classify.RateLimit), "Too fast",
		"this key sent more requests or tokens in a short time than it may.",
		"wait", "wait", "" +
			"@|" +
			"Run fewer requests at a time, or smaller ones; tokens per minute count too."},
	{string(classify.QuotaExhausted), "The quota is used up",
		"the allowance for a longer period (hours, a day, a month) is used up until its reset.",
		"wait for the reset", "stop", "" +
			"@|" +
			"-Wait for the reset, or move to a plan with a larger allowance.|" +
			"Another model often has an allowance of its own.|" +
			"-Switch off automatic retries for this error."},
	{string(classify.ServerError), "The server had an internal error",
		"something failed inside the server.",
		"retry", "retry", "" +
			"@|" +
			"If it stays, note time and model: the operator of the server needs them."},
	{rowBug, "The server had an internal error",
		"something failed inside the server, and the same request will probably fail again.",
		"report it", "stop", "" +
			"Report it to the operator of the server, with time, model and the quoted message.|" +
			"If the server is yours, read its log and update it: this looks like a bug or a wrong setting.|" +
			"Until then, try a simpler request: without tools, images or unusual parameters."},
	{string(classify.Unavailable), "The provider cannot be reached",
		"a gateway answered in place of the provider: the service behind it is down, restarting or unreachable.",
		"retry", "retry", "" +
			"@|" +
			"Switch to another model or provider meanwhile.|" +
			"Behind a gateway of your own: check that its upstream is up."},
	{string(classify.Overloaded), "The provider is full",
		"the model has no free capacity, or is still loading.",
		"retry", "retry", "" +
			"@|" +
			"Switch to another model meanwhile; smaller ones are rarely full.|" +
			"For steady load, ask about reserved capacity."},
	{string(classify.Connection), "No answer came",
		"the connection failed before a complete answer arrived.",
		"retry", "retry", "" +
			"@|" +
			"Check the host name and port of the base URL.|" +
			"If it keeps happening, check the proxy, VPN and firewall in between."},
	{rowBehind, "A connection behind the server failed",
		"the server that answered lost its connection to the next one, or got no answer there.",
		"retry", "retry", "" +
			"@|" +
			"If the server is a gateway of your own: check the address and state of its upstream.|" +
			"Switch to another model or provider meanwhile."},
	{string(classify.Canceled), "The request was canceled",
		"it was canceled on the caller's side before the answer came.",
		"nothing to do", "stop", "" +
			"If nobody pressed stop: look for a timeout or AbortController in your own code, or a proxy that " +
			"closes idle connections."},
	{string(classify.Unknown), "Hard to say",
		"no rule recognizes this error.",
		"look closer", "stop", "" +
			"Paste more: status line, headers and the whole body help most.|" +
			"Look a few lines further up in the log: the first error is usually the cause.|" +
			"If your code missed a field (choices, content) or JSON: print the status and body that really came."},

	// rules
	{"failure-cors", "The browser withheld the answer",
		"the server did not allow this page to read its answer (CORS); a program outside of a browser would get it.",
		"fix the setup", "fix", "" +
			"Call the API from a server of your own, or put a gateway in front that allows your page's origin; " +
			"this also keeps the key out of the page.|" +
			"If the gateway is yours: list the page's origin there (UKEMI_CORS_ORIGINS in ukemi).|" +
			"An error page without CORS headers looks the same: see the status in the browser's network tab."},
	{"words-too-big-for-machine", "The machine has no room for it",
		"the server could not load the model, usually because it needs more memory or disk than is free.",
		"make room", "fix", "" +
			"Stop other models and programs, above all those that use graphics memory; free the disk if it is full.|" +
			"Load a smaller model, a stronger quantization, or a shorter context.|" +
			"Then start the server again."},
	{"challenge-page", "A security check stopped it",
		"a page that checks for a browser came in place of the API's answer; no key was looked at.",
		"change the way", "fix", "" +
			"Check the base URL: the address of a web site shows such a page, that of an API hardly ever.|" +
			"Call from another network: addresses of clouds and VPNs are checked first.|" +
			"If the API is yours, exempt its paths from the check, in Cloudflare by a rule that skips it."},
	{"failure-blocked", "The browser did not send it",
		"the browser refused the request before sending it: an http address on an https page, a content " +
			"security policy, or an extension.",
		"fix the setup", "fix", "" +
			"Give the API an https address, or put it behind the page's own server.|" +
			"If the message names a content security policy: add the API's origin to its connect-src.|" +
			"“Blocked by client” means an ad blocker or another extension: try a window without them."},
	{"words-no-json", "The answer was not JSON",
		"the program expected JSON and got a web page, or nothing at all.",
		"see what came", "fix", "" +
			"Print the status and the body: the page shows which server sent it.|" +
			"Check the base URL: most APIs want it to end in /v1.|" +
			"A login page or a proxy's page means that another server in between answered."},
	{"words-local", "A program on your machine failed",
		"this is about a program, module or file where your code runs, not about an answer of the API.",
		"fix the setup", "fix", "" +
			"Install or correct what the quoted line names.|" +
			"If it is only a warning, look further down for the error itself."},
	{"bug-of-caller", "A program has a bug",
		"the program that made the call broke off; the text contains no error of the API.",
		"fix the program", "fix", "" +
			"Begin at the quoted line: correct or update the program, or report it there.|" +
			"If it missed a field (choices, content): print the status and body that really came."},
	{"words-model-output", "The model's answer cannot be used",
		"the model answered, but not in the form that the program expects, or as long as it may.",
		"see the answer", "fix", "" +
			"If it ended because of its length: raise max_tokens, or ask for less.|" +
			"Ask for JSON with the API's own setting (response_format or a schema)."},
	{classify.NoError, "An answer, not an error",
		"the model answered to the end; nothing in here failed.",
		"nothing to do", "stop", "" +
			"If the text ends too early: the reason “length” means that max_tokens was reached.|" +
			"If your program failed all the same, paste what it printed."},
	{"failure-cut", "The answer was cut",
		"the connection ended before the answer did; the text is incomplete.",
		"retry", "retry", "" +
			"@|" +
			"Do not use the incomplete text.|" +
			"If it keeps happening: a proxy that closes idle connections is the usual cause."},
	{"failure-dns", "The host name was not found",
		"the name in the address has no entry, or the resolver did not answer.",
		"check the address", "fix", "" +
			"Check the host in the base URL, letter by letter.|" +
			"Look it up from the same machine (nslookup): containers and VPNs have resolvers of their own.|" +
			"@"},
	{"failure-refused", "Nothing listens there",
		"no program accepts connections at this host and port.",
		"check the server", "fix", "" +
			"Check that the server runs, and on this port.|" +
			"Inside a container localhost is the container itself: use the service's name or " +
			"host.docker.internal.|" +
			"A server that only listens on 127.0.0.1 is closed to other machines: let it listen on 0.0.0.0.|" +
			"@"},
	{"failure-tls", "The certificate was not accepted",
		"your side ended the connection: the server's certificate could not be verified or the TLS handshake failed.",
		"fix the setup", "fix", "" +
			"Check the clock of the machine, and that the URL says https only where the server uses TLS.|" +
			"Behind a company's proxy: add its root certificate to the trusted ones (NODE_EXTRA_CA_CERTS, " +
			"SSL_CERT_FILE).|" +
			"Do not turn verification off: the key could go to a stranger's server."},
}

// proseOf is the most exact row for a verdict: its own, its rule's or its class's.
func proseOf(v classify.Verdict) prose {
	for _, name := range [...]string{rowOf(v), v.Rule, string(v.Class)} {
		for i := range proses {
			if proses[i].of == name {
				return proses[i]
			}
		}
	}
	return proses[0]
}

// rowOf names a row that depends on more than class and rule, "" if none does.
func rowOf(v classify.Verdict) string {
	switch {
	case v.Class == classify.Billing && v.Retry:
		return rowHeld
	case v.Class == classify.Connection && v.Status >= 400 && (v.Retry || v.Rule == "failure-reset" || !strings.HasPrefix(v.Rule, "failure-")):
		return rowBehind
	case v.Class == classify.InvalidRequest && v.Retry:
		return rowUnfit
	case v.Class == classify.ServerError && !v.Retry && v.Rule != "words-too-big-for-machine":
		return rowBug
	}
	return ""
}

// stepsOf returns the steps of a row that are for a verdict with or without
// retry; again is the step "@".
func (p prose) stepsOf(retry bool, again string) (all []string) {
	for _, step := range strings.Split(p.steps, "|") {
		switch {
		case step == "@":
			step = again
		case step[0] == '+' && retry, step[0] == '-' && !retry:
			step = step[1:]
		case step[0] == '+' || step[0] == '-':
			step = ""
		}
		if step != "" {
			all = append(all, step)
		}
	}
	return all
}
