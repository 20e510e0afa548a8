// The body of an error, of which the beginning is enough.

package edge

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// errorBodyTime bounds the reading of an error body, because some never end.
const errorBodyTime = 5 * time.Second

// readError reads an error body of at most classify.MaxBody bytes until it ends, breaks
// off, has taken errorBodyTime, or the caller leaves. It returns the part that
// arrived. A read that is still in progress ends when the body is closed. length is the one
// that the headers state, -1 where they do not.
func (x *exchange) readError(body io.ReadCloser, length int64) []byte {
	if !x.t.hasCallers {
		return readAnyError(x.req, body, length, classify.MaxBody)
	}
	// Of our own transport, whose reads end when the body is closed or the caller leaves.
	timer := time.AfterFunc(errorBodyTime, func() { _ = body.Close() })
	defer timer.Stop()
	read := bytes.NewBuffer(make([]byte, 0, sizeOfRead(length, 16<<10)+bytes.MinRead))
	_, _ = read.ReadFrom(io.LimitReader(body, classify.MaxBody))
	return read.Bytes()
}

// readAnyError does so for bodies of any transport, whose reads may never end.
func readAnyError(req *http.Request, body io.Reader, length, limit int64) []byte {
	var mu sync.Mutex
	var read []byte
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		chunk, limited := make([]byte, sizeOfRead(length, 16<<10)), io.LimitReader(body, limit)
		for {
			n, err := limited.Read(chunk)
			mu.Lock()
			read = append(read, chunk[:n]...)
			mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	timer := time.NewTimer(errorBodyTime)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
	case <-req.Context().Done():
	case <-req.Cancel:
	}
	mu.Lock()
	defer mu.Unlock()
	return read
}
