// Heartbeats: comments that keep the connection to the caller of an event
// stream alive until its answer begins (UKEMI_HEARTBEAT). The first one sends
// the status 200, so that a later failure becomes an error event.

package edge

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

const keepAlive = ": keep-alive\n\n"

// heartbeatBody is a body that begins before its answer.
type heartbeatBody struct {
	x       *exchange
	ticker  *time.Ticker
	results <-chan result
	out     []byte        // to be delivered
	body    io.ReadCloser // of the answer, once it began
	err     error         // with which this body ends, if there is no answer
}

// result is how an exchange ended.
type result struct {
	response *http.Response
	err      error
}

// heartbeatInterval returns the time between two comments, 0 for none. Only
// event streams have comments.
func (x *exchange) heartbeatInterval() time.Duration {
	if !x.body.streams {
		return 0
	}
	switch api.Lookup(x.req.Method, x.req.URL.Path).Dialect {
	case api.OpenAI, api.Responses, api.Anthropic:
	case api.Gemini:
		if x.req.URL.Query().Get("alt") != "sse" {
			return 0
		}
	default:
		return 0
	}
	return time.Duration(x.call.Policy.Heartbeat) * time.Millisecond
}

// runWithHeartbeat returns a response after one interval at the latest.
func (x *exchange) runWithHeartbeat(interval time.Duration) (*http.Response, error) {
	results := make(chan result, 1)
	go func() {
		response, err := x.run()
		results <- result{response, err}
	}()
	ticker := time.NewTicker(interval)
	select {
	case r := <-results:
		ticker.Stop()
		return r.response, r.err
	case <-ticker.C:
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		ContentLength: -1, Request: x.req,
		Header: http.Header{"Content-Type": {"text/event-stream"}, "Cache-Control": {"no-cache"}},
		Body:   &heartbeatBody{x: x, ticker: ticker, results: results, out: []byte(keepAlive)},
	}, nil
}

// Read returns a comment, or bytes of the answer.
func (h *heartbeatBody) Read(p []byte) (int, error) {
	for len(h.out) == 0 {
		switch {
		case h.body != nil:
			return h.body.Read(p)
		case h.err != nil:
			return 0, h.err
		}
		select {
		case r := <-h.results:
			h.ticker.Stop()
			h.finish(r)
		case <-h.ticker.C:
			h.out = []byte(keepAlive)
		}
	}
	n := copy(p, h.out)
	h.out = h.out[n:]
	return n, nil
}

// finish goes on with the result of the exchange: a stream follows as it is,
// any other body becomes one event.
func (h *heartbeatBody) finish(r result) {
	if r.err != nil {
		h.err = r.err
		return
	}
	h.err = io.EOF
	if strings.HasPrefix(r.response.Header.Get("Content-Type"), "text/event-stream") {
		h.body = r.response.Body
		return
	}
	body, err := io.ReadAll(r.response.Body)
	_ = r.response.Body.Close()
	if err != nil {
		h.err = err
		return
	}
	if r.response.StatusCode >= 400 {
		dialect := api.Lookup(h.x.req.Method, h.x.req.URL.Path).Dialect
		h.out = stream.New(dialect, stream.Options{}).ErrorEvent(r.response.StatusCode, body)
		return
	}
	lines := bytes.ReplaceAll(bytes.TrimSpace(body), []byte("\n"), []byte("\ndata: "))
	h.out = []byte("data: " + string(lines) + "\n\n")
}

// Close ends the exchange. The upstream stops when the request's context ends.
func (h *heartbeatBody) Close() error {
	h.ticker.Stop()
	if h.body != nil {
		return h.body.Close()
	}
	go func() {
		if r := <-h.results; r.response != nil {
			_ = r.response.Body.Close()
		}
	}()
	return nil
}
