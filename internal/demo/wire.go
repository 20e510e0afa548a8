// The steps that misbehave in HTTP itself: they take the connection over and
// write, or do not write, its bytes.

package demo

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// onWire hands the bare connection to a step, and closes it after.
func onWire(do func(net.Conn, *http.Request, call)) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		conn, _, err := http.NewResponseController(rw).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler) // HTTP/2 or a recorder: break off all the same
		}
		defer conn.Close()
		do(conn, r, c)
	}
}

// reset ends the TCP connection with RST.
var reset = onWire(func(conn net.Conn, _ *http.Request, _ call) { linger(conn) })

// linger makes closing a connection an RST.
func linger(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

const (
	whole = `{"id":"chatcmpl-demo","object":"chat.completion","created":1767225600,"model":"demo",` +
		`"choices":[{"index":0,"message":{"role":"assistant","content":"The art of falling is to roll."},"logprobs":null,` +
		`"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":7,"total_tokens":10}}`
	truncated = `{"id":"chatcmpl-demo","object":"chat.completion","created":1767225600,"model":"demo",` +
		`"choices":[{"index":0,"message":{"role":"assistant","content":"The art of fal`
)

// wire sends a body with a content-length that is off by some bytes.
func wire(body string, off int) step {
	return onWire(func(conn net.Conn, _ *http.Request, _ call) {
		fmt.Fprintf(
			conn,
			"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s",
			len(body)+off,
			body,
		)
	})
}

func halfStatus(closes bool) step {
	return onWire(func(conn net.Conn, _ *http.Request, c call) {
		_, _ = conn.Write([]byte("HTTP/1.1 20"))
		if !closes {
			untilLeft(conn, c)
		}
	})
}

// untilLeft waits for the caller to close the connection.
func untilLeft(conn net.Conn, c call) {
	_, _ = conn.Read(make([]byte, 1))
	c.left()
}

// slowHeaders sends n header lines, each after d, and then an answer.
func slowHeaders(n int, d time.Duration) step {
	return onWire(func(conn net.Conn, r *http.Request, c call) {
		_, err := conn.Write([]byte("HTTP/1.1 200 OK\r\n"))
		for i := 0; i < n && err == nil && c.pause(r.Context(), d); i++ {
			_, err = fmt.Fprintf(conn, "x-demo-%d: slowly\r\n", i)
		}
		if err != nil {
			c.left()
			return
		}
		fmt.Fprintf(
			conn, "content-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s", len(whole), whole,
		)
	})
}

func hugeHeader(size int) step {
	return onWire(func(conn net.Conn, _ *http.Request, _ call) {
		fmt.Fprintf(
			conn,
			"HTTP/1.1 200 OK\r\nx-demo-huge: %s\r\ncontent-type: application/json\r\nconnection: close\r\n"+
				"content-length: %d\r\n\r\n%s",
			strings.Repeat("large ", size/6),
			len(whole),
			whole,
		)
	})
}
