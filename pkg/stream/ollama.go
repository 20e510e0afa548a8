// Ollama's own API and llama.cpp's: an event is a step, the last one says done
// (Ollama) or stop (llama.cpp).

package stream

// readOllama reads one step of /api/chat, /api/generate or /completion.
func readOllama(m *meaning, v value) {
	m.opened = 1
	if string(v.get("done")) == "true" || string(v.get("stop")) == "true" {
		m.finished = 1
	}
	message := v.get("message")
	other := message.get("tool_calls").some() || message.get("thinking").some() || v.get("thinking").some()
	for _, text := range [...]value{message.get("content"), v.get("response"), v.get("content")} {
		if text.some() && text.opens('"') {
			m.content, m.text = true, text
		}
	}
	if other {
		m.content, m.text = true, nil
	}
	known := false
	for _, name := range [...]string{"done", "stop", "message", "response", "content", "thinking"} {
		known = known || v.get(name) != nil
	}
	m.unread = !known && !v.isError()
}
