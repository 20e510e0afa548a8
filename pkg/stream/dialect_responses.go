// OpenAI's Responses: every event names its type.

package stream

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// readResponses reads an event. Events of progress do not commit. An answer is
// never resumed: its last event repeats all of it under the ids of its stream.
func readResponses(m *meaning, v value) {
	m.sequence, m.notComparable = v.get("sequence_number").int(), true
	kind := string(v.get("type").word())
	switch kind {
	case "response.failed":
		m.errorPayload = v
		if e := v.get("response").get("error"); e.isSet() {
			m.errorPayload = e
		}
	case "response.completed", "response.incomplete", "response.cancelled":
		m.finished, m.terminates = 1, true
	case "response.done":
		m.terminates = true
	case "":
		// A whole answer in place of events.
		if m.unknownShape = !v.get("status").isSet() && !v.isError(); !m.unknownShape {
			m.content, m.finished = !v.isError(), 1
		}
	case "ping", "error":
	default:
		m.content = strings.HasSuffix(kind, ".delta") || strings.HasSuffix(kind, ".partial_image")
		m.unknownType = !strings.HasPrefix(kind, "response.")
	}
	if strings.HasPrefix(kind, "response.") || kind == "" && !m.unknownShape {
		m.opened = 1
	}
}

// responseFailedEvent returns the event response.failed as it came, with the error
// replaced; nil where the stream did not fail in one.
func (s *State) responseFailedEvent(failure value) []byte {
	v, ok := parse(s.responseFailed)
	response := v.get("response")
	if !ok || !response.startsWith('{') || !v.get("type").is("response.failed") {
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

// responsesError has the members of the API's own error event, and the error
// object that the OpenAI SDKs read in every stream.
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

// appendFailed appends response.failed, which the API itself sends after its error event.
// Codex reads no other one: without it, it asked an empty account six times instead of once
// (codex-cli 0.171, 2026-11-28).
func (s State) appendFailed(dst []byte, failure value) []byte {
	o := jsonish.Begin(append(dst, "\n\n"+responseFailed...))
	o.String("type", "response.failed")
	o.Int("sequence_number", int64(s.sequence+2))
	o.Append("response", func(dst []byte) []byte {
		return withError(dst, value(`{"object":"response","status":"failed"}`), failure)
	})
	return o.End()
}

const responseFailed = "event: response.failed\ndata: "
