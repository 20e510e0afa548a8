// The events that ukemi writes: the terminator of a finished answer whose
// connection broke, and the error event, in the dialect of the caller. The error
// events of single dialects are in dialect_*.go.

package stream

// terminator returns the last event of a complete answer, "" without one.
func (s *State) terminator() string {
	switch {
	case s.framer.framing == jsonArray:
		return "]"
	case s.framer.framing != eventStream:
		return ""
	case s.dialect == OpenAI:
		return "data: [DONE]\n\n"
	case s.dialect == Anthropic:
		return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
	}
	return ""
}

// endingEvent returns text, after the end of an incomplete event.
func (s *State) endingEvent(text string) []byte {
	if text == "" || !s.midEvent {
		return []byte(text)
	}
	return []byte("\n\n" + text)
}

// ErrorEvent returns the event that ends a stream that failed; nothing may follow
// it. status and body are those of classify.Render for the error's verdict.
func (s State) ErrorEvent(status int, body []byte) []byte {
	v, _ := parse(body)
	failure := v.get("error")
	before, after := s.errorFrame()
	switch s.dialect {
	case Responses:
		if event := s.responseFailedEvent(failure); event != nil {
			body, before = event, responseFailed
			break
		}
		if body = s.responsesError(failure); after == "\n\n" {
			body = s.appendFailed(body, failure)
		}
	case Gemini:
		body = googleError(status, failure)
	case Ollama:
		body = ollamaError(failure)
	}
	return concat(s.endingEvent(before), body, []byte(after))
}

// errorFrame returns the bytes before and after an error in this framing.
func (s *State) errorFrame() (before, after string) {
	switch {
	case s.framer.framing == jsonArray:
		return ",", "]"
	case s.framer.framing == ndjson, s.framer.framing == jsonDocument,
		s.framer.framing == unknownFraming && s.dialect == Ollama:
		return "", "\n"
	case s.dialect == Anthropic, s.dialect == Responses:
		return "event: error\ndata: ", "\n\n"
	}
	return "data: ", "\n\n"
}
