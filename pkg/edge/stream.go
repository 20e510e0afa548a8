// A streamed answer on its way: read by the core's watcher before its first
// byte goes out and after, a chunk at a time, so that a slow reader slows the
// upstream down.

package edge

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// watched is the body of a streamed answer: what the watcher lets through.
type watched struct {
	x      *exchange
	ctx    context.Context // of the attempt
	timer  *time.Timer     // ends the attempt when it has been silent for too long
	source io.ReadCloser
	head   *classify.Response // of the answer
	state  stream.State
	chunk  []byte
	read   error  // with which the source ended
	out    []byte // to be delivered
	done   bool   // the answer is complete
	fault  *stream.Fault
	end    error // with which this body ends
}

const (
	chunkSize = 16 << 10
	// finishGrace is how long a whole answer is waited upon for its usage and
	// terminator.
	finishGrace = 2 * time.Second
	// drainTime is how long a complete stream may take to end, so that its
	// connection can be used again.
	drainTime = time.Second
)

// watch reads a streamed answer until it has begun, or has failed like an
// answer with an error's status.
func (x *exchange) watch(a attempt, ctx context.Context, timer *time.Timer) attempt {
	h := a.response.Header
	w := &watched{x: x, ctx: ctx, timer: timer, source: a.response.Body, chunk: make([]byte, chunkSize), state: x.watcher()}
	w.head = &classify.Response{Status: a.response.StatusCode, Headers: toHeaders(h), Now: classify.Millis(x.t.now().UnixMilli())}
	if strings.EqualFold(h.Get("content-encoding"), "gzip") {
		w.source = &gunzip{ReadCloser: w.source}
	}
	for w.fault == nil && !w.done && w.end == nil && !w.state.Started() {
		w.advance()
	}
	if w.fault != nil && !w.state.Started() {
		a.outcome = core.Attempt{Response: w.head, Broken: &core.Broken{Fault: *w.fault}}
		return a
	}
	for _, name := range [...]string{"Content-Length", "Content-Encoding", "Etag"} {
		h.Del(name)
	}
	a.response.ContentLength, a.response.Body, a.stream = -1, w, w
	return a
}

// watcher is the state before the first chunk of an attempt.
func (x *exchange) watcher() stream.State {
	if x.resume != nil {
		return *x.resume
	}
	s := stream.New(stream.DialectOf(x.req.URL.Path))
	if p := x.call.Policy; p.Resume != retry.ResumeNever && x.body.replayable && p.Resumes(core.Deterministic(x.body.kept)) {
		s = s.Record()
	}
	return s
}

// advance by one chunk, or by the end of the stream.
func (w *watched) advance() {
	var a stream.Actions
	if w.read == nil {
		var n int
		w.await()
		n, w.read = w.source.Read(w.chunk)
		w.state, a = w.state.Feed(w.chunk[:n])
	} else if how := w.ending(); how == stream.Canceled {
		w.end = context.Cause(w.x.req.Context())
		w.x.reportStream()
	} else {
		w.state, a = w.state.End(how)
	}
	if len(w.out) == 0 {
		w.out = a.Deliver
	} else {
		w.out = append(w.out[:len(w.out):len(w.out)], a.Deliver...)
	}
	w.done, w.fault = a.Done, a.Fault
}

// await sets the timer for the next chunk. Until the answer is announced, the
// attempt's own runs on.
func (w *watched) await() {
	switch {
	case w.state.Finished():
		w.timer.Reset(min(w.patience(), finishGrace))
	case w.state.Opened() || w.state.Started():
		w.timer.Reset(w.patience())
	}
}

// patience with the silence between two chunks.
func (w *watched) patience() time.Duration {
	return time.Duration(w.x.call.Policy.StreamIdleTimeout) * time.Millisecond
}

// ending tells how the source ended.
func (w *watched) ending() stream.Ending {
	switch {
	case w.x.req.Context().Err() != nil:
		return stream.Canceled
	case context.Cause(w.ctx) == errSilent:
		return stream.Stalled
	case w.read == io.EOF:
		return stream.Ended
	}
	return stream.Cut
}

// Read what may be delivered.
func (w *watched) Read(p []byte) (int, error) {
	for len(w.out) == 0 {
		switch {
		case w.end != nil:
			return 0, w.end
		case w.done:
			w.finish()
		case w.fault != nil:
			w.broken()
		case w.x.call.Policy.Stream == retry.Peek:
			return w.peeked(p)
		default:
			w.advance()
		}
	}
	w.timer.Stop() // the reader's time is not the upstream's
	n := copy(p, w.out)
	w.out = w.out[n:]
	return n, nil
}

// peeked reads on without a look; a silence ends it all the same.
func (w *watched) peeked(p []byte) (int, error) {
	if w.out = w.state.Pending(); len(w.out) > 0 {
		w.state = stream.State{}
		n := copy(p, w.out)
		w.out = w.out[n:]
		return n, nil
	}
	if w.read == nil {
		var n int
		w.timer.Reset(w.patience())
		n, w.read = w.source.Read(p)
		w.timer.Stop() // as in Read
		return n, nil
	}
	return 0, w.read
}

// finish a complete answer. What the upstream still sends is nobody's.
func (w *watched) finish() {
	w.end = io.EOF
	w.x.reportStream()
	w.timer.Reset(drainTime)
	go func(source io.ReadCloser) {
		_, _ = io.CopyN(io.Discard, source, 64<<10)
		_ = source.Close()
	}(w.source)
}

// broken takes the answer up with another attempt, or ends it with an error.
func (w *watched) broken() {
	x, fault := w.x, *w.fault
	w.fault = nil
	_ = w.source.Close()
	x.begun, x.broke, x.resume = true, x.t.now(), nil
	if w.state.Resumable() && !fault.Differs {
		replay := w.state.Replay()
		x.resume = &replay
	}
	answer, err := x.settle(attempt{outcome: core.Attempt{Response: w.head, Broken: &core.Broken{Fault: fault, Events: w.state.Contents()}}})
	if answer == nil && err == nil {
		answer, err = x.run()
	}
	switch {
	case err != nil:
		w.end = err
	case x.last.Verdict == nil:
		*w = *answer.Body.(*watched)
	default:
		w.out, w.end = w.state.Error(x.last.Answer.Status, x.last.Answer.Body), io.EOF
	}
}

// Close ends the attempt; the upstream stops.
func (w *watched) Close() error {
	if w.end == nil {
		w.end = http.ErrBodyReadAfterClose
		w.x.reportStream()
	}
	return w.source.Close()
}

// reportStream reports a stream that was delivered, as far as it was read.
func (x *exchange) reportStream() {
	if len(x.call.State.Attempts) == 0 {
		x.t.reportPlain(x.req, &http.Response{StatusCode: http.StatusOK}, x.elapsed())
		return
	}
	x.report(http.StatusOK)
}

// differs: an answer that is no stream cannot take one up.
func (a attempt) differs() attempt {
	a.outcome.Plain, a.outcome.Broken = false, &core.Broken{Fault: stream.Differs()}
	return a
}

// gunzip decompresses a stream as it comes.
type gunzip struct {
	io.ReadCloser
	z *gzip.Reader
}

func (g *gunzip) Read(p []byte) (n int, err error) {
	if g.z == nil {
		if g.z, err = gzip.NewReader(g.ReadCloser); err != nil {
			return 0, err
		}
	}
	return g.z.Read(p)
}
