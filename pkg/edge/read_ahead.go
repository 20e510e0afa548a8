// Reading a request body before it is sent, as long as its bytes arrive.

package edge

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// bodyStall is how long a request body may pause. Then the part that arrived is
// sent and the rest is streamed: the caller may be waiting for the answer first.
const bodyStall = time.Second

// aheadReader reads a body in the background until it is stopped. Its own Read
// then returns the body from the beginning.
type aheadReader struct {
	source io.ReadCloser
	limit  int64

	stopped chan struct{} // closed when the background reads have ended

	mu       sync.Mutex
	buffered []byte
	err      error // of source; io.EOF is its end
	stop     bool
	readAt   time.Time // when the last read began
}

func (a *aheadReader) run() {
	defer close(a.stopped)
	for {
		a.mu.Lock()
		if a.stop || int64(len(a.buffered)) > a.limit {
			a.mu.Unlock()
			return
		}
		a.buffered = slices.Grow(a.buffered, 1)
		room := a.buffered[len(a.buffered):cap(a.buffered)]
		a.readAt = time.Now()
		a.mu.Unlock()
		n, err := a.source.Read(room)
		a.mu.Lock()
		a.buffered, a.err = a.buffered[:len(a.buffered)+n], err
		a.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// maxAtOnce is the stated length, in bytes, up to which a body that a server receives is
// awaited without a goroutine: it comes with the headers, or one segment later, and nobody
// waits for an answer in the middle of it. The server's deadline ends the wait.
const maxAtOnce = 8 << 10

// readAhead buffers a body of at most limit bytes. If the body is longer, or
// pauses for bodyStall, rest returns it from the beginning. isServed: req came to a server,
// which ends a read when the caller leaves.
func readAhead(req *http.Request, limit int64, isServed bool) (buffered []byte, rest io.ReadCloser, err error) {
	if req.GetBody != nil || isServed && req.ContentLength > 0 && req.ContentLength <= maxAtOnce {
		// It is in memory, or nearly so, and cannot stall.
		read := bytes.NewBuffer(make([]byte, 0, min(max(req.ContentLength, 0), maxAtOnce)+bytes.MinRead))
		_, err = read.ReadFrom(io.LimitReader(req.Body, limit+1))
		if buffered = read.Bytes(); int64(len(buffered)) > limit {
			rest = readCloser{io.MultiReader(bytes.NewReader(buffered), req.Body), req.Body}
		}
		return buffered, rest, err
	}
	a := &aheadReader{
		source: req.Body, limit: limit, stopped: make(chan struct{}),
		buffered: make([]byte, 0, min(limit+1, 8<<10)), readAt: time.Now(),
	}
	go a.run()
	if err := a.wait(req); err != nil {
		return nil, nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.err == io.EOF && int64(len(a.buffered)) <= limit:
		return a.buffered, nil, nil
	case a.err != nil && a.err != io.EOF:
		return nil, nil, a.err
	}
	return nil, a, nil
}

// wait returns when the background reads ended or stall, and stops them. It
// returns an error if the caller left.
func (a *aheadReader) wait(req *http.Request) (err error) {
	defer func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.stop = true
	}()
	stalled := time.NewTimer(bodyStall)
	defer stalled.Stop()
	for {
		select {
		case <-a.stopped:
			return nil
		case <-stalled.C:
			a.mu.Lock()
			left := bodyStall - time.Since(a.readAt)
			a.mu.Unlock()
			if left <= 0 {
				return nil
			}
			stalled.Reset(left)
		case <-req.Context().Done():
			return context.Cause(req.Context())
		case <-req.Cancel:
			return errCanceled
		}
	}
}

// Read returns the buffered bytes, then those of the source.
func (a *aheadReader) Read(p []byte) (int, error) {
	if n := a.takeBuffered(p); n > 0 {
		return n, nil
	}
	<-a.stopped // one read may have been in progress
	if n := a.takeBuffered(p); n > 0 {
		return n, nil
	}
	if a.err != nil {
		return 0, a.err
	}
	return a.source.Read(p)
}

func (a *aheadReader) takeBuffered(p []byte) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := copy(p, a.buffered)
	a.buffered = a.buffered[n:]
	return n
}

// Close closes the source.
func (a *aheadReader) Close() error { return a.source.Close() }
