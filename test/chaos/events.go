// The provider's streams: events of any length, in any spelling, and what may
// happen between them.

package main

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// stream answers in events.
func (c *chance) stream() {
	c.w.Header().Set("content-type", "text/event-stream")
	events := c.events()
	at := c.IntN(len(events))
	before, after := strings.Join(events[:at], ""), strings.Join(events[at:], "")
	newline := "\n"
	if c.IntN(4) == 0 {
		newline = "\r\n"
	}
	send := func(text string) { c.write(strings.ReplaceAll(text, "\n", newline)) }
	switch c.IntN(16) {
	case 0:
		send(before)
		c.cut()
	case 1:
		send(before + after[:c.IntN(len(after))]) // in the middle of an event
		c.cut()
	case 2:
		send(before) // and ends as if that were all
	case 3:
		send(before)
		if c.IntN(4) > 0 { // rare, because it takes its time
			c.cut()
		}
		<-c.r.Context().Done()
	case 4:
		send(before + "data: " + damaged + "\n\n" + after)
	case 5:
		send(
			before + "data: {\"error\":{\"message\":\"The server had an error.\",\"type\":\"server_error\"," +
				"\"code\":null}}\n\ndata: [DONE]\n\n",
		)
	case 6:
		send(strings.Join(events[:len(events)-1], "")) // no [DONE]
	case 7:
		send(before + endsEarly + "\n\ndata: [DONE]\n\n")
	case 8:
		send(before + ": keep-alive\n\n" + after)
	default:
		send(before + after)
	}
}

const (
	// damaged is an event that no client could read; it goes on as it came.
	damaged = `{"choices":[{"delta":{"cont`
	// endsEarly marks a [DONE] without a finish as the provider's own.
	endsEarly = ": the provider ends it here"
)

// events of the whole answer: role, content in tokens of any length, finish,
// perhaps usage, [DONE].
func (c *chance) events() []string {
	event := func(choices, more string) string {
		return `data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"chaos",` +
			`"choices":[` + choices + `]` + more + "}\n\n"
	}
	list := []string{event(`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}`, "")}
	for rest := c.text; rest != ""; {
		n := 0
		for range 1 + c.IntN(8) {
			_, size := utf8.DecodeRuneInString(rest[n:])
			n += size
		}
		token, _ := json.Marshal(rest[:n])
		list = append(list, event(`{"index":0,"delta":{"content":`+string(token)+`},"finish_reason":null}`, ""))
		rest = rest[n:]
	}
	list = append(list, event(`{"index":0,"delta":{},"finish_reason":"stop"}`, ""))
	if c.IntN(2) == 0 {
		list = append(list, event("", `,"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}`))
	}
	return append(list, "data: [DONE]\n\n")
}
