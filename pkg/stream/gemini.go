// Gemini's streamGenerateContent, as event stream (alt=sse) or as JSON array.
// It has no terminator: the last candidates bear a finishReason.

package stream

// readGemini reads one GenerateContentResponse.
func readGemini(m *meaning, v value) {
	m.id = v.get("responseId")
	candidates, feedback := v.get("candidates"), v.get("promptFeedback")
	m.unread = candidates == nil && feedback == nil && v.get("usageMetadata") == nil && !v.isError()
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
	if feedback.get("blockReason").some() {
		// The prompt was blocked: that is the answer, and it is a whole one.
		m.opened, m.finished = 1, 1
	}
}

// part of a candidate's content: text, a thought, a function's call, data.
func (m *meaning) part(p value) {
	text := p.get("text")
	if text != nil && !text.some() {
		return
	}
	m.content = m.content || p.some()
	if text.some() && !p.get("thought").some() {
		m.text = text
	}
}
