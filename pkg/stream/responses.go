// OpenAI's Responses: every event names its type.

package stream

import "strings"

// readResponses reads an event. What only tells of progress does not commit.
// An answer is never taken up in the middle: its last event repeats all of it
// under the ids of its own stream.
func readResponses(m *meaning, v value) {
	m.sequence, m.settled, m.opened = v.get("sequence_number").int(), true, 1
	kind := string(v.get("type").word())
	switch kind {
	case "response.failed":
		m.failure = v
		if e := v.get("response").get("error"); e.some() {
			m.failure = e
		}
	case "response.completed", "response.incomplete", "response.cancelled":
		m.finished = 1
	case "":
		// A whole answer in place of events.
		if status := v.get("status"); status.some() {
			m.finished = 1
		}
	default:
		m.content = strings.HasSuffix(kind, ".delta") || strings.HasSuffix(kind, ".partial_image")
	}
}
