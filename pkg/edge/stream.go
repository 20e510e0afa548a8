// A streamed answer on its way to the caller. Each chunk passes the core's
// watcher when the caller reads, so that a slow caller slows the upstream down.

package edge

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// watchedBody is the body of a streamed answer: the bytes that the watcher
// releases.
type watchedBody struct {
	x      *exchange
	ctx    context.Context // of the attempt
	timer  *time.Timer     // cancels the attempt after a silence
	source io.ReadCloser
	head   *classify.Response // status and headers of the answer
	state  stream.State

	chunk     []byte          // the buffer of reads from source
	reading   chan readResult // a read of source in progress, or its result; nil: none
	received  bool            // source has sent bytes
	sourceErr error           // with which source ended
	released  []byte          // to be delivered
	unwatched bool            // the rest is copied without inspection
	complete  bool            // the answer is
	failure   *stream.Error   // to be handled
	resumed   io.ReadCloser   // the body of the attempt that resumed this one
	err       error           // with which this body ends

	// After the finish: the number of events that were no pings, and when the
	// last of them arrived.
	finishEvents int
	finishedAt   time.Time
}

// readResult is the result of one Read.
type readResult struct {
	n   int
	err error
}

const (
	chunkSize = 16 << 10
	// holdTime is how long bytes are held before the first content. Then they are
	// delivered, so that the caller and proxies on the way know that the stream is
	// alive.
	holdTime = 2 * time.Second
	// finishIdle is how long a finished stream may be silent, pings aside, before
	// it is closed.
	finishIdle = time.Minute
)

// watch reads a streamed answer until its content begins or it fails. A failure
// before that is an attempt's failure, as if the status had been one.
func (x *exchange) watch(ctx context.Context, a attempt, timer *time.Timer) attempt {
	h := a.response.Header
	w := &watchedBody{
		x: x, ctx: ctx, timer: timer, source: a.response.Body, chunk: make([]byte, chunkSize),
		state: x.streamState(), head: x.responseOf(a.response, nil),
	}
	if strings.EqualFold(h.Get("content-encoding"), "gzip") {
		w.source = &gunzip{ReadCloser: w.source}
	}
	w.readUntilStarted()
	if w.failure != nil && !w.state.Started() {
		a.outcome = core.Attempt{Response: w.head, StreamError: w.failure}
		return a
	}
	if w.state.Started() {
		a.outcome.FirstContent = classify.Millis(x.t.now().Sub(x.sentAt).Milliseconds())
	}
	for _, name := range [...]string{"Content-Length", "Content-Encoding", "Etag"} {
		h.Del(name)
	}
	a.response.ContentLength, a.response.Body, a.stream = -1, w, w
	return a
}

// streamState returns the watcher's state before the first chunk of an attempt.
func (x *exchange) streamState() stream.State {
	switch {
	case x.resume != nil && x.continues:
		return x.resume.Continue()
	case x.resume != nil:
		return *x.resume
	}
	p := x.call.Policy
	return stream.New(api.Lookup(x.req.Method, x.req.URL.Path).Dialect, stream.Options{
		MaxHeld: p.MaxHeld,
		Record:  p.Resume != retry.ResumeNever && x.body.replayable && p.Resumes(core.IsDeterministic(x.body.buffered)),
	})
}

// readUntilStarted reads until content begins, the stream fails, or bytes have
// been held for holdTime.
func (w *watchedBody) readUntilStarted() {
	var timeUp <-chan time.Time
	for w.failure == nil && !w.complete && w.err == nil && !w.state.Started() && len(w.released) == 0 {
		if timeUp == nil && w.state.HasHeld() {
			timer := time.NewTimer(holdTime)
			defer timer.Stop()
			timeUp = timer.C
		}
		if timeUp != nil && w.sourceErr == nil {
			w.startReading()
			select {
			case r := <-w.reading:
				w.reading <- r
			case <-timeUp:
				w.apply(w.state.Release())
				return
			}
		}
		w.advance()
	}
}

// startReading starts a read in the background, unless one is in progress.
func (w *watchedBody) startReading() {
	if w.reading != nil {
		return
	}
	w.setTimer()
	w.reading = make(chan readResult, 1)
	go func(to chan<- readResult, source io.Reader, chunk []byte) {
		n, err := source.Read(chunk)
		to <- readResult{n, err}
	}(w.reading, w.source, w.chunk)
}

// advance passes one chunk, or the end of the stream, to the watcher.
func (w *watchedBody) advance() {
	if w.sourceErr != nil {
		reason := w.endReason()
		if reason == stream.CallerCanceled {
			w.err = context.Cause(w.x.req.Context())
			w.x.reportStream()
			return
		}
		w.apply(w.state.End(reason))
		return
	}
	var r readResult
	if w.reading != nil {
		r, w.reading = <-w.reading, nil
	} else {
		w.setTimer()
		r.n, r.err = w.source.Read(w.chunk)
	}
	w.sourceErr, w.received = r.err, w.received || r.n > 0
	w.apply(w.state.Feed(w.chunk[:r.n]))
}

