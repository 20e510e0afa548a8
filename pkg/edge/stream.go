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

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// watched is the body of a streamed answer: the bytes that the watcher lets
// through.
type watched struct {
	x      *exchange
	ctx    context.Context // of the attempt
	timer  *time.Timer     // ends the attempt when it has been silent for too long
	source io.ReadCloser
	head   *classify.Response // of the answer
	state  stream.State
	chunk  []byte
	ahead  chan reading // a read that is under way; nil when none is
	alive  bool         // bytes came
	read   error        // with which the source ended
	out    []byte       // to be delivered
	done   bool         // the answer is complete
	peeks  bool         // the rest is copied without a look
	fault  *stream.Error
	end    error // with which this body ends
	// finishedAt is when the last event came that was more than a sign of life,
	// and signs counts those, once the answer is finished.
	finishedAt time.Time
	signs      int
}

// reading is what one read brought.
type reading struct {
	n   int
	err error
}

const (
	chunkSize = 16 << 10
	// holdTime is how long something is held before the first content. Then it
	// goes out, so that the caller and the proxies between see that the stream is
	// alive.
	holdTime = 2 * time.Second
	// finishIdle is how long a finished answer may be silent, pings aside, before
	// its stream is taken for a forgotten one.
	finishIdle = time.Minute
)

// watch reads a streamed answer until it has begun, or has failed like an
// answer with an error's status.
func (x *exchange) watch(a attempt, ctx context.Context, timer *time.Timer) attempt {
	h := a.response.Header
	w := &watched{x: x, ctx: ctx, timer: timer, source: a.response.Body, chunk: make([]byte, chunkSize), state: x.watcher()}
	w.head = &classify.Response{Status: a.response.StatusCode, Headers: nethttp.Headers(h), Now: classify.Millis(x.t.now().UnixMilli())}
	if strings.EqualFold(h.Get("content-encoding"), "gzip") {
		w.source = &gunzip{ReadCloser: w.source}
	}
	w.open()
	if w.fault != nil && !w.state.Started() {
		a.outcome = core.Attempt{Response: w.head, StreamError: w.fault}
		return a
	}
	if w.state.Started() {
		a.outcome.FirstContent = classify.Millis(x.t.now().Sub(x.sent).Milliseconds())
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
	p := x.call.Policy
	return stream.New(api.Lookup(x.req.Method, x.req.URL.Path).Dialect, stream.Options{
		MaxHeld: p.MaxHeld,
		Record:  p.Resume != retry.ResumeNever && x.body.replayable && p.Resumes(core.IsDeterministic(x.body.kept)),
	})
}

// open reads until the answer has begun or has failed, or something of it goes
// out because it has been held for holdTime.
func (w *watched) open() {
	var late <-chan time.Time
	for w.fault == nil && !w.done && w.end == nil && !w.state.Started() && len(w.out) == 0 {
		if late == nil && w.state.HasHeld() {
			timer := time.NewTimer(holdTime)
			defer timer.Stop()
			late = timer.C
		}
		if late != nil && w.read == nil {
			w.readAhead()
			select {
			case r := <-w.ahead:
				w.ahead <- r
			case <-late: // a preamble is taken for a beginning
				w.take(w.state.Release())
				return
			}
		}
		w.advance()
	}
}

// readAhead begins a read, for a caller that has more than this to wait for.
func (w *watched) readAhead() {
	if w.ahead != nil {
		return
	}
	w.await()
	w.ahead = make(chan reading, 1)
	go func(to chan<- reading, source io.Reader, chunk []byte) {
		n, err := source.Read(chunk)
		to <- reading{n, err}
	}(w.ahead, w.source, w.chunk)
}

// advance by one chunk, or by the end of the stream.
func (w *watched) advance() {
	if w.read != nil {
		how := w.ending()
		if how == stream.CallerCanceled {
			w.end = context.Cause(w.x.req.Context())
			w.x.reportStream()
			return
		}
		w.take(w.state.End(how))
		return
	}
	var r reading
	if w.ahead != nil {
		r, w.ahead = <-w.ahead, nil
	} else {
		w.await()
		r.n, r.err = w.source.Read(w.chunk)
	}
	w.read, w.alive = r.err, w.alive || r.n > 0
	w.take(w.state.Feed(w.chunk[:r.n]))
}

// take over the watcher's new state, and what it lets through.
func (w *watched) take(s stream.State, a stream.Actions) {
	w.state = s
	if len(w.out) == 0 {
		w.out = a.Deliver
	} else {
		w.out = append(w.out[:len(w.out):len(w.out)], a.Deliver...)
	}
	w.done, w.fault = a.Done, a.Err
}

// await sets the timer for the next chunk. Until the first one the attempt's own
// runs on.
func (w *watched) await() {
	idle := time.Duration(w.x.call.Policy.StreamIdleTimeout) * time.Millisecond
	switch {
	case !w.alive:
	case !w.state.Finished():
		w.finishedAt = time.Time{}
		w.timer.Reset(idle)
	default:
		if now := time.Now(); w.finishedAt.IsZero() || w.state.Events() != w.signs {
			w.finishedAt, w.signs = now, w.state.Events()
		}
		w.timer.Reset(max(0, time.Until(w.finishedAt.Add(min(idle, finishIdle)))))
	}
}

// ending tells how the source ended.
func (w *watched) ending() stream.EndReason {
	switch {
	case w.x.req.Context().Err() != nil:
		return stream.CallerCanceled
	case context.Cause(w.ctx) == errSilent:
		return stream.IdleTimeout
	case w.read == io.EOF:
		return stream.EndedCleanly
	}
	return stream.ConnectionLost
}

// Read what may be delivered.
func (w *watched) Read(p []byte) (int, error) {
	for len(w.out) == 0 {
		switch {
		case w.end != nil:
			return 0, w.end
		case w.done:
			w.end = io.EOF
			w.x.reportStream()
			_ = w.source.Close()
		case w.fault != nil:
			w.broken()
		case w.ahead == nil && (w.peeks || w.x.call.Policy.Stream == retry.Peek && w.state.Started()):
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
	w.peeks = true
	if w.out = w.state.PartialEvent(); len(w.out) > 0 {
		w.state = stream.State{}
		n := copy(p, w.out)
		w.out = w.out[n:]
		return n, nil
	}
	if w.read == nil {
		var n int
		w.timer.Reset(time.Duration(w.x.call.Policy.StreamIdleTimeout) * time.Millisecond)
		n, w.read = w.source.Read(p)
		w.timer.Stop() // as in Read
		return n, nil
	}
	return 0, w.read
}

// broken takes the answer up with another attempt, or ends it with an error.
func (w *watched) broken() {
	x, fault := w.x, *w.fault
	w.fault = nil
	_ = w.source.Close()
	x.begun, x.broke, x.resume = true, x.t.now(), nil
	if w.state.Resumable() && !fault.Mismatch {
		replay := w.state.Resume()
		x.resume = &replay
	}
	answer, err := x.settle(attempt{outcome: core.Attempt{Response: w.head, StreamError: &fault, ContentEvents: w.state.ContentEvents()}})
	if answer == nil && err == nil {
		answer, err = x.run()
	}
	switch {
	case err != nil:
		w.end = err
	case x.last.Verdict == nil:
		*w = *answer.Body.(*watched)
	default:
		w.out, w.end = w.state.ErrorEvent(x.last.Answer.Status, x.last.Answer.Body), io.EOF
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
	mismatch := stream.ReplayMismatch()
	a.outcome.Success, a.outcome.StreamError = false, &mismatch
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
