// The parts of a streamed answer in the dialect of the request's path: chat
// completions and Anthropic's messages. Gemini's is in places.go.

package demo

import (
	"encoding/json"
	"net/http"
	"strings"
)

// dialect writes the parts of a stream.
type dialect interface {
	begin(model string) string             // the events before the first content
	content(model, text string) string     // an event with content
	finish(model string, n int) string     // the finish of an answer of n tokens
	end() string                           // the terminator
	fail(typ, code, message string) string // an in-band error
}

// dialectOf returns the dialect of a path.
func dialectOf(r *http.Request) dialect {
	if strings.HasSuffix(r.URL.Path, "/messages") {
		return messages{}
	}
	if r.PathValue("call") != "" {
		return gemini{}
	}
	return chat{}
}

type object = map[string]any

type chat struct{}

func (chat) chunk(model string, delta object, finish any) string {
	return event(object{"id": "chatcmpl-demo", "object": "chat.completion.chunk", "created": 1767225600, "model": model,
		"choices": []any{object{"index": 0, "delta": delta, "finish_reason": finish}}})
}

func (c chat) begin(model string) string {
	return c.chunk(model, object{"role": "assistant", "content": ""}, nil)
}

func (c chat) content(model, text string) string { return c.chunk(model, object{"content": text}, nil) }

func (c chat) finish(model string, _ int) string { return c.chunk(model, object{}, "stop") }

func (chat) end() string { return "data: [DONE]\n\n" }

func (chat) fail(typ, code, message string) string {
	return event(object{"error": object{"message": message, "type": typ, "param": nil, "code": orNull(code)}})
}

type messages struct{}

func (messages) named(o object) string { return "event: " + o["type"].(string) + "\n" + event(o) }

func (m messages) begin(model string) string {
	return m.named(object{
		"type": "message_start",
		"message": object{"id": "msg_demo", "type": "message", "role": "assistant", "model": model,
			"content": []any{}, "stop_reason": nil, "stop_sequence": nil,
			"usage": object{"input_tokens": 3, "output_tokens": 0}},
	}) +
		m.named(object{"type": "content_block_start", "index": 0, "content_block": object{"type": "text", "text": ""}}) +
		m.named(object{"type": "ping"})
}

func (m messages) content(_, text string) string {
	return m.named(object{"type": "content_block_delta", "index": 0, "delta": object{"type": "text_delta", "text": text}})
}

func (m messages) finish(_ string, n int) string {
	return m.named(object{"type": "content_block_stop", "index": 0}) +
		m.named(object{
			"type":  "message_delta",
			"delta": object{"stop_reason": "end_turn", "stop_sequence": nil},
			"usage": object{"output_tokens": n},
		})
}

func (m messages) end() string { return m.named(object{"type": "message_stop"}) }

func (m messages) fail(_, code, message string) string {
	typ := "api_error"
	if code == "overloaded" {
		typ, message = "overloaded_error", "Overloaded"
	}
	return m.named(object{"type": "error", "error": object{"type": typ, "message": message}})
}

// event returns an event whose data is JSON.
func event(o object) string {
	text, _ := json.Marshal(o)
	return "data: " + string(text) + "\n\n"
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
