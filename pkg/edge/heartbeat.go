// Heartbeats: comments to the caller of an event stream while its answer is
// waited for, where the deployment sends them (UKEMI_HEARTBEAT). The status has
// gone out with the first one, so a failure is then told in the stream.

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

// heartbeat is a body that begins before its answer is there.
type heartbeat struct {
	x       *exchange
	ticker  *time.Ticker
	settled <-chan settled
	out     []byte        // to be delivered
	body    io.ReadCloser // of the answer, once it is there
	end     error         // with which this body ends, where there is no answer
}

// settled is how an exchange ended.
type settled struct {
	answer *http.Response
	err    error
}

// beats is how often a call's caller gets a comment; 0 is never. Only event
// streams have comments.
func (x *exchange) beats() time.Duration {
	call := api.Lookup(x.req.Method, x.req.URL.Path)
	comments := call.Dialect == api.OpenAI || call.Dialect == api.Responses || call.Dialect == api.Anthropic ||
		call.Dialect == api.Gemini && x.req.URL.Query().Get("alt") == "sse"
	if !x.body.streams || !comments {
		return 0
	}
	return time.Duration(x.call.Policy.Heartbeat) * time.Millisecond
}

// runWithHeartbeat answers after one beat at the latest.
func (x *exchange) runWithHeartbeat(every time.Duration) (*http.Response, error) {
	done := make(chan settled, 1)
	go func() {
		answer, err := x.run()
		done <- settled{answer, err}
	}()
	ticker := time.NewTicker(every)
	select {
	case s := <-done:
		ticker.Stop()
		return s.answer, s.err
	case <-ticker.C:
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1, Request: x.req,
		Header: http.Header{"Content-Type": {"text/event-stream"}, "Cache-Control": {"no-cache"}},
		Body:   &heartbeat{x: x, ticker: ticker, settled: done, out: []byte(keepAlive)},
	}, nil
}

// Read a comment, or the answer.
func (h *heartbeat) Read(p []byte) (int, error) {
	for len(h.out) == 0 {
		switch {
		case h.body != nil:
			return h.body.Read(p)
		case h.end != nil:
			return 0, h.end
		}
		select {
		case s := <-h.settled:
			h.ticker.Stop()
			h.take(s)
		case <-h.ticker.C:
			h.out = []byte(keepAlive)
		}
	}
	n := copy(p, h.out)
	h.out = h.out[n:]
	return n, nil
}

// take what came of the exchange: a stream goes on in this one, anything else is
// one event of it.
func (h *heartbeat) take(s settled) {
	if h.end = io.EOF; s.err != nil {
		h.end = s.err
		return
	}
	if strings.HasPrefix(s.answer.Header.Get("Content-Type"), "text/event-stream") {
		h.body = s.answer.Body
		return
	}
	body, err := io.ReadAll(s.answer.Body)
	_ = s.answer.Body.Close()
	if err != nil {
		h.end = err
		return
	}
	if s.answer.StatusCode >= 400 {
		h.out = stream.New(api.Lookup(h.x.req.Method, h.x.req.URL.Path).Dialect, stream.Options{}).ErrorEvent(s.answer.StatusCode, body)
		return
	}
	h.out = []byte("data: " + string(bytes.ReplaceAll(bytes.TrimSpace(body), []byte("\n"), []byte("\ndata: "))) + "\n\n")
}

// Close ends the exchange; the upstream stops when the request's context ends.
func (h *heartbeat) Close() error {
	h.ticker.Stop()
	if h.body != nil {
		return h.body.Close()
	}
	go func() {
		if s, late := <-h.settled, true; late && s.answer != nil {
			_ = s.answer.Body.Close()
		}
	}()
	return nil
}
