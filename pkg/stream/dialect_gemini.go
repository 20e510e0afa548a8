// Gemini's streamGenerateContent, as event stream (alt=sse) or as JSON array.
// It has no terminator: the last candidates have a finishReason.

package stream

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// readGemini reads one GenerateContentResponse.
func readGemini(m *meaning, v value) {
	m.id = v.get("responseId")
	candidates, feedback := v.get("candidates"), v.get("promptFeedback")
	m.unknownShape = candidates == nil && feedback == nil && v.get("usageMetadata") == nil && !v.isError()
	for c := candidates.each(); c.next(); {
		bit := choice(c.val.get("index").int())
		m.opened |= bit
		if c.val.get("finishReason").finishes() {
			m.finished |= bit
		}
		n := 0
		for p := c.val.get("content").get("parts").each(); p.next(); n++ {
			m.part(p.val)
		}
		if n != 1 || bit != 1 {
			m.text = nil
		}
	}
	if feedback.get("blockReason").isSet() {
		// The prompt was blocked: that is the complete answer.
		m.opened, m.finished = 1, 1
	}
}

// part of a candidate's content: text, a thought, a function's call, data.
func (m *meaning) part(p value) {
	text := p.get("text")
	if text != nil && !text.isSet() {
		return
	}
	m.content = m.content || p.isSet()
	if text.isSet() && !p.get("thought").isSet() {
		m.text = text
	}
}

// googleError has a numeric code, for which Google's SDKs throw, and the status,
// which they show.
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
