// The APIs of Ollama and llama.cpp: an event is a step; the last one has
// done: true (Ollama) or stop: true (llama.cpp).

package stream

import (
	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// readOllama reads one step of /api/chat, /api/generate or /completion.
func readOllama(m *meaning, v value) {
	m.opened = 1
	if string(v.get("done")) == "true" || string(v.get("stop")) == "true" {
		m.finished = 1
	}
	message := v.get("message")
	other := message.get("tool_calls").isSet() || message.get("thinking").isSet() || v.get("thinking").isSet()
	for _, text := range [...]value{message.get("content"), v.get("response"), v.get("content")} {
		if text.isSet() && text.startsWith('"') {
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
	m.unknownShape = !known && !v.isError()
}

// ollamaError has the message as a string, because Ollama's clients expect one.
func ollamaError(failure value) []byte {
	o := jsonish.Begin(nil)
	o.Raw("error", string(failure.get("message")))
	o.Raw("type", string(failure.get("type")))
	o.Raw("code", string(failure.get("code")))
	return o.End()
}
