// Successes.

package demo

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"maps"
	"net/http"
	"strings"
)

// Words is the text of every success; a word is a token.
var Words = strings.SplitAfter("The art of falling is to roll, and to stand again where others lie down.", " ")

// ok answers in the shape of the path that was called.
func ok(rw http.ResponseWriter, r *http.Request, c call) {
	rw.Header().Set("x-request-id", "req_demo_ok")
	switch answer := shaped(r, c); {
	case c.stream:
		stream(role, tokens(len(Words)), finish, done)(rw, r, c)
	case answer != nil:
		writeJSON(rw, 200, answer)
	case strings.HasSuffix(r.URL.Path, "/embeddings"):
		writeJSON(rw, 200, map[string]any{
			"object": "list",
			"model":  c.model,
			"data":   []any{map[string]any{"object": "embedding", "index": 0, "embedding": []float64{0.25, -0.5, 0.75}}},
			"usage":  map[string]int{"prompt_tokens": 3, "total_tokens": 3},
		})
	case strings.HasSuffix(r.URL.Path, "/messages"):
		writeJSON(rw, 200, map[string]any{
			"id":            "msg_demo",
			"type":          "message",
			"role":          "assistant",
			"model":         c.model,
			"content":       []any{map[string]any{"type": "text", "text": strings.Join(Words, "")}},
			"stop_reason":   "end_turn",
			"stop_sequence": nil,
			"usage":         map[string]int{"input_tokens": 3, "output_tokens": len(Words)},
		})
	default:
		writeJSON(
			rw,
			200,
			map[string]any{"id": "chatcmpl-demo", "object": "chat.completion", "created": 1767225600, "model": c.model,
				"choices": []any{
					map[string]any{
						"index":         0,
						"message":       map[string]any{"role": "assistant", "content": strings.Join(Words, ""), "refusal": nil},
						"logprobs":      nil,
						"finish_reason": "stop",
					},
				},
				"usage": map[string]int{"prompt_tokens": 3, "completion_tokens": len(Words), "total_tokens": 3 + len(Words)}},
		)
	}
}

// otherModel names another model in its answer than the request.
func otherModel(rw http.ResponseWriter, r *http.Request, c call) {
	c.model = "demo-ok-2026-01-01"
	ok(rw, r, c)
}

// zipped compresses the answer with gzip, whether the caller accepts it or not.
func zipped(status int) step {
	plain := ok
	if status != 200 {
		plain = broken(status)
	}
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		rec := record(plain, r, c)
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(rec.body.Bytes())
		_ = z.Close()
		rec.header.Set("content-encoding", "gzip")
		rec.body = out
		rec.play(rw)
	}
}

// zstdQuota is the error of an empty account, compressed with zstd. In base64, because
// an encoder would be part of the program.
const zstdQuota = "KLUv/SCpvQMAMogZGZCnbXZNUZNgE7FvDVnLlh1nd6tj8767aAJJcpJi2W1s0MhOhQUFjI8UEURbjNTBsCBgLU" +
	"r2cwWjXTS4w3mcqwp6gt5XftWVZKkZjvG7m163dNz5+fXwaymABl/kWjcQMdip+4gEBACZ1pAJ+WchuEAGZQY="

// zstdError sends it as 429, whether the caller accepts zstd or not.
func zstdError(rw http.ResponseWriter, _ *http.Request, _ call) {
	body, _ := base64.StdEncoding.DecodeString(zstdQuota)
	rw.Header().Set("content-type", "application/json")
	rw.Header().Set("content-encoding", "zstd")
	rw.WriteHeader(429)
	_, _ = rw.Write(body)
}

// withCoding sets a content-encoding that is not the body's; "" removes it.
func withCoding(answer step, encoding string) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		rec := record(answer, r, c)
		rec.header.Del("content-encoding")
		if encoding != "" {
			rec.header.Set("content-encoding", encoding)
		}
		rec.play(rw)
	}
}

// recorder holds an answer that is changed before it is sent.
type recorder struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func record(answer step, r *http.Request, c call) *recorder {
	rec := &recorder{status: 200, header: http.Header{}}
	answer(rec, r, c)
	return rec
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) Flush()                      {}
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

func (r *recorder) play(rw http.ResponseWriter) {
	maps.Copy(rw.Header(), r.header)
	rw.WriteHeader(r.status)
	_, _ = rw.Write(r.body.Bytes())
}
