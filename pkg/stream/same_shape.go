// Events that differ from the one before them in their text alone, as the tokens of an
// answer do. They have its meaning, so that of a burst one event is read.

package stream

import (
	"bytes"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// shape is an event of the chunk that is read, with its meaning, and the place of its text.
// The zero value is none.
type shape struct {
	event    event
	meaning  meaning
	from, to int // of the text, with its quotes, in event.raw
}

// shapeOf returns the shape of an event, if its meaning does not depend on the characters
// of its text. After a CR, the event could be a byte longer.
func shapeOf(f framing, e event, m meaning) (s shape) {
	if f != eventStream || e.joined || !m.content || e.stray != nil || len(m.text) < 3 || e.raw[len(e.raw)-1] != '\n' {
		return s
	}
	s = shape{event: e, meaning: m, from: offset(e.raw, m.text)}
	s.to = s.from + len(m.text)
	return s
}

// next cuts an event of this shape off buf. It returns no bytes where another one begins,
// or not all of it is there.
func (s *shape) next(buf []byte) (e event, m meaning, rest []byte) {
	raw := s.event.raw
	if raw == nil || !bytes.HasPrefix(buf, raw[:s.from+1]) {
		return e, m, buf
	}
	end := jsonish.StrictEnd(buf, s.from)
	if end < s.from+3 || !bytes.HasPrefix(buf[end:], raw[s.to:]) {
		return e, m, buf
	}
	e, m = s.event, s.meaning
	longer := end - s.to
	e.raw = buf[:len(raw)+longer]
	for _, part := range [...]*[]byte{&e.name, &e.data, (*[]byte)(&m.id), (*[]byte)(&m.text)} {
		if *part == nil {
			continue
		}
		at := offset(raw, *part)
		to := at + len(*part)
		if at >= s.to {
			at += longer
		}
		if to >= s.to {
			to += longer
		}
		*part = e.raw[at:to]
	}
	return e, m, buf[len(e.raw):]
}

// offset returns where a part of an event begins in it. Parts are cut out of the event, and
// so end where it ends in memory.
func offset(raw, part []byte) int { return cap(raw) - cap(part) }
