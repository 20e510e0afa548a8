// What a request's body asks for, as far as it bears on time.

package core

import (
	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// ThinksOf reports whether a JSON body asks the model to think before it
// answers: OpenAI's reasoning, Anthropic's and Gemini's thinking, Ollama's and
// Qwen's switches.
func ThinksOf(body []byte) bool {
	src := string(body)
	for _, name := range [...]string{"reasoning_effort", "reasoning", "thinking", "think", "enable_thinking", "thinkingConfig", "thinking_config"} {
		if asked(src, name) {
			return true
		}
	}
	for _, options := range append(jsonish.Members(src, "generationConfig"), jsonish.Members(src, "chat_template_kwargs")...) {
		if inner := src[options.Start:options.End]; asked(inner, "thinkingConfig") || asked(inner, "enable_thinking") {
			return true
		}
	}
	return false
}

// asked reports whether a member is there and is not switched off.
func asked(src, name string) bool {
	for _, span := range jsonish.Members(src, name) {
		switch src[span.Start:span.End] {
		case "null", "false", "0", `"none"`, `"minimal"`, `"low"`, "{}", `{"type":"disabled"}`, `{"type": "disabled"}`:
		default:
			return true
		}
	}
	return false
}
