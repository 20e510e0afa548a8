// Every sentence that a person reads about an error, in one table. Reviewed as
// prose: short, friendly, no blame.

package explain

import "github.com/ukemi-dev/ukemi/pkg/classify"

// prose of a class, or of one rule that knows more than its class.
type prose struct {
	of              string // a class or a rule id
	title, happened string
	badge, kind     string
	steps           string // separated by '|'
}

var proses = [...]prose{
	{string(classify.InvalidRequest), "The request is not valid", "the server understood where to send the request, but not the request itself: JSON, a required field or a parameter's value is wrong.", "fix the request", "fix", "" +
		"Read the message: it usually names the field.|" +
		"Compare that field with the API reference of exactly this model; newer models drop parameters (max_tokens, temperature) that older ones took.|" +
		"Log the JSON that really goes out; SDK wrappers add fields."},
	{string(classify.ContextLength), "Too long for the model", "the prompt, together with the room asked for the answer, does not fit into the model's context window.", "shorten or switch", "switch", "" +
		"Drop or summarize old messages, or trim the documents you paste in.|" +
		"Ask for less output (max_tokens, max_completion_tokens).|" +
		"Or use a model with a larger window."},
	{string(classify.RequestTooLarge), "The request is too big", "the body, a file in it, or the number of tokens asked for at once is above what this server takes; no wait makes it fit.", "make it smaller", "fix", "" +
		"Send less at once: smaller images or files, fewer documents, several requests.|" +
		"Upload files through the files API instead of inside the request, where there is one.|" +
		"Behind a proxy of your own: raise its body limit (client_max_body_size in nginx)."},
	{string(classify.ContentFiltered), "Blocked by a content policy", "a safety filter stopped the prompt or the answer; the same words will be stopped again.", "change the content", "fix", "" +
		"Look which category fired; the error often lists it.|" +
		"Rephrase the prompt, or remove the part that triggers it.|" +
		"If it is a false alarm that keeps coming, ask the provider for adjusted filters."},
	{string(classify.Conflict), "Something else has it in use", "the resource is locked or was changed in the meantime, for example a thread with a run still going.", "wait for the other", "wait", "" +
		"Wait until the other operation has ended, or cancel it.|" +
		"Then send the request again.|" +
		"In your code, run operations on the same resource one after the other."},
	{string(classify.Authentication), "The key was not accepted", "the API key is missing, misspelled, expired, revoked, or belongs to another service.", "check the key", "key", "" +
		"Check for spaces, quotes or line ends around it, and that it belongs to this provider and endpoint.|" +
		"If in doubt, make a new key."},
	{string(classify.Billing), "No money left", "the account has no balance or credits, or a hard spending limit is reached; no wait refills it.", "top up", "pay", "" +
		"Top up the balance or raise the spending limit.|" +
		"Check that the key belongs to the organization and project that has the money.|" +
		"New credits can take some minutes to count."},
	{string(classify.Permission), "Not allowed for this key", "the key is good, but it may not do this: a model, an organization, a region or an address is closed to it.", "get access", "key", "" +
		"See what the message names: model, organization, region or address.|" +
		"Ask whoever owns the account to grant it, or use a key that has it.|" +
		"A region that is not supported needs a server in one that is."},
	{string(classify.ModelNotFound), "No such model", "the model is unknown here: misspelled, retired, not deployed, or not visible to this key.", "check the model", "switch", "" +
		"Compare the name with the list at /v1/models, letter by letter.|" +
		"Check that the base URL belongs to the provider that has this model.|" +
		"If it was retired, move to its successor."},
	{string(classify.NotFound), "Nothing at this address", "the path or the resource (a file, thread, response) does not exist.", "check the address", "fix", "" +
		"Check the base URL: most APIs want it to end in /v1, and SDKs append the rest.|" +
		"Check that the id belongs to this account and has not expired."},
	{string(classify.Timeout), "It took too long", "somebody along the way gave up waiting before the answer was ready.", "retry", "retry", "" +
		"Send it again.|" +
		"For long answers use stream: true, so that bytes flow before proxies lose patience.|" +
		"If it keeps happening, ask for less output, or raise the timeouts between you and the provider."},
	{string(classify.RateLimit), "Too fast", "more requests or tokens came in a short time than this key may send; waiting fixes it.", "wait", "wait", "" +
		"Wait as long as stated, else back off: 0.5 s, 1 s, 2 s …|" +
		"Send fewer requests at a time, or smaller ones; tokens per minute count too.|" +
		"If it is the normal load, ask for a higher limit."},
	{string(classify.QuotaExhausted), "The quota is used up", "an allowance for a day, week or month is spent; it comes back at the reset, not within minutes.", "wait for the reset", "stop", "" +
		"Wait for the reset, or move to a plan with a larger allowance.|" +
		"Another model often has an allowance of its own.|" +
		"Stop retrying: it only fills the log."},
	{string(classify.ServerError), "The provider stumbled", "something broke inside the server; it is not your request's fault.", "retry", "retry", "" +
		"Send it again; most of these are gone at the second attempt.|" +
		"If it stays, note time and model: whoever runs the server needs them."},
	{string(classify.Unavailable), "The provider cannot be reached", "a gateway answered in place of the provider: the service behind it is down, restarting or unreachable.", "retry", "retry", "" +
		"Send it again with growing waits.|" +
		"Switch to another model or provider meanwhile.|" +
		"Behind a gateway of your own: check that its upstream is up."},
	{string(classify.Overloaded), "The provider is full", "the model has no free capacity, or is still loading.", "retry", "retry", "" +
		"Send it again with growing waits.|" +
		"Switch to another model meanwhile; smaller ones are rarely full.|" +
		"For steady load, ask about reserved capacity."},
	{string(classify.Connection), "No answer came", "the connection failed before a complete answer arrived.", "retry", "retry", "" +
		"Check the host name and port of the base URL.|" +
		"Send it again: a reset is usually a passing thing.|" +
		"If it keeps happening, look what stands between: proxy, VPN, firewall."},
	{string(classify.Canceled), "The caller left", "the request was canceled on the caller's side before the answer came.", "nothing to do", "stop", "" +
		"If nobody pressed stop: look for a timeout or AbortController in your own code, or a proxy that closes idle connections."},
	{string(classify.Unknown), "Hard to say", "nothing in here is a known sign of any kind of error.", "look closer", "stop", "" +
		"Paste more: status line, headers and the whole body help most.|" +
		"Look a few lines further up in the log: the first error is usually the cause.|" +
		"If your code missed a field (choices, content) or JSON: print the status and body that really came."},

	// rules
	{"failure-cors", "The browser kept the answer from the page", "the server did not allow this page to read its answer (CORS); a program outside of a browser would get it.", "fix the setup", "fix", "" +
		"Call the API from a server of your own, or put a gateway in front that allows your page's origin; this also keeps the key out of the page.|" +
		"If the gateway is yours: list the page's origin there (UKEMI_CORS_ORIGINS in ukemi).|" +
		"An error page without CORS headers looks the same: see the status in the browser's network tab."},
	{"words-too-big-for-machine", "The model does not fit into this machine", "the server could not load the model, usually because it needs more memory than is free.", "free memory", "fix", "" +
		"Stop other models and programs, or close what holds the graphics memory.|" +
		"Load a smaller model, a stronger quantization, or a shorter context.|" +
		"Then start the server again; sending the request again changes nothing."},
	{"failure-blocked", "The browser did not send it", "the browser refused the request before it left: an http address on an https page, a content security policy, or an extension.", "fix the setup", "fix", "" +
		"Give the API an https address, or put it behind the page's own server.|" +
		"If the message names a content security policy: add the API's origin to its connect-src.|" +
		"If it says blocked by client: an ad blocker or another extension did it; try a window without them."},
	{"words-no-json", "That was no JSON", "the program expected JSON and got a web page, or nothing at all.", "see what came", "fix", "" +
		"Print the status and the body: the page says who sent it.|" +
		"Check the base URL: most APIs want it to end in /v1.|" +
		"A login page or a proxy's page means that somebody in between answered."},
	{classify.NoError, "An answer, not an error", "the model answered to the end; nothing in here failed.", "nothing to do", "stop", "" +
		"If the text breaks off: “length” as its reason says that max_tokens was reached.|" +
		"If your program failed all the same, paste what it printed."},
	{"failure-cut", "The answer was cut", "the connection ended before the answer did; what came is not all of it.", "retry", "retry", "" +
		"Send it again; never take the part for the whole.|" +
		"If it keeps happening: a proxy that closes idle connections is the usual cause."},
	{"failure-dns", "The host name was not found", "the name in the address has no entry, or the resolver that was asked does not answer.", "check the address", "fix", "" +
		"Check the host in the base URL, letter by letter.|" +
		"Look it up from the same machine (nslookup): containers and VPNs have resolvers of their own.|" +
		"If the name is right, send it again: resolvers recover."},
	{"failure-refused", "Nothing listens there", "no program takes connections at this host and port.", "check the server", "fix", "" +
		"Check that the server runs, and on this port.|" +
		"Inside a container localhost is the container itself: use the service's name or host.docker.internal.|" +
		"A server that only listens on 127.0.0.1 is closed to other machines: let it listen on 0.0.0.0."},
	{"failure-tls", "The certificate was not accepted", "the connection was refused on your side, because the server's certificate could not be verified or the handshake failed.", "fix the setup", "fix", "" +
		"Check the clock of the machine, and that the URL says https only where TLS is spoken.|" +
		"Behind a company's proxy: add its root certificate to the trusted ones (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE).|" +
		"Do not turn verification off: the key would go to whoever answers."},
}

// proseOf is the rule's own prose where it has some, else that of the class.
func proseOf(rule string, c classify.Class) (p prose) {
	for i := range proses {
		switch proses[i].of {
		case rule:
			return proses[i]
		case string(c):
			p = proses[i]
		}
	}
	return p
}
