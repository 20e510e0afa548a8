// The end of a stream as ukemi writes it: the terminator that a whole answer
// lacks, and the error that ends a broken one, in the dialect of its caller.

package stream

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// terminator is what a caller waits for at the end of a whole answer.
func (s *State) terminator() string {
	switch {
	case s.frame.shape == array:
		return "]"
	case s.frame.shape != events:
		return ""
	case s.dialect == OpenAI:
		return "data: [DONE]\n\n"
	case s.dialect == Anthropic:
		return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
	}
	return ""
}

// Error returns the event that ends a broken stream, never to be followed by
// anything. status and body are those of the contract's answer to the fault's
// verdict, rendered for this caller.
func (s State) Error(status int, body []byte) []byte {
	v, _ := parse(body)
	failure := v.get("error")
	switch s.dialect {
	case Responses:
		body = s.responsesError(failure)
	case Gemini:
		body = googleError(status, failure)
	case Ollama:
		body = ollamaError(failure)
	}
	before, after := "data: ", "\n\n"
	switch {
	case s.frame.shape == array:
		before, after = ",", "]"
	case s.frame.shape == lines, s.frame.shape == document:
		before, after = "", "\n"
	case s.dialect == Anthropic, s.dialect == Responses:
		before = "event: error\ndata: "
	}
	return concat([]byte(before), body, []byte(after))
}

// responsesError has the members of the API's own error event, and beside them
// the object that the OpenAI SDKs look for in every stream.
func (s State) responsesError(failure value) []byte {
	o := jsonish.Begin(nil)
	o.String("type", "error")
	o.Int("sequence_number", int64(s.sequence+1))
	for _, key := range [...]string{"code", "message", "param"} {
		o.Raw(key, string(failure.get(key)))
	}
	o.Raw("error", string(failure))
	return o.End()
}

// googleError: Google's SDKs throw where the code is a number of the range of
// errors, and show the status.
func googleError(status int, failure value) []byte {
	o := jsonish.Begin(nil)
	o.Append("error", func(dst []byte) []byte {
		e := jsonish.Begin(dst)
		e.Raw("code", strconv.Itoa(status))
		e.Raw("message", string(failure.get("message")))
		e.String("status", googleStatus(status))
		e.Raw("type", string(failure.get("type")))
		return e.End()
	})
	return o.End()
}

// googleStatus is google.rpc.Code's name for an HTTP status.
func googleStatus(status int) string {
	switch status {
	case 400:
		return "INVALID_ARGUMENT"
	case 401:
		return "UNAUTHENTICATED"
	case 403:
		return "PERMISSION_DENIED"
	case 404:
		return "NOT_FOUND"
	case 402, 429:
		return "RESOURCE_EXHAUSTED"
	case 408, 504:
		return "DEADLINE_EXCEEDED"
	case 502, 503:
		return "UNAVAILABLE"
	}
	return "INTERNAL"
}

// ollamaError: Ollama's clients take the error for a string.
func ollamaError(failure value) []byte {
	o := jsonish.Begin(nil)
	o.Raw("error", string(failure.get("message")))
	o.Raw("type", string(failure.get("type")))
	o.Raw("code", string(failure.get("code")))
	return o.End()
}
