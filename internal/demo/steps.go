// Steps whose answers are errors or odd, in correct HTTP. wire.go breaks HTTP itself.

package demo

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

func failed(status int, typ, code, message string) step {
	return func(rw http.ResponseWriter, _ *http.Request, _ call) { openAIError(rw, status, typ, code, message) }
}

// noMaxTokens answers requests without max_tokens, as OpenAI's reasoning models do.
func noMaxTokens(rw http.ResponseWriter, r *http.Request, c call) {
	if !c.maxTokens {
		ok(rw, r, c)
		return
	}
	writeJSON(rw, 400, map[string]any{"error": map[string]any{
		"message": "Unsupported parameter: 'max_tokens' is not supported with this model. " +
			"Use 'max_completion_tokens' instead.",
		"type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter",
	}})
}

// broken answers with a server error and the message that OpenAI sends with it.
func broken(status int) step {
	if status == 503 {
		return failed(503, "server_error", "", "The server is temporarily unavailable.")
	}
	return failed(status, "server_error", "", "The server had an error while processing your request.")
}

func rateLimited(header, value string) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		if header != "" {
			rw.Header().Set(header, value)
		}
		openAIError(rw, 429, "requests", "rate_limit_exceeded",
			"Rate limit reached for "+c.model+" on requests per min (RPM): Limit 3, Used 3, Requested 1.")
	}
}

// withShouldRetry adds x-should-retry: true to an answer.
func withShouldRetry(answer step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		rw.Header().Set("x-should-retry", "true")
		answer(rw, r, c)
	}
}

func overloaded(rw http.ResponseWriter, _ *http.Request, _ call) {
	rw.Header().Set("request-id", "req_011demo")
	writeJSON(
		rw,
		529,
		map[string]any{"type": "error", "error": map[string]any{"type": "overloaded_error", "message": "Overloaded"}},
	)
}

func expired(rw http.ResponseWriter, r *http.Request, c call) {
	if strings.Contains(r.Header.Get("authorization"), "expired") {
		openAIError(
			rw, 401, "invalid_request_error", "token_expired", "The access token expired. Request a new one and try again.",
		)
		return
	}
	ok(rw, r, c)
}

// outage fails for d, counted from the session's first call.
func outage(d time.Duration) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		if c.since < c.delay(d) {
			broken(503)(rw, r, c)
			return
		}
		ok(rw, r, c)
	}
}

func page(status int, title string) step {
	return func(rw http.ResponseWriter, _ *http.Request, _ call) {
		rw.Header().Set("content-type", "text/html")
		rw.WriteHeader(status)
		_, _ = rw.Write([]byte(
			"<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n" +
				"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
		))
	}
}

// empty answers without a body, but with a content type.
func empty(status int) step {
	return func(rw http.ResponseWriter, _ *http.Request, _ call) {
		rw.Header().Set("content-type", "application/json")
		rw.WriteHeader(status)
	}
}

func garbage(rw http.ResponseWriter, _ *http.Request, _ call) {
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(i*7 + i*i*13)
	}
	rw.WriteHeader(500)
	_, _ = rw.Write(noise)
}

// huge answers with an error whose message has about size bytes.
func huge(status, size int) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		rw.Header().Set("content-type", "application/json")
		rw.WriteHeader(status)
		part := []byte(strings.Repeat("The server had an error. ", 1000))
		_, err := rw.Write([]byte(`{"error":{"type":"server_error","message":"`))
		for sent := 0; sent < size && err == nil; sent += len(part) {
			_, err = rw.Write(part)
		}
		_, _ = rw.Write([]byte(`"}}`))
	}
}

func redirect(rw http.ResponseWriter, r *http.Request, _ call) {
	http.Redirect(rw, r, "http://elsewhere.invalid/v1/chat/completions", http.StatusTemporaryRedirect)
}

// withInterimAnswers sends answers with a status of 1xx before the answer.
func withInterimAnswers(statuses ...int) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		for _, status := range statuses {
			rw.WriteHeader(status)
		}
		ok(rw, r, c)
	}
}

func manyHeaders(n int) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		for i := range n {
			rw.Header().Set(fmt.Sprintf("x-demo-%d", i), "one of many")
		}
		ok(rw, r, c)
	}
}

func slow(d time.Duration, then step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		if c.pause(r.Context(), d) {
			then(rw, r, c)
		}
	}
}

// stalled sends the first half of an answer and keeps the connection open.
func stalled(rw http.ResponseWriter, r *http.Request, c call) {
	rw.Header().Set("content-type", "application/json")
	_, _ = rw.Write([]byte(truncated))
	_ = http.NewResponseController(rw).Flush()
	silent(rw, r, c)
}

func silent(_ http.ResponseWriter, r *http.Request, _ call) { <-r.Context().Done() }
