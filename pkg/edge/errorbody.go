// An error's body, of which not all need come: what it says first is enough.

package edge

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// errorBodyTime is how long the body of an error is read. Some never end.
const errorBodyTime = 5 * time.Second

// readError reads the body of an error up to a limit, until it ends, breaks off
// or has taken errorBodyTime, or until nobody waits for it; whatever came of it
// is returned. A body that is still being read then ends when it is closed.
func readError(req *http.Request, body io.Reader, limit int64) []byte {
	var mu sync.Mutex
	var came []byte
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		chunk, rest := make([]byte, 16<<10), io.LimitReader(body, limit)
		for {
			n, err := rest.Read(chunk)
			mu.Lock()
			came = append(came, chunk[:n]...)
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
	return came
}
