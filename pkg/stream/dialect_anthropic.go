// Anthropic's messages: every event names its type, and the answer is made of
// blocks.

package stream

// readAnthropic reads an event. One of an unknown type has no content.
func readAnthropic(m *meaning, v value) {
	switch string(v.get("type").word()) {
	case "message_start":
		m.opened = 1
	case "content_block_start":
		// A tool's name counts, because a tool without arguments has no deltas.
		kind := v.get("content_block").get("type")
		m.content = kind.isSet() && !kind.is("text") && !kind.is("thinking")
	case "content_block_delta":
		delta := v.get("delta")
		m.content, m.opened = true, 1
		if delta.get("type").is("text_delta") && string(v.get("index")) == "0" {
			m.text = delta.get("text")
		}
	case "content_block_stop":
		m.notComparable = true
	case "message_delta":
		if v.get("delta").get("stop_reason").finishes() {
			m.finished = 1
		}
	case "message_stop":
		m.terminates = true
	case "message": // a whole answer in place of events
		m.content, m.opened, m.finished = true, 1, 1
	case "":
		m.unknownShape = !v.isError()
	case "ping", "error":
	default:
		m.unknownType = true
	}
}
