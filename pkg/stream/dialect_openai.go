// OpenAI's chat completions and completions, and the APIs compatible with them:
// Azure, OpenRouter, Groq, vLLM, llama.cpp's server …

package stream

// readOpenAI reads a chunk, or a whole answer sent in place of chunks. Azure's
// first chunk and the last one with the usage have no choices.
func readOpenAI(m *meaning, v value) {
	m.id = v.get("id")
	choices := v.get("choices")
	m.unknownShape = choices == nil && v.get("usage") == nil && !v.get("type").is("ping") && !v.isError()
	for c := choices.each(); c.next(); {
		readChoice(m, c.val)
	}
	if choices.allFailed() {
		m.errorPayload = endedInError
		if e := v.get("error"); e.statesError() {
			m.errorPayload = e
		} else if e := firstError(choices); e.statesError() {
			m.errorPayload = e
		}
	}
}

func firstError(choices value) value {
	c := choices.each()
	if !c.next() {
		return nil
	}
	return c.val.get("error")
}

func readChoice(m *meaning, c value) {
	bit := choice(c.get("index").int())
	m.opened |= bit
	if reason := c.get("finish_reason"); reason.finishes() && !reason.is("error") {
		m.finished |= bit
	}
	others := bit != 1 || c.get("logprobs").isSet()
	for _, key := range [...]string{"delta", "message"} {
		for d := c.get(key).each(); d.next(); {
			others = m.addPart(d.key, d.val, "content") || others
		}
	}
	if text := c.get("text"); text.isSet() {
		m.addPart([]byte("text"), text, "text")
	}
	if others && m.content {
		m.text = nil
	}
}

// addPart adds one member of a choice. It reports whether that is content other
// than text: tool calls, reasoning, audio.
func (m *meaning) addPart(key []byte, v value, text string) (other bool) {
	if string(key) == "role" || !v.isSet() {
		return false
	}
	m.content = true
	if string(key) != text || !v.startsWith('"') {
		return true
	}
	m.text = v
	return false
}

var endedInError = []byte(`{"error":{` +
	`"message":"The provider ended the answer with finish_reason \"error\".",` +
	`"type":"server_error"}}`)
