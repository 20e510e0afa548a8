// The upstream of the healthy suite: it answers each request with the exchange
// that its header x-run names, and keeps what it was asked.

package edge

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
)

// healthyUpstream has the runs by their names.
type healthyUpstream struct {
	*httptest.Server
	runs sync.Map // string to *healthyRun
}

// healthyRun is one asking of one exchange: what the upstream saw of it, and how
// far the caller has come.
type healthyRun struct {
	exchange healthyExchange

	mu       sync.Mutex
	asked    []healthyAsked
	headers  bool          // whether the caller has the answer's headers
	received int           // bytes of its body
	changed  chan struct{} // closed when one of the two above changes
}

type healthyAsked struct {
	Line   string // method and path
	Header http.Header
	Length int64
	Body   string
}

func newHealthyUpstream(t *testing.T) *healthyUpstream {
	u := &healthyUpstream{}
	u.Server = httptest.NewServer(u)
	t.Cleanup(u.Close)
	return u
}

func (u *healthyUpstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller broke off
	}
	run, ok := u.runs.Load(r.Header.Get("x-run"))
	if !ok {
		w.WriteHeader(599)
		return
	}
	one := run.(*healthyRun)
	asked := healthyAsked{r.Method + " " + r.RequestURI, r.Header, r.ContentLength, string(body)}
	one.answer(w, r, one.isAsked(asked))
}

func (run *healthyRun) isAsked(a healthyAsked) (first bool) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.asked = append(run.asked, a)
	return len(run.asked) == 1
}

// answer waits at gates only the first time: more than one is wrong already.
func (run *healthyRun) answer(w http.ResponseWriter, r *http.Request, first bool) {
	response := run.exchange.Response
	pieces := response.pieces()
	if response.Framing == "close" {
		run.answerAndClose(w, pieces)
		return
	}
	h := w.Header()
	for name, values := range response.header() {
		h[name] = values
	}
	if h["Content-Type"] == nil {
		h["Content-Type"] = nil // else net/http guesses one
	}
	status := response.status()
	bodyless := r.Method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified
	if framing := response.Framing; !bodyless && (framing == "length" || framing == "" && response.Parts == nil) {
		total := 0
		for _, p := range pieces {
			total += len(p.data)
		}
		h.Set("Content-Length", strconv.Itoa(total))
	}
	w.WriteHeader(status)
	if bodyless {
		return
	}
	flush := http.NewResponseController(w).Flush
	_ = flush()
	run.write(r.Context(), pieces, first, func(data []byte) error {
		if _, err := w.Write(data); err != nil {
			return err
		}
		return flush()
	})
	for name, value := range response.Trailers {
		h.Set(name, value)
	}
}

func (run *healthyRun) write(ctx context.Context, pieces []healthyPiece, waits bool, write func([]byte) error) {
	written := 0
	for _, p := range pieces {
		if p.gate != "" {
			if waits {
				run.until(ctx, p.gate, written)
			}
			continue
		}
		if write(p.data) != nil {
			return
		}
		written += len(p.data)
	}
}

// answerAndClose ends the body with its connection.
func (run *healthyRun) answerAndClose(w http.ResponseWriter, pieces []healthyPiece) {
	conn, _, err := http.NewResponseController(w).Hijack()
	must(err)
	defer conn.Close()
	out := bufio.NewWriter(conn)
	fmt.Fprintf(out, "HTTP/1.1 %d OK\r\nConnection: close\r\n", run.exchange.Response.status())
	_ = run.exchange.Response.header().Write(out)
	_, _ = out.WriteString("\r\n")
	run.write(context.Background(), pieces, false, func(data []byte) error {
		_, _ = out.Write(data)
		return out.Flush()
	})
	_ = out.Flush()
}

// arrived is told by the caller: it has the headers, and more of the body.
func (run *healthyRun) arrived(n int) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.headers = true
	run.received += n
	if run.changed != nil {
		close(run.changed)
		run.changed = nil
	}
}

// until the caller has what a gate asks for.
func (run *healthyRun) until(ctx context.Context, gate string, written int) {
	for {
		run.mu.Lock()
		open := gate == "headers" && run.headers || gate == "bytes" && run.received >= written
		if run.changed == nil {
			run.changed = make(chan struct{})
		}
		changed := run.changed
		run.mu.Unlock()
		if open {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
