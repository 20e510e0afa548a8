// Package headers lists the headers that both edges add to answers: ukemi's own,
// from which the table of the docs and the CORS list are made, and those of CORS.
package headers

import "strings"

// Header is one header that an edge may add to an answer.
type Header struct{ Name, Meaning string }

// Own are all that are ukemi's own, or that it fills in.
var Own = []Header{
	{"x-ukemi-class", "the class of the error"},
	{"x-ukemi-rule", "the rule that recognized it"},
	{"x-ukemi-provider", "who sent the error: a provider, a gateway or a model server, where it is known"},
	{"x-ukemi-retry", "whether the same request may succeed later: true also after ukemi itself gave up"},
	{"x-ukemi-upstream-status", "the status that the upstream really sent"},
	{"x-ukemi-upstream-code", "the code that it sent, where the body has another"},
	{"x-ukemi-attempts", "every attempt, its model and the wait after it: `503;wait=480;src=backoff, 200`"},
	{"x-ukemi-reason", "why it was not tried again"},
	{"x-ukemi-ambiguous", "how many attempts were repeated although they may have been billed"},
	{"x-ukemi-model", "the fallback that answered"},
	{"x-ukemi-fix", "the change of the request that ends the error: `max_tokens>max_completion_tokens`, `-temperature`"},
	{"x-ukemi-mended", "the changes with which the request was sent, where the deployment makes them"},
	{
		"x-should-retry",
		"what the SDK above is to do: false where no retry helps or the edge has made them, true where it could not",
	},
	{"retry-after", "the wait that the upstream asks for, in whole seconds"},
	{"retry-after-ms", "the same in milliseconds"},
	{"x-request-id", "the upstream's id of the request, whatever it called it"},
	{"server-timing", "milliseconds until the answer began, and those spent waiting"},
	{"link", "the page about this class of failure"},
}

// readable are the names of all headers that a page may read.
func readable() string {
	names := make([]string, 0, len(Own)+1)
	for _, h := range Own {
		names = append(names, h.Name)
	}
	return strings.Join(append(names, providersHeaders), ", ")
}

// providersHeaders are headers of providers that a page may read: ids and rate limits.
const providersHeaders = "request-id, " +
	"anthropic-ratelimit-requests-limit, anthropic-ratelimit-requests-remaining, anthropic-ratelimit-requests-reset, " +
	"anthropic-ratelimit-tokens-limit, anthropic-ratelimit-tokens-remaining, anthropic-ratelimit-tokens-reset, " +
	"x-ratelimit-limit-requests, x-ratelimit-limit-tokens, x-ratelimit-remaining-requests, " +
	"x-ratelimit-remaining-tokens, x-ratelimit-reset-requests, x-ratelimit-reset-tokens"
