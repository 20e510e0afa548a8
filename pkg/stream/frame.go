// Framing: where one event ends and the next begins, whatever the chunks. An
// event is cut out with every byte that belongs to it, so that all events in
// a row are the stream again. Nothing in here knows what an event means.

package stream

import "bytes"

// shape of a stream, told by its first byte that is not white space.
type shape uint8

const (
	unknown  shape = iota
	events         // text/event-stream, by the HTML standard: an event ends with an empty line
	lines          // NDJSON: an event is a line
	document       // one JSON value over several lines
	array          // a JSON array (Gemini without alt=sse): an event is an element
)

// frame is the framer between two chunks.
type frame struct {
	shape   shape
	pending []byte // what came of the event that is not whole yet
	// seen bytes of pending were searched, all in vain.
	seen int
	line int // events: where in pending the last line begins
	// passed bytes of pending were delivered already: the event is too large to
	// be held, and only its end is looked for.
	passed int
	// document, array: brackets that are open, and whether a string is.
	depth             int
	inString, escaped bool
}

// next cuts the first whole event off buf, which begins where the last event
// ended; nil means that it is not whole yet.
func (f *frame) next(buf []byte) (raw, rest []byte) {
	if f.shape == unknown && !f.recognize(buf) {
		return nil, buf
	}
	var end int
	switch f.shape {
	case events:
		end = f.emptyLine(buf)
	case lines:
		end = f.lineFeed(buf)
	default:
		end = f.closing(buf)
	}
	if end < 0 {
		return nil, buf
	}
	f.seen, f.line = 0, 0
	return buf[:end:end], buf[end:]
}

// keep holds what is not whole until the next chunk. fresh says that rest
// shares memory with events that were handed out, or with the caller's chunk.
func (f *frame) keep(rest []byte, fresh bool) {
	switch {
	case len(rest) == 0:
		*f = frame{shape: f.shape}
	case fresh:
		f.pending = append([]byte(nil), rest...)
	default:
		f.pending = rest
	}
}

// unsent are the bytes of pending that were not delivered.
func (f *frame) unsent() []byte { return f.pending[f.passed:] }

// lineContext is how much of what was delivered the search for an event's end
// must still see: the last line end, and whether anything stands behind it.
const lineContext = 4

// pass forgets all of pending but that, once it was delivered.
func (f *frame) pass() {
	drop := max(0, len(f.pending)-lineContext)
	f.pending = append([]byte(nil), f.pending[drop:]...)
	f.seen, f.line, f.passed = max(0, f.seen-drop), max(0, f.line-drop), len(f.pending)
}

const byteOrderMark = "\xEF\xBB\xBF"

// recognize finds the shape; false means that it cannot be told yet.
func (f *frame) recognize(buf []byte) bool {
	i := f.seen
	if n := min(len(buf), len(byteOrderMark)); i == 0 && string(buf[:n]) == byteOrderMark[:n] {
		i = n
	}
	if i = space(buf, i); i == len(buf) {
		f.seen = max(0, i-len(byteOrderMark))
		return false
	}
	f.seen = 0
	switch buf[i] {
	case '{':
		f.shape = document
	case '[':
		f.shape = array
	default:
		f.shape = events
	}
	return true
}

// emptyLine finds the end of the first empty line.
func (f *frame) emptyLine(buf []byte) int {
	for {
		end, next := lineEnd(buf, f.line, f.seen)
		if next < 0 {
			f.seen = end
			return -1
		}
		if end == f.line {
			return next
		}
		f.line, f.seen = next, next
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

func (f *frame) lineFeed(buf []byte) int {
	i := bytes.IndexByte(buf[f.seen:], '\n')
	if i < 0 {
		f.seen = len(buf)
		return -1
	}
	return f.seen + i + 1
}

// closing finds the end of a value by its brackets. The brackets of an array
// are events of their own.
func (f *frame) closing(buf []byte) int {
	for ; f.seen < len(buf); f.seen++ {
		c := buf[f.seen]
		if f.inString {
			if c == '\n' { // never inside a JSON string: the value is broken
				f.inString, f.escaped, f.depth, f.shape = false, false, 0, lines
				return f.seen + 1
			}
			f.inString = f.escaped || c != '"'
			f.escaped = c == '\\' && !f.escaped
			continue
		}
		switch c {
		case '"':
			f.inString = true
		case '{', '[':
			if f.shape == array && f.depth == 0 && c == '[' {
				return f.seen + 1
			}
			f.depth++
		case '}', ']':
			if f.depth--; f.depth > 0 {
				continue
			}
			f.depth = 0
			end := f.seen + 1
			if f.shape == document && bytes.IndexByte(buf[:end], '\n') < 0 {
				f.shape = lines
			}
			return end
		}
	}
	return -1
}
