// The upstream: one answer per model, at once or at a pace.

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

const (
	answer = `{"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"ok","choices":[{"index":0,` +
		`"message":{"role":"assistant","content":"The art of falling is to roll, and to stand again where others lie ` +
		`down."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":16,"total_tokens":25}}`
	// In each refusal the parameter and the request are others, as in life.
	refusal = `{"error":{"message":"Unsupported parameter: 'max_%d' is not supported with this model. Use ` +
		`'max_completion_tokens' instead. (request %d)","type":"invalid_request_error","param":"max_%d",` +
		`"code":"unsupported_parameter"}}`
)

var refusals atomic.Int64

func serve() {
	listen(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("content-type", "application/json")
		switch {
		case bytes.Contains(body, []byte(`"model":"400"`)):
			w.WriteHeader(400)
			n := refusals.Add(1)
			_, _ = fmt.Fprintf(w, refusal, n%1000, n, n%1000)
		case bytes.Contains(body, []byte(`"model":"proven"`)):
			w.Header().Set("openai-version", "2020-10-01")
			w.Header().Set("openai-processing-ms", "412")
			w.Header().Set("x-request-id", "req_0123456789abcdef")
			_, _ = io.WriteString(w, answer)
		case bytes.Contains(body, []byte(`"model":"paced"`)):
			stream(w, r, 20*time.Millisecond, 100)
		case bytes.Contains(body, []byte(`"model":"stream"`)):
			stream(w, r, 100*time.Millisecond, 600)
		case bytes.Contains(body, []byte(`"model":"first"`)):
			stream(w, r, 20*time.Millisecond, 2)
		case bytes.Contains(body, []byte(`"model":"tokens"`)):
			stream(w, r, 0, 1000)
		default:
			_, _ = io.WriteString(w, answer)
		}
	}))
}

func stream(w http.ResponseWriter, r *http.Request, pause time.Duration, events int) {
	w.Header().Set("content-type", "text/event-stream")
	for i := range events {
		delta := fmt.Sprintf(`{"content":"word%d "}`, time.Now().UnixMicro())
		if i == 0 {
			delta = `{"role":"assistant","content":""}`
		}
		_, _ = fmt.Fprintf(
			w,
			`data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"stream",`+
				`"choices":[{"index":0,"delta":%s,"finish_reason":null}]}`+"\n\n",
			delta,
		)
		_ = http.NewResponseController(w).Flush()
		if pause > 0 && i > 0 { // the role and the first token come together
			select {
			case <-r.Context().Done():
				return
			case <-time.After(pause):
			}
		}
	}
	_, _ = io.WriteString(
		w,
		`data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"stream",`+
			`"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`+"\n\ndata: [DONE]\n\n",
	)
}
