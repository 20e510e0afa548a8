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

// closed is what follows on an event that has no end: its end first.
func (s *State) closed(text string) []byte {
	if text == "" || !s.open {
		return []byte(text)
	}
	return []byte("\n\n" + text)
}

// ErrorEvent returns the event that ends a broken stream, never to be followed by
// anything. status and body are those of the contract's answer to the fault's
// verdict, rendered for this caller.
func (s State) ErrorEvent(status int, body []byte) []byte {
	v, _ := parse(body)
	failure := v.get("error")
	before, after := s.around()
	switch s.dialect {
	case Responses:
		if event := s.failedEvent(failure); event != nil {
			body, before = event, "event: response.failed\ndata: "
			break
		}
		body = s.responsesError(failure)
	case Gemini:
		body = googleError(status, failure)
	case Ollama:
		body = ollamaError(failure)
	}
	return concat(s.closed(before), body, []byte(after))
}

// around is what stands before and after an error in a stream of this shape.
func (s *State) around() (before, after string) {
	switch {
	case s.frame.shape == array:
		return ",", "]"
	case s.frame.shape == lines, s.frame.shape == document, s.frame.shape == unknown && s.dialect == Ollama:
		return "", "\n"
	case s.dialect == Anthropic, s.dialect == Responses:
		return "event: error\ndata: ", "\n\n"
	}
	return "data: ", "\n\n"
}

// failedEvent is the event response.failed as it came, but for its error, which
// is the one of the answer's verdict; nil where the stream did not fail in one.
// Codex reads no other event of a failure.
func (s *State) failedEvent(failure value) []byte {
	v, ok := parse(s.failed)
	response := v.get("response")
	if !ok || !response.opens('{') || !v.get("type").is("response.failed") {
		return nil
	}
	o := jsonish.Begin(nil)
	for c := v.each(); c.next(); {
		if string(c.key) != "response" {
			o.Raw(string(c.key), string(c.val))
			continue
		}
		o.Append("response", func(dst []byte) []byte { return withError(dst, response, failure) })
	}
	return o.End()
}

// withError appends a response with another error.
func withError(dst []byte, response, failure value) []byte {
	o := jsonish.Begin(dst)
	for c := response.each(); c.next(); {
		if string(c.key) != "error" {
			o.Raw(string(c.key), string(c.val))
		}
	}
	o.Append("error", func(dst []byte) []byte {
		e := jsonish.Begin(dst)
		e.Raw("code", string(failure.get("code")))
		e.Raw("message", string(failure.get("message")))
		return e.End()
	})
	return o.End()
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
