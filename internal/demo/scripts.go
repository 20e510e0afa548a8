// The misbehaviors, one row each: model name, what it does, its steps.

package demo

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// step answers one call.
type step func(http.ResponseWriter, *http.Request, call)

type script struct {
	model, about string
	steps        []step
}

func steps(s ...step) []step { return s }

// scripts are all rows, in the order in which /v1/models lists them.
var scripts = slices.Concat(
	answers,
	refusals,
	particular,
	limitedModels,
	outages,
	bodies,
	wires,
	waits(),
	brokenStreams,
	richStreams,
	stillbornStreams,
	oddStreams,
)

// answers are successes, some of an unusual form.
var answers = []script{
	{"demo-ok", "answers", steps(ok)},
	{"demo-gzip", "answers compressed", steps(zipped(200))},
	{"demo-slow", "answers after three seconds", steps(slow(3*time.Second, ok))},
	{
		"demo-slow-first-token",
		"sends headers at once, and the first token after twenty seconds",
		steps(stream(headers, pause(20*time.Second), role, tokens(60), finish, done)),
	},
	{"demo-other-model", "answers, and names another model than was asked", steps(otherModel)},
	{"demo-103", "sends 103 Early Hints, then answers", steps(withInterimAnswers(103))},
	{"demo-100", "sends 100 Continue twice, then answers", steps(withInterimAnswers(100, 100))},
	{"demo-204", "204, which has no body", steps(empty(204))},
	{"demo-304", "304, which has no body", steps(empty(304))},
	{"demo-redirect", "redirects to another host", steps(redirect)},
	{"demo-many-headers", "answers with 150 headers", steps(manyHeaders(150))},
}

// refusals are errors that no retry repairs.
var refusals = []script{
	{
		"demo-400",
		"400 for a bad parameter",
		steps(failed(
			400,
			"invalid_request_error",
			"unsupported_parameter",
			"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
		)),
	},
	{
		"demo-no-max-tokens",
		"400 for max_tokens, which it knows as max_completion_tokens; else answers",
		steps(noMaxTokens),
	},
	{
		"demo-400-retry",
		"400 with x-should-retry: true, for ever",
		steps(withShouldRetry(failed(400, "invalid_request_error", "", "The cache is not warm yet."))),
	},
	{
		"demo-400-retry-once",
		"400 with x-should-retry: true, then answers",
		steps(withShouldRetry(failed(400, "invalid_request_error", "", "The cache is not warm yet.")), ok),
	},
	{
		"demo-quota-retry",
		"an empty account as 429, with x-should-retry: true",
		steps(withShouldRetry(failed(
			429,
			"insufficient_quota",
			"insufficient_quota",
			"You exceeded your current quota, please check your plan and billing details.",
		))),
	},
	{
		"demo-param-as-500",
		"a bad parameter, told as 500",
		steps(failed(500, "invalid_request_error", "invalid_value", "Invalid value: 'temperature' must be between 0 and 2.")),
	},
	{
		"demo-401",
		"401 for a bad key",
		steps(failed(
			401,
			"invalid_request_error",
			"invalid_api_key",
			"Incorrect API key provided: sk-demo1234567890abcdWXYZ. You can find your API key in the console.",
		)),
	},
	{"demo-401-expired", "401 while the key contains \"expired\"; a refreshed one is let in", steps(expired)},
	{
		"demo-402-as-429",
		"an empty account, told as 429",
		steps(failed(
			429,
			"insufficient_quota",
			"insufficient_quota",
			"You exceeded your current quota, please check your plan and billing details.",
		)),
	},
	{
		"demo-403",
		"403 for a region that is not served",
		steps(failed(
			403, "request_forbidden", "unsupported_country_region_territory", "Country, region, or territory not supported",
		)),
	},
	{
		"demo-404",
		"404 for a model that does not exist",
		steps(
			failed(
				404,
				"invalid_request_error",
				"model_not_found",
				"The model `demo-404` does not exist or you do not have access to it.",
			),
		),
	},
	{
		"demo-413",
		"413 for a request that is too large",
		steps(failed(413, "invalid_request_error", "", "Request body too large. The maximum is 4194304 bytes.")),
	},
	{
		"demo-context-length",
		"400 for a prompt that is too long",
		steps(failed(
			400,
			"invalid_request_error",
			"context_length_exceeded",
			"This model's maximum context length is 8192 tokens. However, your messages resulted in 10240 tokens.",
		)),
	},
	{
		"demo-content-filter",
		"400 for a blocked prompt",
		steps(
			failed(400, "invalid_request_error", "content_policy_violation", "Your request was rejected by the safety system."),
		),
	},
	{
		"demo-quota",
		"429 for a day's quota that is used up",
		steps(failed(
			429,
			"rate_limit_error",
			"",
			"Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day",
		)),
	},
}

