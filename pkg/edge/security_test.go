//go:build !js

// Slow callers and bombs, which only the native server can be tried with. The
// rest of what an attacker could send is in test/security, for both edges.

package edge

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// pipeListener serves connections that exist in memory alone, so that time can
// be made to pass.
type pipeListener struct{ conns chan net.Conn }

func (l pipeListener) Accept() (net.Conn, error) {
	if conn, ok := <-l.conns; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}
func (l pipeListener) Close() error   { return nil }
func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

// TestSlowCallers: whoever holds a connection without using it loses it, and
// who is merely slow does not.
func TestSlowCallers(t *testing.T) {
	const head = "POST /v1/files HTTP/1.1\r\nHost: edge\r\nContent-Length: 1000000\r\n\r\n"
	for name, c := range map[string]struct {
		part  string // is sent again and again
		pause time.Duration
		lives bool
	}{
		"a byte now and then":        {"x", 5 * time.Second, false},
		"nothing for an hour":        {"x", time.Hour, false},
		"slow but steady":            {strings.Repeat("x", 8<<10), 5 * time.Second, true},
		"a burst and then some more": {strings.Repeat("x", 100<<10), 90 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener := pipeListener{make(chan net.Conn)}
				var failed error
				server := &http.Server{Handler: withDeadlines(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, failed = io.Copy(io.Discard, r.Body)
				}))}
				go func() { _ = server.Serve(listener) }()
				caller, inside := net.Pipe()
				listener.conns <- inside
				go func() { _, _ = io.Copy(io.Discard, caller) }()
				_, err := caller.Write([]byte(head))
				for sent := 0; err == nil && sent < 1000000 && sent < 600*len(c.part); sent += len(c.part) {
					_, err = caller.Write([]byte(c.part[:min(len(c.part), 1000000-sent)]))
					time.Sleep(c.pause)
				}
				synctest.Wait() // until the handler has written failed
				if lives := failed == nil && err == nil; lives != c.lives {
					t.Errorf("lives: %v (%v, %v), want %v", lives, failed, err, c.lives)
				}
				close(listener.conns)
				_ = caller.Close()
				_ = server.Close()
			})
		})
	}
}

// TestCallerThatDoesNotRead does not hold the upstream for ever.
func TestCallerThatDoesNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := pipeListener{make(chan net.Conn)}
		ended := make(chan error, 1)
		server := &http.Server{Handler: withDeadlines(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					ended <- err
					return
				}
			}
		}))}
		go func() { _ = server.Serve(listener) }()
		caller, inside := net.Pipe()
		listener.conns <- inside
		_, _ = caller.Write([]byte("GET / HTTP/1.1\r\nHost: edge\r\n\r\n"))
		if err := <-ended; err == nil {
			t.Error("it was served")
		}
		close(listener.conns)
		_ = caller.Close()
		_ = server.Close()
	})
}

// TestEndAfterSilence: an answer that is silent for longer than a write may take, and then
// ends, is whole.
func TestEndAfterSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := pipeListener{make(chan net.Conn)}
		server := &http.Server{Handler: withDeadlines(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "all of it")
			_ = http.NewResponseController(w).Flush()
			time.Sleep(writeTimeout + time.Second)
		}))}
		go func() { _ = server.Serve(listener) }()
		caller, inside := net.Pipe()
		listener.conns <- inside
		_, _ = caller.Write([]byte("GET / HTTP/1.1\r\nHost: edge\r\n\r\n"))
		answer, err := http.ReadResponse(bufio.NewReader(caller), nil)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "all of it" {
			t.Errorf("%q, %v", body, err)
		}
		close(listener.conns)
		_ = caller.Close()
		_ = server.Close()
	})
}

// TestDetourKeepsItsPath: what a caller escaped twice is not unescaped on the way
// to a fallback, where it would leave that upstream's base path or be a query.
func TestDetourKeepsItsPath(t *testing.T) {
	transport := NewTransport(Options{})
	for _, path := range []string{"/%252e%252e/a%3Fkey=b/things", "/%25zz/things"} {
		request := httptest.NewRequest("POST", "https://api.example/v1"+path+"?key=c", nil)
		x := &exchange{
			t:      transport,
			req:    request,
			body:   &requestBody{replayable: true},
			target: retry.Fallback{Model: "m", Upstream: "https://other.example/base/v1"},
		}
		x.setTarget(request)
		if got, want := request.URL.String(), "https://other.example/base/v1"+path; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestBomb: an error of a gigabyte in a megabyte of gzip costs what an error may
// cost.
func TestBomb(t *testing.T) {
	var part bytes.Buffer
	z, _ := gzip.NewWriterLevel(&part, gzip.BestCompression)
	_, _ = z.Write(make([]byte, 64<<20))
	_ = z.Close()
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("content-encoding", "gzip")
		w.WriteHeader(500)
		for range 16 {
			_, _ = w.Write(part.Bytes())
		}
	}))
	defer provider.Close()
	request, _ := http.NewRequest("POST", provider.URL+"/v1/chat/completions", nil)
	transport := NewTransport(Options{Base: upstreamTransport()})
	transport.wait = func(context.Context, time.Duration) error { return nil }
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	response, err := transport.RoundTrip(request)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	is(t, "status", response.StatusCode, 500)
	const attempts, allowance = 4, 12 // for each, times what is read of an error at most
	if grown := after.TotalAlloc - before.TotalAlloc; grown > attempts*allowance*classify.MaxBody {
		t.Errorf("%d MB were allocated", grown>>20)
	}
}
