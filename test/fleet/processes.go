//go:build unix

// The processes: native edges, and the upstream in this one.

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/ukemi-dev/ukemi/internal/demo"
	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
)

// upstream is the demo provider, which can be down as a whole, and has a capacity as in
// test/storm: what exceeds it is refused, and a refusal costs as much as half an answer.
type upstream struct {
	url      string
	capacity float64 // answers a second; 0 is no bound
	isDown   atomic.Bool
	count    atomic.Int64 // of requests

	mu     sync.Mutex
	room   float64 // answers that it has room for, at most those of a second
	roomAt time.Time
}

const refusal = 0.5

// admits reports whether a request is answered.
func (u *upstream) admits() bool {
	u.count.Add(1)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.room = min(u.capacity, u.room+u.capacity*time.Since(u.roomAt).Seconds())
	u.roomAt = time.Now()
	if u.isDown.Load() || u.capacity > 0 && u.room < 1 {
		u.room = max(u.room-refusal, -u.capacity)
		return false
	}
	u.room--
	return true
}

func startUpstream(capacity float64) (*upstream, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	u := &upstream{url: "http://" + listener.Addr().String(), capacity: capacity, room: capacity, roomAt: time.Now()}
	provider := demo.New()
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !u.admits() {
				r.Header.Set("x-demo-model", "demo-503")
			}
			provider.ServeHTTP(w, r)
		}))
	}()
	return u, nil
}

// edge is a process of the command ukemi.
type edge struct {
	url     string
	process *exec.Cmd
	mu      sync.Mutex
	log     strings.Builder
}

// build the command, and return its path.
func build(directory string) (string, error) {
	path := filepath.Join(directory, "ukemi")
	output, err := exec.Command("go", "build", "-o", path, "./cmd/ukemi").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, output)
	}
	return path, nil
}

// prepare builds the command and starts a Redis server, until end is called.
func prepare() (program string, server *redistest.Server, end func(), err error) {
	directory, err := os.MkdirTemp("", "ukemi-fleet-")
	if err != nil {
		return "", nil, nil, err
	}
	end = func() {
		if server != nil {
			server.Kill()
		}
		_ = os.RemoveAll(directory)
	}
	if program, err = build(directory); err == nil {
		server, err = redistest.New(directory, "--user", "ukemi", "on", ">faults", "~*", "&*", "+@all")
	}
	if err != nil {
		end()
	}
	return program, server, end, err
}

// startEdge returns when it listens.
func startEdge(program string, environ ...string) (*edge, error) {
	e := &edge{process: exec.Command(program, "serve")}
	e.process.Env = append(append(os.Environ(), "UKEMI_LISTEN=127.0.0.1:0"), environ...)
	errs, err := e.process.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := e.process.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(errs)
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), "listens on "); ok {
			e.url, _, _ = strings.Cut(rest, " ")
			go e.keepLog(lines)
			return e, nil
		}
		fmt.Fprintln(&e.log, lines.Text())
	}
	e.end()
	return nil, errors.New("ukemi does not listen: " + e.log.String())
}

func (e *edge) keepLog(lines *bufio.Scanner) {
	for lines.Scan() {
		if strings.Contains(lines.Text(), `"fleet: `) {
			e.mu.Lock()
			fmt.Fprintln(&e.log, lines.Text())
			e.mu.Unlock()
		}
	}
}

// lines of the log about the exchange.
func (e *edge) lines() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return strings.Count(e.log.String(), "\n")
}

func (e *edge) end() {
	_ = e.process.Process.Signal(syscall.SIGKILL)
	_ = e.process.Wait()
}

// startEdges of one deployment, in front of an upstream.
func startEdges(n int, program string, u *upstream, environ ...string) (all []*edge, end func(), err error) {
	end = func() {
		for _, e := range all {
			e.end()
		}
	}
	for range n {
		e, err := startEdge(program, append(environ, "UKEMI_UPSTREAM="+u.url)...)
		if err != nil {
			end()
			return nil, nil, err
		}
		all = append(all, e)
	}
	return all, end, nil
}

// metric returns the value of one of an edge's metrics, "" where it has none.
func (e *edge) metric(name string) string {
	r, err := http.Get(e.url + "/_ukemi/metrics")
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	text, _ := io.ReadAll(r.Body)
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// client has a connection for each call under way, however many.
var client = &http.Client{
	Transport: &http.Transport{MaxIdleConnsPerHost: 100},
	Timeout:   2 * time.Minute,
}

// call the provider, which behaves as the model of that name, and return the status: 0
// where there is none.
func call(ctx context.Context, url, behavior, session string) int {
	body := strings.NewReader(`{"model":"demo-ok","messages":[{"role":"user","content":"hi"}]}`)
	r, err := http.NewRequestWithContext(ctx, "POST", url+"/v1/chat/completions", body)
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Demo-Model", behavior)
	r.Header.Set("Authorization", "Bearer "+session)
	r.Header.Set("X-Demo-Headers", `{"x-ratelimit-limit-requests": "600000", "x-ratelimit-remaining-requests": "300000"}`)
	response, err := client.Do(r)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return 0
	}
	return response.StatusCode
}
