// OpenAI's chat completions and completions, and the APIs compatible with them:
// Azure, OpenRouter, Groq, vLLM, llama.cpp's server …

package stream

// readOpenAI reads a chunk, or a whole answer sent in place of chunks. Azure's
// first chunk and the last one with the usage have no choices.
func readOpenAI(m *meaning, v value) {
	var choices value
	for c := v.each(); c.next(); {
		switch string(c.key) {
		case "id":
			m.id.set(c.val)
		case "choices":
			choices.set(c.val)
		}
	}
	m.unknownShape = choices == nil && v.get("usage") == nil && !v.get("type").is("ping") && !v.isError()
	failed := false
	for c, n := choices.each(), 0; c.next(); n++ {
		failed = readChoice(m, c.val) && (failed || n == 0)
	}
	if failed { // all choices
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

// readChoice reads one choice, and reports whether it failed without content.
func readChoice(m *meaning, c value) (failed bool) {
	var index, reason, logprobs, text value
	var parts [2]value // of a chunk, and of a whole answer
	for f := c.each(); f.next(); {
		switch string(f.key) {
		case "index":
			index.set(f.val)
		case "finish_reason":
			reason.set(f.val)
		case "logprobs":
			logprobs.set(f.val)
		case "delta":
			parts[0].set(f.val)
		case "message":
			parts[1].set(f.val)
		case "text":
			text.set(f.val)
		}
	}
	bit := choice(index.int())
	m.opened |= bit
	failed = reason.is("error")
	if reason.finishes() && !failed {
		m.finished |= bit
	}
	others, before := bit != 1 || logprobs.isSet(), m.content
	m.content = false
	for _, part := range parts {
		for d := part.each(); d.next(); {
			others = m.addPart(d.key, d.val, "content") || others
		}
	}
	if text.isSet() {
		m.addPart([]byte("text"), text, "text")
	}
	failed = !m.content && (failed || c.get("error").statesError())
	if m.content = m.content || before; m.content && others {
		m.text = nil
	}
	return failed
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
