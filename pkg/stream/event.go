// Events: the fields of one event, by the HTML standard for text/event-stream.
// In the other framings an event is data alone.

package stream

import "bytes"

// event is one event of a stream.
type event struct {
	raw  []byte // all its bytes
	name []byte // of the last "event:" field
	data []byte // of all "data:" fields, joined by line feeds; nil without one
	// stray is text that is no field of an event stream: the error of an "error:"
	// field, as llama.cpp sends it, or a page of HTML.
	stray       []byte
	isError     bool // stray is the error of an "error:" field
	joined      bool // data is a copy, not a part of raw
	opensArray  bool // the event is the opening bracket of a JSON array
	closesArray bool // the event is its closing bracket
}

// parseEvent reads the fields of an event.
func (s framing) parseEvent(raw []byte) (e event) {
	e.raw = raw
	body := raw
	if starts(body, byteOrderMark) {
		body = body[len(byteOrderMark):]
	}
	if s == eventStream {
		e.fields(body)
		return e
	}
	body = trimmed(body)
	if s == jsonArray {
		e.opensArray, e.closesArray = string(body) == "[", string(body) == "]"
	}
	if len(body) > 0 && !e.opensArray && !e.closesArray {
		e.data = body
	}
	return e
}

// trimmed of white space, and of the comma before an array's element.
func trimmed(b []byte) []byte {
	if b = b[space(b, 0):]; len(b) > 0 && b[0] == ',' {
		b = b[space(b, 1):]
	}
	for len(b) > 0 && space(b, len(b)-1) == len(b) {
		b = b[:len(b)-1]
	}
	return b
}

func starts(b []byte, with string) bool { return len(b) >= len(with) && string(b[:len(with)]) == with }

func (e *event) fields(body []byte) {
	for at := 0; at < len(body); {
		end, next := lineEnd(body, at, at)
		if next < 0 { // the last line has no end, or half of one
			next, end = len(body), len(body)
			if body[end-1] == '\r' {
				end--
			}
		}
		e.field(body[at:end])
		at = next
	}
	if len(e.data) == 0 { // by the standard, nothing happens then
		e.data = nil
	}
}

func (e *event) field(line []byte) {
	name, rest := line, []byte(nil)
	if i := bytes.IndexByte(line, ':'); i >= 0 {
		if name, rest = line[:i], line[i+1:]; starts(rest, " ") {
			rest = rest[1:]
		}
	}
	switch string(name) {
	case "data":
		e.join(rest)
	case "event":
		e.name = rest
	case "error":
		e.stray, e.isError = rest, true
	case "", "id", "retry": // a comment has no name
	default:
		if e.stray == nil {
			e.stray = e.raw
		}
	}
}

func (e *event) join(line []byte) {
	if e.data == nil {
		e.data = line
		return
	}
	if !e.joined {
		e.data, e.joined = append([]byte(nil), e.data...), true
	}
	e.data = append(append(e.data, '\n'), line...)
}
