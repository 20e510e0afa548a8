// OpenAI's chat completions and completions, and all who speak like them:
// Azure, OpenRouter, Groq, vLLM, llama.cpp's server …

package stream

// readOpenAI reads a chunk, or a whole answer sent in place of chunks. Azure's
// first chunk and the last one with the usage have no choices.
func readOpenAI(m *meaning, v value) {
	m.id = v.get("id")
	choices := v.get("choices")
	m.unread = choices == nil && v.get("usage") == nil && !v.get("type").is("ping") && !v.isError()
	for c := choices.each(); c.next(); {
		readChoice(m, c.val)
	}
	if choices.allFailed() {
		m.failure = endedInError
		if e := v.get("error"); e.tells() {
			m.failure = e
		} else if e := firstError(choices); e.tells() {
			m.failure = e
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
	others := bit != 1 || c.get("logprobs").some()
	for _, key := range [...]string{"delta", "message"} {
		for d := c.get(key).each(); d.next(); {
			others = m.take(d.key, d.val, "content") || others
		}
	}
	if text := c.get("text"); text.some() {
		m.take([]byte("text"), text, "text")
	}
	if others && m.content {
		m.text = nil
	}
}

// take takes one part of a choice: its text, or whatever else is there. It
// reports whether it is content of another kind: tool calls, reasoning, audio.
func (m *meaning) take(key []byte, v value, text string) (other bool) {
	if string(key) == "role" || !v.some() {
		return false
	}
	m.content = true
	if string(key) != text || !v.opens('"') {
		return true
	}
	m.text = v
	return false
}

var endedInError = []byte(`{"error":{"message":"The provider ended the answer with finish_reason \"error\".","type":"server_error"}}`)