// apply stores the watcher's new state, and the bytes that it releases.
func (w *watchedBody) apply(s stream.State, a stream.Actions) {
	w.state = s
	if len(w.released) == 0 {
		w.released = a.Deliver
	} else {
		w.released = slices.Concat(w.released, a.Deliver)
	}
	w.complete, w.failure = a.Done, a.Err
}

// setTimer sets the timer for the next chunk. The attempt's own timeout applies
// to the first one.
func (w *watchedBody) setTimer() {
	if !w.received {
		return
	}
	idle := w.idleTimeout()
	if !w.state.Finished() {
		w.finishedAt = time.Time{}
		w.timer.Reset(idle)
		return
	}
	now := time.Now()
	if w.finishedAt.IsZero() || w.state.Events() != w.finishEvents {
		w.finishedAt, w.finishEvents = now, w.state.Events()
	}
	w.timer.Reset(max(0, w.finishedAt.Add(min(idle, finishIdle)).Sub(now)))
}

func (w *watchedBody) idleTimeout() time.Duration {
	return time.Duration(w.x.call.Policy.StreamIdleTimeout) * time.Millisecond
}

// endReason returns how the source ended.
func (w *watchedBody) endReason() stream.EndReason {
	switch {
	case w.x.req.Context().Err() != nil:
		return stream.CallerCanceled
	case context.Cause(w.ctx) == errAttemptTimeout:
		return stream.IdleTimeout
	case w.sourceErr == io.EOF:
		return stream.EndedCleanly
	}
	return stream.ConnectionLost
}

// Read returns released bytes. It reads from the upstream when there are none.
func (w *watchedBody) Read(p []byte) (int, error) {
	for len(w.released) == 0 {
		switch {
		case w.resumed != nil:
			return w.resumed.Read(p)
		case w.err != nil:
			return 0, w.err
		case w.complete:
			w.err = io.EOF
			w.x.reportStream()
			_ = w.source.Close()
		case w.failure != nil:
			w.resumeOrFail()
		case w.reading == nil && (w.unwatched || w.x.call.Policy.Stream == retry.StreamPeek && w.state.Started()):
			return w.readUnwatched(p)
		default:
			w.advance()
		}
	}
	w.timer.Stop() // the caller may take any time until its next Read
	return w.takeReleased(p), nil
}

func (w *watchedBody) takeReleased(p []byte) int {
	n := copy(p, w.released)
	w.released = w.released[n:]
	return n
}

// readUnwatched copies the rest of the stream without inspection. The idle
// timeout still applies.
func (w *watchedBody) readUnwatched(p []byte) (int, error) {
	w.unwatched = true
	if w.released = w.state.PartialEvent(); len(w.released) > 0 {
		w.state = stream.State{}
		return w.takeReleased(p), nil
	}
	if w.sourceErr != nil {
		return 0, w.sourceErr
	}
	w.timer.Reset(w.idleTimeout())
	n, err := w.source.Read(p)
	w.timer.Stop() // as in Read
	w.sourceErr = err
	return n, nil
}

// resumeOrFail asks again after a failure and goes on with that answer, or ends
// the stream with an error event.
func (w *watchedBody) resumeOrFail() {
	x, failure := w.x, *w.failure
	w.failure = nil
	_ = w.source.Close()
	x.committed, x.brokenAt, x.resume = true, x.t.now(), nil
	if w.state.Resumable() && !failure.Mismatch {
		replay := w.state.Resume()
		x.resume = &replay
	}
	outcome := core.Attempt{Response: w.head, StreamError: &failure, ContentEvents: w.state.ContentEvents()}
	response, err := x.follow(attempt{outcome: outcome})
	if response == nil && err == nil {
		response, err = x.run()
	}
	switch {
	case err != nil:
		w.err = err
	case x.last.Verdict == nil:
		w.resumed = response.Body
	default:
		w.released, w.err = w.state.ErrorEvent(x.last.Answer.Status, x.last.Answer.Body), io.EOF
	}
}

// Close ends the attempt, and with it the upstream's work.
func (w *watchedBody) Close() error {
	if w.resumed != nil {
		return w.resumed.Close()
	}
	if w.err == nil {
		w.err = http.ErrBodyReadAfterClose
		w.x.reportStream()
	}
	return w.source.Close()
}

// reportStream reports a stream at its end, or when its caller closes it.
func (x *exchange) reportStream() {
	if len(x.call.State.Attempts) == 0 {
		x.reportFirstSuccess(http.StatusOK)
		return
	}
	x.report(http.StatusOK)
}

// gunzip decompresses a stream. Its header is read with the first Read.
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
