// Reading a request's body ahead of its being sent, as long as it comes.

package edge

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// bodyStall is how long a body may pause before what there is of it is sent,
// and the rest as it comes: it may wait for the answer to begin.
const bodyStall = time.Second

// intake reads a body in the background until it is told to stop.
type intake struct {
	from io.ReadCloser
	max  int64

	more    chan struct{} // something came
	stopped chan struct{} // nothing more is read here

	mu   sync.Mutex
	kept []byte
	err  error // of the body; io.EOF is its end
	stop bool
}

func (i *intake) run() {
	defer close(i.stopped)
	for {
		i.mu.Lock()
		if i.stop || int64(len(i.kept)) > i.max {
			i.mu.Unlock()
			return
		}
		i.kept = append(i.kept, 0)[:len(i.kept)] // room for at least one byte
		room := i.kept[len(i.kept):cap(i.kept)]
		i.mu.Unlock()
		n, err := i.from.Read(room)
		i.mu.Lock()
		i.kept, i.err = i.kept[:len(i.kept)+n], err
		i.mu.Unlock()
		if err != nil {
			return
		}
		select {
		case i.more <- struct{}{}:
		default:
		}
	}
}

// readAhead a body up to max bytes. Where that is not all of it, or where it
// pauses for bodyStall, rest gives the body from its beginning.
func readAhead(req *http.Request, max int64) (kept []byte, rest io.ReadCloser, err error) {
	if req.GetBody != nil { // at hand, and no stranger's
		kept, err = io.ReadAll(io.LimitReader(req.Body, max+1))
		if int64(len(kept)) > max {
			rest = prefixed{io.MultiReader(bytes.NewReader(kept), req.Body), req.Body}
		}
		return kept, rest, err
	}
	i := &intake{from: req.Body, max: max, more: make(chan struct{}, 1), stopped: make(chan struct{}), kept: make([]byte, 0, min(max+1, 8<<10))}
	go i.run()
	stalled := time.NewTimer(bodyStall)
	defer stalled.Stop()
	for {
		select {
		case <-i.more:
			stalled.Reset(bodyStall)
			continue
		case <-i.stopped:
		case <-stalled.C:
		case <-req.Context().Done():
			err = context.Cause(req.Context())
		case <-req.Cancel:
			err = errCanceled
		}
		break
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	switch i.stop = true; {
	case err != nil:
		return nil, nil, err
	case i.err == io.EOF && int64(len(i.kept)) <= max:
		return i.kept, nil, nil
	case i.err != nil && i.err != io.EOF:
		return nil, nil, i.err
	}
	return nil, i, nil
}

// Read what was kept, then what comes.
func (i *intake) Read(p []byte) (int, error) {
	if n := i.take(p); n > 0 {
		return n, nil
	}
	<-i.stopped // what was being read when the rest was asked for
	if n := i.take(p); n > 0 {
		return n, nil
	}
	if i.err != nil {
		return 0, i.err
	}
	return i.from.Read(p)
}

func (i *intake) take(p []byte) int {
	i.mu.Lock()
	defer i.mu.Unlock()
	n := copy(p, i.kept)
	i.kept = i.kept[n:]
	return n
}

// prefixed is a body with what was read of it put back.
type prefixed struct {
	io.Reader
	io.Closer
}

func (i *intake) Close() error { return i.from.Close() }
