// Scripted streams: what a step of the kind is made of. streams.go has the
// misbehaviors; a good stream is one of these as well.

package wall

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// streaming is a stream under way.
type streaming struct {
	rw   http.ResponseWriter
	r    *http.Request
	c    call
	sent int // tokens so far
}

// act is one thing that a scripted stream does. Where it returns false the
// stream ends there.
type act func(*streaming) bool

// stream plays acts one after another, then ends the answer.
func stream(acts ...act) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		s := &streaming{rw: rw, r: r, c: c}
		for _, do := range acts {
			if !do(s) {
				return
			}
		}
	}
}

// headers go out at once.
func headers(s *streaming) bool {
	s.rw.Header().Set("content-type", "text/event-stream")
	s.rw.Header().Set("cache-control", "no-cache")
	s.rw.Header().Set("x-request-id", "req_wall_ok")
	return s.flush()
}

// role is the first event of OpenAI's dialect, which bears no text.
func role(s *streaming) bool {
	return headers(s) && s.event(map[string]any{"role": "assistant", "content": ""}, nil)
}

// tokens are the next n words of the canonical answer, over and over.
func tokens(n int) act {
	return func(s *streaming) bool {
		for range n {
			if !s.event(map[string]any{"content": Words[s.sent%len(Words)]}, nil) {
				return false
			}
			s.sent++
		}
		return true
	}
}

// finish says that the answer is complete.
func finish(s *streaming) bool { return s.event(map[string]any{}, "stop") }

// done is the stream's end mark.
func done(s *streaming) bool { return raw("data: [DONE]\n\n")(s) }

// raw sends bytes as they are.
func raw(text string) act {
	return func(s *streaming) bool {
		_, err := io.WriteString(s.rw, text)
		return err == nil && s.flush()
	}
}

// pause is silence for d, or for what x-wall-ms says.
func pause(d time.Duration) act {
	return func(s *streaming) bool { return s.c.pause(s.r.Context(), d) }
}

// cut breaks the connection off.
func cut(s *streaming) bool {
	reset(s.rw, s.r, s.c)
	return false
}

// event in the form of OpenAI's chat completions.
func (s *streaming) event(delta map[string]any, finish any) bool {
	data, _ := json.Marshal(map[string]any{"id": "chatcmpl-wall", "object": "chat.completion.chunk", "created": 1767225600, "model": s.c.model,
		"choices": []any{map[string]any{"index": 0, "delta": delta, "finish_reason": finish}}})
	_, err := fmt.Fprintf(s.rw, "data: %s\n\n", data)
	return err == nil && s.flush()
}

func (s *streaming) flush() bool { return http.NewResponseController(s.rw).Flush() == nil }
