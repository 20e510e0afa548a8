//go:build !js

// Upstreams with HTTP/2: one connection carries many calls, so that its end,
// or its silence, concerns all of them.

package edge

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// overHTTP2 returns a Transport over the edge's own base, which sends every call to
// the handler by HTTP/2. wrap may replace its connections; nil does not.
func overHTTP2(t *testing.T, handler http.HandlerFunc, wrap func(net.Conn) net.Conn) *Transport {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	base := upstreamTransport()
	base.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	base.TLSClientConfig.ServerName = "example.com"
	base.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		if err == nil && wrap != nil {
			conn = wrap(conn)
		}
		return conn, err
	}
	base.HTTP2.SendPingTimeout, base.HTTP2.PingTimeout = base.HTTP2.SendPingTimeout/300, base.HTTP2.PingTimeout/300
	t.Cleanup(base.CloseIdleConnections)
	return newTestTransport(base.RoundTrip, Options{})
}

const answerOfChat = `{"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",` +
	`"content":"hi"},"finish_reason":"stop"}]}`

func answerChat(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, answerOfChat)
}

// TestStreamReset: RST_STREAM before the headers is a failed connection, which is sent
// again; amid a stream it is an error event (router-for-me/CLIProxyAPI#4011).
func TestStreamReset(t *testing.T) {
	var asked atomic.Int32
	transport := overHTTP2(t, func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("asked by %s", r.Proto)
		}
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "stream") {
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, `data: {"choices":[{"index":0,"delta":{"content":"a word"}}]}`+"\n\n")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
		if asked.Add(1) == 1 {
			panic(http.ErrAbortHandler)
		}
		answerChat(w)
	}, nil)
	for body, want := range map[string]string{
		`{"model":"m"}`:               `"content":"hi"`,
		`{"model":"m","stream":true}`: `"code":"connection_error"}}` + "\n\n",
	} {
		answer, err := transport.RoundTrip(chat(t, body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(answer.Body)
		if _ = answer.Body.Close(); err != nil || answer.StatusCode != 200 || !strings.Contains(string(got), want) {
			t.Errorf("%s: %d %s, %v", body, answer.StatusCode, got, err)
		}
	}
}

// frozenConn is a connection over which, once it is frozen, nothing arrives any more, and
// nobody says so: a NAT or a load balancer has forgotten it.
type frozenConn struct {
	net.Conn
	frozen *atomic.Bool
	closed chan struct{}
}

func (c *frozenConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.frozen.Load() {
		<-c.closed
		return 0, net.ErrClosed
	}
	return n, err
}

func (c *frozenConn) Close() error {
	if c.frozen.Load() {
		close(c.closed)
	}
	return c.Conn.Close()
}

// TestForgottenConnection: one that is dead without a word is noticed by a ping, and the
// call is sent over another one. Otherwise each call would wait for its whole timeout.
func TestForgottenConnection(t *testing.T) {
	var frozen atomic.Pointer[atomic.Bool]
	transport := overHTTP2(t, func(w http.ResponseWriter, _ *http.Request) { answerChat(w) }, func(c net.Conn) net.Conn {
		mine := new(atomic.Bool)
		frozen.Store(mine)
		return &frozenConn{c, mine, make(chan struct{})}
	})
	for i := range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		answer, err := transport.RoundTrip(chat(t, `{"model":"m"}`).WithContext(ctx))
		if err != nil {
			t.Fatalf("call %d: %v", i, err)
		}
		if body, err := io.ReadAll(answer.Body); err != nil || string(body) != answerOfChat {
			t.Errorf("call %d: %s, %v, %v", i, body, err, answer.Header)
		}
		_ = answer.Body.Close()
		cancel()
		frozen.Load().Store(true)
	}
}
