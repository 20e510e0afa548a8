// The misbehaviors, one row each: model name, what it does, its steps.

package wall

import (
	"net"
	"net/http"
	"time"
)

// step answers one call.
type step func(http.ResponseWriter, *http.Request, call)

type script struct {
	model, about string
	steps        []step
}

func find(model string) *script {
	for i := range scripts {
		if scripts[i].model == model {
			return &scripts[i]
		}
	}
	return nil
}

var scripts = []script{
	{"demo-ok", "answers", steps(ok)},
	{"demo-429-retry-after", "429 with Retry-After: 1, then answers", steps(rateLimited("retry-after", "1"), ok)},
	{"demo-429-retry-after-long", "429 with Retry-After: 300, for ever", steps(rateLimited("retry-after", "300"))},
	{"demo-429-ms", "429 with retry-after-ms: 120, then answers", steps(rateLimited("retry-after-ms", "120"), ok)},
	{"demo-429", "429 without a wait, for ever", steps(rateLimited("", ""))},
	{"demo-500-once", "500 once, then answers", steps(failed(500, "server_error", "", "The server had an error while processing your request."), ok)},
	{"demo-500", "500 for ever", steps(failed(500, "server_error", "", "The server had an error while processing your request."))},
	{"demo-503-once", "503 once, then answers", steps(failed(503, "server_error", "", "The server is temporarily unavailable."), ok)},
	{"demo-503", "503 for ever", steps(failed(503, "server_error", "", "The server is temporarily unavailable."))},
	{"demo-529", "529 overloaded, for ever, as Anthropic says it", steps(overloaded)},
	{"demo-reset-once", "breaks the connection before the headers once, then answers", steps(reset, ok)},
	{"demo-reset", "breaks the connection before the headers, for ever", steps(reset)},
	{"demo-html-502", "a proxy's HTML page with 502, for ever", steps(page(502, "502 Bad Gateway"))},
	{"demo-empty-500", "500 without a body, for ever", steps(empty(500))},
	{"demo-garbage-500", "500 with random bytes, for ever", steps(garbage)},
	{"demo-200-error", "an error inside a 200, for ever", steps(failed(200, "server_error", "overloaded", "The engine is currently overloaded, please try again later."))},
	{"demo-400", "400 for a bad parameter", steps(failed(400, "invalid_request_error", "unsupported_parameter", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."))},
	{"demo-401", "401 for a bad key", steps(failed(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided: sk-demo1234567890abcdWXYZ. You can find your API key in the console."))},
	{"demo-402-as-429", "an empty account, told as 429", steps(failed(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota, please check your plan and billing details."))},
	{"demo-403", "403 for a region that is not served", steps(failed(403, "request_forbidden", "unsupported_country_region_territory", "Country, region, or territory not supported"))},
	{"demo-context-length", "400 for a prompt that is too long", steps(failed(400, "invalid_request_error", "context_length_exceeded", "This model's maximum context length is 8192 tokens. However, your messages resulted in 10240 tokens."))},
	{"demo-content-filter", "400 for a blocked prompt", steps(failed(400, "invalid_request_error", "content_policy_violation", "Your request was rejected by the safety system."))},
	{"demo-param-as-500", "a bad parameter, told as 500", steps(failed(500, "invalid_request_error", "invalid_value", "Invalid value: 'temperature' must be between 0 and 2."))},
	{"demo-redirect", "redirects to another host", steps(redirect)},
	{"demo-gzip", "answers compressed", steps(zipped(200))},
	{"demo-gzip-500", "500 with a compressed body, for ever", steps(zipped(500))},
	{"demo-slow", "answers after three seconds", steps(slow(3 * time.Second))},
	{"demo-silent", "never answers", steps(silent)},
}

func steps(s ...step) []step { return s }

func failed(status int, typ, code, message string) step {
	return func(rw http.ResponseWriter, _ *http.Request, _ call) { openAIError(rw, status, typ, code, message) }
}

func rateLimited(header, value string) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		if header != "" {
			rw.Header().Set(header, value)
		}
		openAIError(rw, 429, "requests", "rate_limit_exceeded", "Rate limit reached for "+c.model+" on requests per min (RPM): Limit 3, Used 3, Requested 1.")
	}
}

func overloaded(rw http.ResponseWriter, _ *http.Request, _ call) {
	rw.Header().Set("request-id", "req_011wall")
	writeJSON(rw, 529, map[string]any{"type": "error", "error": map[string]any{"type": "overloaded_error", "message": "Overloaded"}})
}

func page(status int, title string) step {
	return func(rw http.ResponseWriter, _ *http.Request, _ call) {
		rw.Header().Set("content-type", "text/html")
		rw.WriteHeader(status)
		_, _ = rw.Write([]byte("<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"))
	}
}

func empty(status int) step {
	return func(rw http.ResponseWriter, _ *http.Request, _ call) { rw.WriteHeader(status) }
}

func garbage(rw http.ResponseWriter, _ *http.Request, _ call) {
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(i*7 + i*i*13)
	}
	rw.WriteHeader(500)
	_, _ = rw.Write(noise)
}

func redirect(rw http.ResponseWriter, r *http.Request, _ call) {
	http.Redirect(rw, r, "http://elsewhere.invalid/v1/chat/completions", http.StatusTemporaryRedirect)
}

// reset ends the TCP connection with RST, before any header.
func reset(rw http.ResponseWriter, _ *http.Request, _ call) {
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 or a recorder: break off all the same
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func slow(d time.Duration) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		select {
		case <-r.Context().Done():
		case <-time.After(d):
			ok(rw, r, c)
		}
	}
}

func silent(_ http.ResponseWriter, r *http.Request, _ call) { <-r.Context().Done() }
