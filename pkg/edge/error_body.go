// The body of an error, of which the beginning is enough.

package edge

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// errorBodyTime bounds the reading of an error body, because some never end.
const errorBodyTime = 5 * time.Second

// readError reads an error body of at most limit bytes until it ends, breaks
// off, has taken errorBodyTime, or the caller leaves. It returns the part that
// arrived. A read that is still in progress ends when the body is closed. length is the one
// that the headers state, -1 where they do not.
func readError(req *http.Request, body io.Reader, length, limit int64) []byte {
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
