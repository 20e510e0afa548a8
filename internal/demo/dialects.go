// The parts of a streamed answer in the dialect of the request's path: chat
// completions, OpenAI's Responses and Anthropic's messages. Gemini's is in
// places.go.

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
	if strings.HasSuffix(r.URL.Path, "/responses") {
		return responses{}
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

type responses struct{}

func (responses) named(o object) string { return "event: " + o["type"].(string) + "\n" + event(o) }

// item is the message of which an answer consists.
func (responses) item(status string, content ...any) object {
	return object{"id": "msg_demo", "type": "message", "role": "assistant", "status": status, "content": content}
}

func (s responses) begin(model string) string {
	return s.named(object{
		"type":     "response.created",
		"response": object{"id": "resp_demo", "model": model, "status": "in_progress", "error": nil},
	}) +
		s.named(object{"type": "response.output_item.added", "output_index": 0, "item": s.item("in_progress")})
}

func (s responses) content(_, text string) string {
	return s.named(object{
		"type": "response.output_text.delta", "item_id": "msg_demo", "output_index": 0, "content_index": 0, "delta": text,
	})
}

// finish is the item and the terminator, since both have the whole text.
func (s responses) finish(model string, n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteString(Words[i%len(Words)])
	}
	item := s.item("completed", object{"type": "output_text", "text": text.String(), "annotations": []any{}})
	return s.named(object{"type": "response.output_item.done", "output_index": 0, "item": item}) +
		s.named(object{
			"type": "response.completed",
			"response": object{"id": "resp_demo", "model": model, "status": "completed", "output": []any{item},
				"usage": object{"input_tokens": 3, "output_tokens": n, "total_tokens": 3 + n}},
		})
}

func (responses) end() string { return "" }

func (s responses) fail(typ, code, message string) string {
	if code == "" {
		code = typ
	}
	return s.named(object{
		"type":     "response.failed",
		"response": object{"id": "resp_demo", "status": "failed", "error": object{"code": code, "message": message}},
	})
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
