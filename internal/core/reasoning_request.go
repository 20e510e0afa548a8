// Whether a request asks for reasoning, which delays the first event.

package core

// askToThink reports whether a body asks the model to think before it
// answers: OpenAI's reasoning, Anthropic's and Gemini's thinking, Ollama's and
// Qwen's switches.
func (m members) askToThink() bool {
	for _, name := range [...]string{
		"reasoning_effort", "reasoning", "thinking", "think", "enable_thinking", "thinkingConfig", "thinking_config",
	} {
		if m.isEnabled(name) {
			return true
		}
	}
	for _, inner := range append(m.values("generationConfig"), m.values("chat_template_kwargs")...) {
		if options := membersOf(inner); options.isEnabled("thinkingConfig") || options.isEnabled("enable_thinking") {
			return true
		}
	}
	return false
}

// isEnabled reports whether a member is present and not switched off.
func (m members) isEnabled(name string) bool {
	for _, value := range m.values(name) {
		switch value {
		case "null", "false", "0", `"none"`, `"minimal"`, `"low"`, "{}", `{"type":"disabled"}`, `{"type": "disabled"}`:
		default:
			return true
		}
	}
	return false
}
