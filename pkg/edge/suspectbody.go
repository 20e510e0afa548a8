// The body of an answer that may be an error under a status of success: read
// before it is delivered, but not waited for without end.

package edge

import (
	"io"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
)

// holdBody is how long such a body is held back. Errors come at once; an answer
// may take its time, and some send white space until it is there.
const holdBody = 30 * time.Second

// readSuspect reads a body up to core.MaxInspected, until it ends, breaks off or
// has taken holdBody. What was read is put back; whole says that it is all.
func readSuspect(body io.ReadCloser) (read []byte, whole bool, again io.ReadCloser, err error) {
	timer := time.NewTimer(holdBody)
	defer timer.Stop()
	buf := make([]byte, core.MaxInspected+1)
	for len(read) < len(buf) {
		next := make(chan reading, 1)
		go func(into []byte) {
			n, err := body.Read(into)
			next <- reading{n, err}
		}(buf[len(read):])
		select {
		case r := <-next:
			read = buf[:len(read)+r.n]
			if r.err == io.EOF {
				return read, true, body, nil
			}
			if r.err != nil {
				return read, false, body, r.err
			}
		case <-timer.C:
			return read, false, &lateBody{ReadCloser: body, next: next, into: buf[len(read):]}, nil
		}
	}
	return read, false, body, nil
}

// lateBody is a body of which a read is under way.
type lateBody struct {
	io.ReadCloser
	next <-chan reading
	into []byte // what that read fills
	left []byte // and what is left of it
	err  error
}

func (b *lateBody) Read(p []byte) (int, error) {
	if b.next != nil {
		r := <-b.next
		b.next, b.left, b.err = nil, b.into[:r.n], r.err
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
