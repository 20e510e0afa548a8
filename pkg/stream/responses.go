// OpenAI's Responses: every event names its type.

package stream

import "strings"

// readResponses reads an event. What only tells of progress does not commit.
// An answer is never taken up in the middle: its last event repeats all of it
// under the ids of its own stream.
func readResponses(m *meaning, v value) {
	m.sequence, m.settled = v.get("sequence_number").int(), true
	kind := string(v.get("type").word())
	switch kind {
	case "response.failed":
		m.failure = v
		if e := v.get("response").get("error"); e.some() {
			m.failure = e
		}
	case "response.completed", "response.incomplete", "response.cancelled":
		m.finished, m.end = 1, true
	case "response.done":
		m.end = true
	case "":
		// A whole answer in place of events.
		if m.unread = !v.get("status").some() && !v.isError(); !m.unread {
			m.content, m.finished = !v.isError(), 1
		}
	case "ping", "error":
	default:
		m.content = strings.HasSuffix(kind, ".delta") || strings.HasSuffix(kind, ".partial_image")
		m.foreign = !strings.HasPrefix(kind, "response.")
	}
	if strings.HasPrefix(kind, "response.") || kind == "" && !m.unread {
		m.opened = 1
	}
}
