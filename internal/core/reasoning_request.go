// Whether a request asks for reasoning, which delays the first event.

package core

import (
	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// AsksToThink reports whether a JSON body asks the model to think before it
// answers: OpenAI's reasoning, Anthropic's and Gemini's thinking, Ollama's and
// Qwen's switches.
func AsksToThink(body []byte) bool {
	src := string(body)
	for _, name := range [...]string{
		"reasoning_effort", "reasoning", "thinking", "think", "enable_thinking", "thinkingConfig", "thinking_config",
	} {
		if isEnabled(src, name) {
			return true
		}
	}
	inner := append(jsonish.Members(src, "generationConfig"), jsonish.Members(src, "chat_template_kwargs")...)
	for _, span := range inner {
		options := src[span.Start:span.End]
		if isEnabled(options, "thinkingConfig") || isEnabled(options, "enable_thinking") {
			return true
		}
	}
	return false
}

// isEnabled reports whether a member is present and not switched off.
func isEnabled(src, name string) bool {
	for _, span := range jsonish.Members(src, name) {
		switch src[span.Start:span.End] {
		case "null", "false", "0", `"none"`, `"minimal"`, `"low"`, "{}", `{"type":"disabled"}`, `{"type": "disabled"}`:
		default:
			return true
		}
	}
	return false
}
