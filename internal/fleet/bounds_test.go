package fleet

import (
	"bytes"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gomodule/redigo/redis"
)

// wire is a connection on which a server has sent everything already.
type wire struct {
	net.Conn
	io.Reader
}

func (w wire) Read(p []byte) (int, error)       { return w.Reader.Read(p) }
func (w wire) Close() error                     { return nil }
func (w wire) SetReadDeadline(time.Time) error  { return nil }
func (w wire) SetWriteDeadline(time.Time) error { return nil }

// replies that a client reads until an error, through a connection that returns size bytes
// at a time.
func replies(sent string, size int) (list []any, err error) {
	w := wire{Reader: pieces{strings.NewReader(sent), size}}
	c := redis.NewConn(&boundedConn{Conn: w}, time.Second, time.Second)
	for {
		reply, err := c.Receive()
		if err != nil && !isRefusal(err) {
			return list, err
		}
		list = append(list, reply)
	}
}

type pieces struct {
	io.Reader
	size int
}

func (r pieces) Read(p []byte) (int, error) { return r.Reader.Read(p[:min(len(p), r.size)]) }

func TestBounds(t *testing.T) {
	text := func(n int) string { return "$" + strconv.Itoa(n) + "\r\n" + strings.Repeat("x", n) + "\r\n" }
	for _, c := range []struct {
		name, sent string
		replies    int // before the error
		isRefused  bool
	}{
		{"statuses, errors, numbers, nothing", "+OK\r\n-ERR no\r\n:7\r\n$-1\r\n*-1\r\n*0\r\n$0\r\n\r\n", 7, false},
		{"a message", "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$4\r\n\r\n*9\r\n", 1, false},
		{"one as large as may be", text(maxReply), 1, false},
		{"one that is larger", text(maxReply + 1), 0, true},
		{"a length of many digits", "$99999999999999999999999\r\n", 0, true},
		{"an array as long as may be", "*2048\r\n" + strings.Repeat(":1\r\n", 2048), 1, false},
		{"one that is longer", "*2049\r\n", 0, true},
		{"an array of a length that no memory has", "*9223372036854775807\r\n", 0, true},
		{"an array in an array", "*1\r\n*1\r\n:1\r\n", 0, true},
		{"endless arrays", strings.Repeat("*1\r\n", 1_000_000), 0, true},
		{"an endless line", "+" + strings.Repeat("x", 1_000_000), 0, true},
		{"a web server", "HTTP/1.1 400 Bad Request\r\n\r\n", 0, true},
		{"RESP3", "%1\r\n+a\r\n+b\r\n", 0, true},
	} {
		for _, size := range []int{1, 7, 1 << 20} {
			list, err := replies(c.sent, size)
			if len(list) != c.replies || (err == errBounds) != c.isRefused {
				t.Errorf("%s, %d bytes at a time: %d replies, %v", c.name, size, len(list), err)
			}
		}
	}
}

// FuzzReplies: whatever a server sends, the client returns.
func FuzzReplies(f *testing.F) {
	for _, seed := range []string{
		"*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n", "$-1\r\n", "*2\r\n:1\r\n-ERR\r\n", "$5\n12345\r\n",
	} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, sent []byte, size int) {
		list, _ := replies(string(sent), max(1, size))
		if len(list) > len(sent) {
			t.Errorf("%d replies of %d bytes", len(list), len(sent))
		}
		c := redis.PubSubConn{Conn: redis.NewConn(&boundedConn{Conn: wire{Reader: bytes.NewReader(sent)}}, time.Second, 0)}
		for {
			if _, failed := c.Receive().(error); failed {
				break
			}
		}
	})
}
