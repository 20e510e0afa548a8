// State as bytes. Numbers are varints; a text has its length before it. The three
// lists of pointers are used by the writer and the reader, so that both agree.

package stream

import (
	"errors"

	"github.com/ukemi-dev/ukemi/internal/api"
)

// AppendBinary implements encoding.BinaryAppender, for a driver that keeps the
// state outside of Go's memory. The error is always nil.
func (s State) AppendBinary(dst []byte) ([]byte, error) {
	var flags uint64
	for i, flag := range s.flags() {
		if *flag {
			flags |= 1 << i
		}
	}
	f := &s.framer
	for _, n := range [...]uint64{
		flags, uint64(s.dialect), uint64(f.framing), uint64(s.resume.framing), s.opened, s.finished,
	} {
		dst = appendNumber(dst, n)
	}
	for _, n := range s.counts() {
		dst = appendNumber(dst, uint64(*n))
	}
	for _, text := range s.texts() {
		dst = append(appendNumber(dst, uint64(len(*text))), *text...)
	}
	return dst, nil
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler: it reads back the
// bytes that AppendBinary appended.
func (s *State) UnmarshalBinary(b []byte) error {
	*s = State{}
	d := decoder{rest: b}
	flags := d.number()
	for i, flag := range s.flags() {
		*flag = flags>>i&1 != 0
	}
	s.dialect, s.framer.framing, s.resume.framing = Dialect(d.number()), framing(d.number()), framing(d.number())
	s.opened, s.finished = d.number(), d.number()
	for _, n := range s.counts() {
		*n = int(d.number() & (1<<31 - 1))
	}
	for _, text := range s.texts() {
		*text = d.text()
	}
	if d.failed || len(d.rest) > 0 || !s.isValid() {
		return errNoState
	}
	return nil
}

var errNoState = errors.New("stream: these bytes are no encoded State")

func (s *State) flags() [13]*bool {
	return [...]*bool{
		&s.committed, &s.over, &s.ended, &s.holdsAnswer, &s.released, &s.unknownShape, &s.unreadEvent, &s.midEvent,
		&s.framer.inString, &s.framer.escaped, &s.resume.recording, &s.resume.replaying,
		&s.resume.begins,
	}
}

func (s *State) counts() [9]*int {
	f := &s.framer
	return [...]*int{
		&s.maxHeld, &f.searched, &f.line, &f.delivered, &f.depth, &s.sequence, &s.contentEvents, &s.eventCount,
		&s.resume.at,
	}
}

func (s *State) texts() [6]*[]byte {
	return [...]*[]byte{
		&s.framer.pending, &s.held, &s.damagedEvent, &s.responseFailed, &s.resume.text, (*[]byte)(&s.resume.id),
	}
}

// isValid reports whether every offset lies within its text.
func (s *State) isValid() bool {
	f := &s.framer
	return f.searched <= len(f.pending) && f.line <= f.searched && f.delivered <= len(f.pending) &&
		s.resume.at <= len(s.resume.text) && s.dialect < api.Dialects && f.framing <= jsonArray
}

func appendNumber(dst []byte, n uint64) []byte {
	for ; n >= 0x80; n >>= 7 {
		dst = append(dst, byte(n)|0x80)
	}
	return append(dst, byte(n))
}

type decoder struct {
	rest   []byte
	failed bool
}

func (d *decoder) number() (n uint64) {
	for i, c := range d.rest[:min(len(d.rest), 10)] {
		n |= uint64(c&0x7F) << (7 * i)
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return n
		}
	}
	d.failed = true
	return 0
}

func (d *decoder) text() []byte {
	n := d.number()
	if n > uint64(len(d.rest)) {
		d.failed = true
	}
	if d.failed || n == 0 {
		return nil
	}
	text := append([]byte(nil), d.rest[:n]...)
	d.rest = d.rest[n:]
	return text
}
