// Framing: where one event ends and the next begins, however the bytes are cut
// into chunks. Every byte belongs to an event. This file knows no dialect.

package stream

import "bytes"

// framing of a stream, recognized by its first byte that is not white space.
type framing uint8

const (
	unknownFraming framing = iota
	eventStream            // text/event-stream: an event ends with an empty line
	ndjson                 // an event is a line
	jsonDocument           // one JSON value over several lines
	jsonArray              // Gemini without alt=sse: an event is an element
)

// framer is the state of the framing between two chunks.
type framer struct {
	framing framing
	pending []byte // the bytes of an event that is not complete yet
	// searched is how many bytes of pending were searched for its end.
	searched int
	line     int // eventStream: where in pending the last line begins
	// delivered is how many bytes of pending were delivered: the event is larger
	// than maxHeld, and only its end is searched for.
	delivered int
	// jsonDocument, jsonArray: open brackets, and whether a string is open.
	depth             int
	inString, escaped bool
}

// next cuts the first complete event off buf, which begins where the last event
// ended; nil means that the event is not complete yet. Nothing may be appended to
// raw: rest follows it in the same memory.
func (f *framer) next(buf []byte) (raw, rest []byte) {
	if f.framing == unknownFraming && !f.detect(buf) {
		return nil, buf
	}
	var end int
	switch f.framing {
	case eventStream:
		end = f.emptyLine(buf)
	case ndjson:
		end = f.lineFeed(buf)
	default:
		end = f.closing(buf)
	}
	if end < 0 {
		return nil, buf
	}
	f.searched, f.line = 0, 0
	return buf[:end], buf[end:]
}

// holdRest holds the bytes of an incomplete event until the next chunk. shared
// says that rest shares memory with an event that was returned, or with the
// chunk. Only then it is copied: a large event in many chunks would otherwise be
// copied once for each.
func (f *framer) holdRest(rest []byte, shared bool) {
	switch {
	case len(rest) == 0:
		*f = framer{framing: f.framing}
	case shared:
		f.pending = append([]byte(nil), rest...)
	default:
		f.pending = rest
	}
}

// undelivered returns the bytes of pending that were not delivered.
func (f *framer) undelivered() []byte { return f.pending[f.delivered:] }

// lineContext is how many delivered bytes the search for an empty line still
// needs: the last line end, up to CR LF CR LF.
const lineContext = 4

// forgetDelivered drops pending, all of which was delivered, up to lineContext.
func (f *framer) forgetDelivered() {
	drop := max(0, len(f.pending)-lineContext)
	f.pending = append([]byte(nil), f.pending[drop:]...)
	f.searched, f.line, f.delivered = max(0, f.searched-drop), max(0, f.line-drop), len(f.pending)
}

const byteOrderMark = "\xEF\xBB\xBF"

// detect finds the framing; false means that more bytes are needed.
func (f *framer) detect(buf []byte) bool {
	i := f.searched
	if n := min(len(buf), len(byteOrderMark)); i == 0 && string(buf[:n]) == byteOrderMark[:n] {
		i = n
	}
	if i = space(buf, i); i == len(buf) {
		f.searched = max(0, i-len(byteOrderMark))
		return false
	}
	f.searched = 0
	switch buf[i] {
	case '{':
		f.framing = jsonDocument
	case '[':
		f.framing = jsonArray
	default:
		f.framing = eventStream
	}
	return true
}

// emptyLine finds the end of the first empty line.
func (f *framer) emptyLine(buf []byte) int {
	for {
		end, next := lineEnd(buf, f.line, f.searched)
		if next < 0 {
			f.searched = end
			return -1
		}
		if end == f.line {
			return next
		}
		f.line, f.searched = next, next
	}
}

// lineEnd finds where the line that begins at from ends and the next begins,
// having searched up to seen. Without an end next is −1, and end is how far
// the search got. A CR at the very end may be half of a CRLF, so it is waited
// for what follows; but not where lone CRs ended the line before as well.
func lineEnd(buf []byte, from, seen int) (end, next int) {
	stop := len(buf)
	if i := bytes.IndexByte(buf[seen:], '\n'); i >= 0 {
		stop = seen + i
	}
	if i := bytes.IndexByte(buf[seen:stop], '\r'); i >= 0 {
		switch i += seen; {
		case i == from && i > 0 && buf[i-1] == '\r':
			return i, i + 1
		case i+1 == len(buf):
			return i, -1
		case buf[i+1] == '\n':
			return i, i + 2
		default:
			return i, i + 1
		}
	}
	if stop == len(buf) {
		return stop, -1
	}
	return stop, stop + 1
}

func (f *framer) lineFeed(buf []byte) int {
	i := bytes.IndexByte(buf[f.searched:], '\n')
	if i < 0 {
		f.searched = len(buf)
		return -1
	}
	return f.searched + i + 1
}

// closing finds the end of a value by its brackets. The brackets of an array
// are events of their own.
func (f *framer) closing(buf []byte) int {
	for ; f.searched < len(buf); f.searched++ {
		c := buf[f.searched]
		if f.inString {
			if c == '\n' { // never inside a JSON string: the value is broken
				f.inString, f.escaped, f.depth, f.framing = false, false, 0, ndjson
				return f.searched + 1
			}
			f.inString = f.escaped || c != '"'
			f.escaped = c == '\\' && !f.escaped
			continue
		}
		switch c {
		case '"':
			f.inString = true
		case '{', '[':
			if f.framing == jsonArray && f.depth == 0 && c == '[' {
				return f.searched + 1
			}
			f.depth++
		case '}', ']':
			if f.depth--; f.depth > 0 {
				continue
			}
			f.depth = 0
			end := f.searched + 1
			if f.framing == jsonDocument && bytes.IndexByte(buf[:end], '\n') < 0 {
				f.framing = ndjson
			}
			return end
		}
	}
	return -1
}
