// Good answers: what the provider says when it does not misbehave.

package wall

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Words is the canonical answer, one token a word.
var Words = strings.SplitAfter("The art of falling is to roll, and to stand again where others lie down.", " ")

// ok answers in the shape of the path that was called.
func ok(rw http.ResponseWriter, r *http.Request, c call) {
	rw.Header().Set("x-request-id", "req_wall_ok")
	switch {
	case strings.HasSuffix(r.URL.Path, "/embeddings"):
		writeJSON(rw, 200, map[string]any{"object": "list", "model": c.model, "data": []any{map[string]any{"object": "embedding", "index": 0, "embedding": []float64{0.25, -0.5, 0.75}}}, "usage": map[string]int{"prompt_tokens": 3, "total_tokens": 3}})
	case strings.HasSuffix(r.URL.Path, "/messages"):
		writeJSON(rw, 200, map[string]any{"id": "msg_wall", "type": "message", "role": "assistant", "model": c.model, "content": []any{map[string]any{"type": "text", "text": strings.Join(Words, "")}}, "stop_reason": "end_turn", "stop_sequence": nil, "usage": map[string]int{"input_tokens": 3, "output_tokens": len(Words)}})
	case c.stream:
		streamed(rw, c)
	default:
		writeJSON(rw, 200, map[string]any{"id": "chatcmpl-wall", "object": "chat.completion", "created": 1767225600, "model": c.model,
			"choices": []any{map[string]any{"index": 0, "message": map[string]any{"role": "assistant", "content": strings.Join(Words, ""), "refusal": nil}, "logprobs": nil, "finish_reason": "stop"}},
			"usage":   map[string]int{"prompt_tokens": 3, "completion_tokens": len(Words), "total_tokens": 3 + len(Words)}})
	}
}

// streamed answers with one event a word.
func streamed(rw http.ResponseWriter, c call) {
	rw.Header().Set("content-type", "text/event-stream")
	rw.Header().Set("cache-control", "no-cache")
	event := func(delta map[string]any, finish any) {
		data, _ := json.Marshal(map[string]any{"id": "chatcmpl-wall", "object": "chat.completion.chunk", "created": 1767225600, "model": c.model,
			"choices": []any{map[string]any{"index": 0, "delta": delta, "finish_reason": finish}}})
		fmt.Fprintf(rw, "data: %s\n\n", data)
		_ = http.NewResponseController(rw).Flush()
	}
	event(map[string]any{"role": "assistant", "content": ""}, nil)
	for _, w := range Words {
		event(map[string]any{"content": w}, nil)
	}
	event(map[string]any{}, "stop")
	_, _ = io.WriteString(rw, "data: [DONE]\n\n")
}

// zipped answers with a gzip body whatever the caller accepts.
func zipped(status int) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		rec := &recorder{header: http.Header{}}
		if status == 200 {
			ok(rec, r, c)
		} else {
			openAIError(rec, status, "server_error", "", "The server had an error while processing your request.")
		}
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(rec.body.Bytes())
		_ = z.Close()
		for name, values := range rec.header {
			rw.Header()[name] = values
		}
		rw.Header().Set("content-encoding", "gzip")
		rw.WriteHeader(status)
		_, _ = rw.Write(out.Bytes())
	}
}

// recorder keeps an answer so that it can be compressed.
type recorder struct {
	header http.Header
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(int)             {}
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
