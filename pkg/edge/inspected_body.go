// The body of an answer that may be an error under 200: read before delivery,
// within bounds of size and time.

package edge

import (
	"io"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
)

// inspectTime is how long such a body is held. Errors arrive at once, while
// answers may take minutes; some servers send white space until then.
const inspectTime = 30 * time.Second

// readInspected reads a body until it ends, breaks off, is longer than
// core.MaxInspected, or has taken inspectTime. complete reports whether read is
// all of it; rest returns the bytes after read. length is the one that the headers
// state, -1 where they do not.
func readInspected(
	body io.ReadCloser, length int64,
) (read []byte, complete bool, rest io.ReadCloser, err error) {
	timer := time.NewTimer(inspectTime)
	defer timer.Stop()
	buf := make([]byte, sizeOfRead(length, core.MaxInspected+1))
	for len(read) <= core.MaxInspected {
		if len(read) == len(buf) { // longer than stated
			buf = append(buf, make([]byte, core.MaxInspected+1-len(buf))...)
		}
		results := make(chan readResult, 1)
		go func(into []byte) {
			n, err := body.Read(into)
			results <- readResult{n, err}
		}(buf[len(read):])
		select {
		case r := <-results:
			read = buf[:len(read)+r.n]
			if r.err == io.EOF {
				return read, true, body, nil
			}
			if r.err != nil {
				return read, false, body, r.err
			}
		case <-timer.C:
			return read, false, &lateBody{ReadCloser: body, results: results, buf: buf[len(read):]}, nil
		}
	}
	return read, false, body, nil
}

// sizeOfRead returns the size of a buffer for a body of a stated length, -1 for none.
// It has room for a byte more, so that the end is seen.
func sizeOfRead(length int64, most int) int {
	if length < 0 {
		length = 4 << 10
	}
	return int(min(max(length+1, 512), int64(most)))
}

// lateBody is a body with a read in progress.
type lateBody struct {
	io.ReadCloser
	results <-chan readResult // of that read; nil once it is taken
	buf     []byte            // that the read fills
	left    []byte            // of buf, to be delivered
	err     error
}

func (b *lateBody) Read(p []byte) (int, error) {
	if b.results != nil {
		r := <-b.results
		b.results, b.left, b.err = nil, b.buf[:r.n], r.err
	}
	if len(b.left) > 0 {
		n := copy(p, b.left)
		b.left = b.left[n:]
		return n, nil
	}
	if b.err != nil {
		return 0, b.err
	}
	return b.ReadCloser.Read(p)
}
