// The bounds on what a server may send. The client allocates as much as a length states,
// and recurses into arrays, before it knows what comes.

package fleet

import (
	"errors"
	"net"
)

const (
	maxReply    = 1 << 20 // bytes of a string
	maxLine     = 4096    // bytes of a status, an error or a number
	maxElements = 2048    // of an array, which has no arrays in it
)

var errBounds = errors.New("the server sends what is larger than any message of ukemi, or no Redis at all")

// boundedConn refuses replies beyond the bounds before the client sees them.
type boundedConn struct {
	net.Conn
	kind     byte // of the line: + - : $ *; 0 before its first byte
	line     int  // bytes of it
	number   int  // that it states
	negative bool
	skip     int // bytes of a string that are still to come, with its line end
	elements int // of an array that are still to come
}

func (c *boundedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if !c.isWithin(p[:n]) {
		return 0, errBounds
	}
	return n, err
}

// isWithin follows the replies: https://redis.io/docs/latest/develop/reference/protocol-spec/
func (c *boundedConn) isWithin(p []byte) bool {
	for len(p) > 0 {
		if c.skip > 0 {
			n := min(c.skip, len(p))
			c.skip -= n
			p = p[n:]
			continue
		}
		b := p[0]
		p = p[1:]
		if c.line++; c.line > maxLine {
			return false
		}
		switch {
		case b == '\n':
			if !c.endLine() {
				return false
			}
		case c.kind == 0:
			c.kind = b
		case c.kind != '$' && c.kind != '*' || b == '\r':
		case b == '-':
			c.negative = true
		case b < '0' || b > '9':
			return false
		default:
			if c.number = c.number*10 + int(b-'0'); c.number > maxReply {
				return false
			}
		}
	}
	return true
}

// endLine reports whether the line may be followed by what it announces.
func (c *boundedConn) endLine() bool {
	if c.elements > 0 {
		c.elements--
		if c.kind == '*' {
			return false
		}
	}
	switch c.kind {
	case '+', '-', ':':
	case '$':
		if !c.negative {
			c.skip = c.number + len("\r\n")
		}
	case '*':
		if c.number > maxElements {
			return false
		}
		if !c.negative {
			c.elements = c.number
		}
	default:
		return false
	}
	c.kind, c.line, c.number, c.negative = 0, 0, 0, false
	return true
}
