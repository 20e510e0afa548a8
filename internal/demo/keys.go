// Steps that look at what a request bears: its key, its headers, its parameters.

package demo

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// particular are models that accept some requests and refuse others.
var particular = []script{
	{"demo-keys", "refuses a key whose text says how: throttled, exhausted, poor, wrong, forbidden", steps(byKey(ok))},
	{"demo-api-key", "takes its key in api-key alone, as Azure does", steps(withHeaders("api-key", ok))},
	{
		"demo-x-api-key",
		"takes its key in x-api-key alone, and wants anthropic-version, as Anthropic does",
		steps(withHeaders("x-api-key", requiring("anthropic-version", ok))),
	},
	{"demo-strict", "knows no max_tokens, logit_bias, parallel_tool_calls, metadata and store", steps(strict(ok))},
	{
		"demo-completion-tokens",
		"takes max_completion_tokens in place of max_tokens, as reasoning models do",
		steps(renamed(ok)),
	},
	{
		"demo-stream-cut-late",
		"breaks the connection off half a second after 40 of 60 tokens, for ever", // what was sent has then been read
		steps(stream(role, tokens(40), pause(500*time.Millisecond), hangUp)),
	},
	{"demo-continue", "goes on with the beginning that it gets as prefix, partial, or in vLLM's form", steps(continuing)},
	{"demo-foreign", "refuses the thinking and the signatures of other models", steps(foreign(ok))},
}

// keyOf returns the key of a request, in whichever header it is sent.
func keyOf(r *http.Request) string {
	h := r.Header
	inHeaders := h.Get("authorization") + h.Get("x-api-key") + h.Get("api-key") + h.Get("x-goog-api-key")
	return inHeaders + r.URL.Query().Get("key")
}

// byKey refuses a key that says so.
func byKey(then step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		refusals := []struct {
			word string
			step step
		}{
			{"throttled", rateLimited("", "")},
			{"hurried", rateLimited("retry-after", "2")},
			{"exhausted", failed(429, "rate_limit_error", "", "Rate limit exceeded: free-models-per-day")},
			{"poor", failed(402, "billing_error", "insufficient_balance", "Insufficient balance.")},
			{"wrong", failed(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.")},
			{"forbidden", failed(403, "invalid_request_error", "", "You are not allowed to sample from this model.")},
		}
		for _, refusal := range refusals {
			if strings.Contains(keyOf(r), refusal.word) {
				refusal.step(rw, r, c)
				return
			}
		}
		then(rw, r, c)
	}
}

// withHeaders wants a key in this header, and in no other.
func withHeaders(name string, then step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		if own := r.Header.Get(name); own == "" || own != keyOf(r) {
			failed(401, "authentication_error", "invalid_api_key", "The key must be sent in "+name+".")(rw, r, c)
			return
		}
		then(rw, r, c)
	}
}

func requiring(header string, then step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		if r.Header.Get(header) == "" {
			failed(400, "invalid_request_error", "", header+": header is required")(rw, r, c)
			return
		}
		then(rw, r, c)
	}
}

// strict refuses parameters that it does not know.
func strict(then step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		var body map[string]json.RawMessage
		_ = json.Unmarshal(c.body, &body)
		for _, name := range []string{"max_tokens", "logit_bias", "parallel_tool_calls", "metadata", "store"} {
			if body[name] != nil {
				failed(400, "invalid_request_error", "unknown_parameter",
					"Unknown parameter: '"+name+"'. The key sk-demo1234567890abcdWXYZ is fine.")(rw, r, c)
				return
			}
		}
		then(rw, r, c)
	}
}

// renamed refuses max_tokens in OpenAI's words.
func renamed(then step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		if strings.Contains(string(c.body), `"max_tokens"`) {
			failed(400, "invalid_request_error", "unsupported_parameter",
				"Unsupported parameter: 'max_tokens' is not supported with this model. "+
					"Use 'max_completion_tokens' instead.")(rw, r, c)
			return
		}
		then(rw, r, c)
	}
}

// foreign refuses what only the model that made it can read.
func foreign(then step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		for _, word := range []string{`"thinking"`, `"redacted_thinking"`, `"encrypted_content"`, `"thoughtSignature"`} {
			if strings.Contains(string(c.body), word) {
				block := strings.Trim(word, `"`)
				failed(400, "invalid_request_error", "",
					"messages.1.content.0: Invalid `signature` in `"+block+"` block")(rw, r, c)
				return
			}
		}
		then(rw, r, c)
	}
}

// continuing goes on with the beginning in the last message, where the request asks for
// it in one of the documented forms; else it answers from the start.
func continuing(rw http.ResponseWriter, r *http.Request, c call) {
	var body struct {
		Messages []struct {
			Content         string
			Prefix, Partial bool
		}
		ContinueFinalMessage bool  `json:"continue_final_message"`
		AddGenerationPrompt  *bool `json:"add_generation_prompt"`
	}
	_ = json.Unmarshal(c.body, &body)
	if !c.prefill {
		long(rw, r, c)
		return
	}
	last := body.Messages[len(body.Messages)-1]
	isVLLM := body.ContinueFinalMessage && body.AddGenerationPrompt != nil && !*body.AddGenerationPrompt
	if !last.Prefix && !last.Partial && !isVLLM {
		noPrefill(rw, r, c)
		return
	}
	sent, beginning := 0, ""
	for ; beginning != last.Content && sent < 60; sent++ {
		beginning += Words[sent%len(Words)]
	}
	repeated := func(*streaming) bool { return true }
	if strings.Contains(c.model, "repeated") {
		repeated = text(last.Content)
	}
	from := func(s *streaming) bool { s.sent = sent; return true }
	stream(role, repeated, from, tokens(60-sent), finish, done)(rw, r, c)
}