// outages pass, or do not.
var outages = []script{
	{"demo-429-retry-after", "429 with Retry-After: 1, then answers", steps(rateLimited("retry-after", "1"), ok)},
	{"demo-429-retry-after-2", "429 with Retry-After: 2, then answers", steps(rateLimited("retry-after", "2"), ok)},
	{"demo-429-retry-after-long", "429 with Retry-After: 300, for ever", steps(rateLimited("retry-after", "300"))},
	{"demo-429-ms", "429 with retry-after-ms: 120, then answers", steps(rateLimited("retry-after-ms", "120"), ok)},
	{"demo-429", "429 without a wait, for ever", steps(rateLimited("", ""))},
	{"demo-500-once", "500 once, then answers", steps(broken(500), ok)},
	{"demo-500", "500 for ever", steps(broken(500))},
	{"demo-503-once", "503 once, then answers", steps(broken(503), ok)},
	{"demo-503", "503 for ever", steps(broken(503))},
	{"demo-529", "529 overloaded, for ever, as Anthropic says it", steps(overloaded)},
	{
		"demo-408",
		"408 for ever: the request took too long to arrive",
		steps(failed(408, "invalid_request_error", "", "Request timed out.")),
	},
	{"demo-outage", "503 for sixty seconds from the first call on, then answers", steps(outage(time.Minute))},
	{"demo-flapping", "answers, fails and breaks off in turn", steps(ok, broken(503), ok, broken(500), ok, reset)},
	{"demo-silent", "never answers", steps(silent)},
	{"demo-reset-once", "breaks the connection before the headers once, then answers", steps(reset, ok)},
	{"demo-reset", "breaks the connection before the headers, for ever", steps(reset)},
}

// bodies that do not match their headers.
var bodies = []script{
	{"demo-html-502", "a proxy's HTML page with 502, for ever", steps(page(502, "502 Bad Gateway"))},
	{"demo-empty-500", "500 without a body, for ever", steps(empty(500))},
	{"demo-garbage-500", "500 with random bytes, for ever", steps(garbage)},
	{"demo-huge-500", "500 with a body of 20 MB, for ever", steps(huge(500, 20<<20))},
	{"demo-gzip-500", "500 with a compressed body, for ever", steps(zipped(500))},
	{"demo-gzip-lie", "says gzip and sends plain JSON, for ever", steps(withCoding(ok, "gzip"))},
	{"demo-gzip-lie-500", "500 that says gzip and sends plain JSON, for ever", steps(withCoding(broken(500), "gzip"))},
	{"demo-zstd-quota", "an empty account as 429, compressed with zstd, for ever", steps(zstdError)},
	{
		"demo-gzip-secret-500",
		"500 with a compressed body that does not say so, for ever",
		steps(withCoding(zipped(500), "")),
	},
	{
		"demo-200-error",
		"an error inside a 200, for ever",
		steps(failed(200, "server_error", "overloaded", "The engine is currently overloaded, please try again later.")),
	},
	{"demo-200-html", "a proxy's HTML page with 200, for ever", steps(page(200, "Maintenance"))},
	{"demo-200-empty", "200 without a body, for ever", steps(empty(200))},
	{"demo-200-cut", "200 whose JSON ends in the middle, for ever", steps(wire(truncated, 0))},
	{"demo-200-stall", "200 whose JSON stops in the middle and stays open, for ever", steps(stalled)},
}

// wires misbehave in HTTP itself.
var wires = []script{
	{"demo-length-long", "promises more bytes than it sends, for ever", steps(wire(truncated, 400))},
	{"demo-length-short", "sends more bytes than it promised, for ever", steps(wire(whole, -100))},
	{"demo-half-status", "sends half a status line and stops, for ever", steps(halfStatus(false))},
	{"demo-half-status-closed", "sends half a status line and closes, for ever", steps(halfStatus(true))},
	{"demo-slow-headers", "sends a header line every second for a minute", steps(slowHeaders(60, time.Second))},
	{"demo-huge-header", "answers with a header of 256 KB, for ever", steps(hugeHeader(256 << 10))},
}

// faults are those of the public benchmark by its numbers; demo-s03 is S03.
var faults = [17]string{
	1: "demo-429-retry-after-2", 2: "demo-429", 3: "demo-500-once", 4: "demo-503",
	5: "demo-reset-once", 6: "demo-silent", 7: "demo-slow-first-token",
	8: "demo-stream-cut", 9: "demo-stream-stall", 10: "demo-stream-invalid", 11: "demo-stream-no-done",
	12: "demo-context-length", 13: "demo-content-filter", 15: "demo-outage", 16: "demo-503",
}

func faultsOf(model string) (out string) {
	for n, is := range faults {
		if is == model {
			out += " (S" + strconv.Itoa(n) + ")"
		}
	}
	return out
}

func find(model string) *script {
	model, _, _ = strings.Cut(model, "+")
	if n, err := strconv.Atoi(strings.TrimPrefix(model, "demo-s")); err == nil && 0 < n && n < len(faults) {
		model = faults[n]
	}
	for i := range scripts {
		if scripts[i].model == model {
			return &scripts[i]
		}
	}
	return nil
}
