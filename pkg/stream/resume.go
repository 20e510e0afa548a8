// Resume: after a cut, a second stream of the same request must repeat the
// delivered content, character for character. The repetition is dropped; the
// rest is delivered under the id of the first stream. A difference is an error.
//
// An answer that is not one text is never resumed: tool calls, reasoning, log
// probabilities, several choices, JSON arrays, and the Responses API, whose last
// event repeats the whole answer.

package stream

import "github.com/ukemi-dev/ukemi/internal/jsonish"

// maxRecord is how many bytes of delivered content are recorded; a longer answer
// is not resumed.
const maxRecord = 256 << 10

// resume is the record that a later stream must repeat.
type resume struct {
	recording bool
	text      []byte  // of the content that was delivered
	id        value   // of the first stream
	framing   framing // of the first stream
	replaying bool    // this is a later stream
	begins    bool    // it continues the text, and has not yet begun to
	at        int     // how many bytes of text this stream has repeated
}

// Resumable reports whether another stream can continue this one: the delivered
// content was recorded, or only keep-alives were delivered.
func (s State) Resumable() bool {
	return !s.committed || s.resume.recording && len(s.resume.text) > 0
}

// Resume returns the state before the next stream of the same request.
func (s State) Resume() State {
	r := s.resume
	if !s.committed {
		return State{
			dialect: s.dialect, maxHeld: s.maxHeld, released: s.released, resume: resume{recording: r.recording},
		}
	}
	r.replaying, r.at = true, 0
	return State{
		dialect: s.dialect, maxHeld: s.maxHeld, committed: true,
		midEvent: s.midEvent, contentEvents: s.contentEvents, resume: r,
	}
}

// Beginning returns the content that was delivered, where Resume was called.
func (s State) Beginning() string { return string(s.resume.text) }

// Continue returns the state, after Resume, before a stream that does not repeat the
// delivered content but goes on with it.
func (s State) Continue() State {
	s.resume.at, s.resume.begins = len(s.resume.text), s.resume.replaying
	return s
}

// Repeating reports whether the stream has not yet repeated all delivered content.
func (s State) Repeating() bool { return s.resume.at < len(s.resume.text) }

// afterReplay returns the bytes of an event that are delivered, nil for none.
func (s *State) afterReplay(a *Actions, e event, m meaning) []byte {
	r := &s.resume
	if !r.replaying {
		r.record(s.framer.framing, m)
		return e.raw
	}
	switch {
	case e.data == nil && s.Repeating() && s.framer.framing != eventStream:
		return nil
	case e.data == nil: // keep-alives keep the caller's connection alive too
		return e.raw
	case s.framer.framing != r.framing:
		s.fail(a, ReplayMismatch())
		return nil
	case s.Repeating():
		return s.repeat(a, e, m)
	case r.begins && !m.comparable():
		s.fail(a, ReplayMismatch())
		return nil
	case r.begins && len(m.text.text()) == 0 && m.finished == 0 && !m.terminates:
		return nil // a second beginning of the same answer
	}
	r.begins = false
	r.record(r.framing, m)
	return s.rewrite(a, e, m, nil)
}

// repeat compares an event with the record and returns what exceeds it.
func (s *State) repeat(a *Actions, e event, m meaning) []byte {
	r := &s.resume
	text, rest := m.text.text(), r.text[r.at:]
	n := min(len(text), len(rest))
	r.at += n
	short := r.at < len(r.text) && (m.finished != 0 || m.notComparable || m.terminates)
	if !m.comparable() || string(text[:n]) != string(rest[:n]) || short {
		s.fail(a, ReplayMismatch())
		return nil
	}
	if n == len(text) && m.finished == 0 {
		return nil
	}
	r.text = append(r.text, text[n:]...)
	r.at = len(r.text)
	return s.rewrite(a, e, m, jsonish.AppendString(nil, string(text[n:])))
}

// comparable reports whether all of an event's content is one text.
func (m meaning) comparable() bool {
	return !(m.content && m.text == nil || m.damaged || m.unknownShape)
}

// record remembers the content of an event that is delivered.
func (r *resume) record(s framing, m meaning) {
	if !r.recording {
		return
	}
	if s > ndjson || m.notComparable || !m.comparable() || m.opened > 1 || len(r.text)+len(m.text) > maxRecord {
		*r = resume{replaying: r.replaying, id: r.id, framing: r.framing}
		return
	}
	if r.framing = s; r.id == nil && m.id != nil {
		r.id = append(value{}, m.id...)
	}
	r.text = append(r.text, m.text.text()...)
	r.at = len(r.text)
}

// rewrite returns an event with the id of the first stream and, where text is not
// nil, with another text. An event of several "data:" lines cannot be rewritten.
func (s *State) rewrite(a *Actions, e event, m meaning, text value) []byte {
	id := s.resume.id
	if id == nil || m.id == nil || string(id) == string(m.id) {
		id = nil
	}
	if id == nil && text == nil {
		return e.raw
	}
	if e.joined {
		s.fail(a, ReplayMismatch())
		return nil
	}
	raw := e.raw
	first, second := edit{m.id, id}, edit{m.text, text}
	if second.new != nil && (first.new == nil || second.offset(raw) > first.offset(raw)) {
		first, second = second, first
	}
	return second.apply(first.apply(raw, raw), raw)
}

// edit replaces a part of an event; of two, the later one goes first.
type edit struct{ old, new value }

// offset returns where the part begins in the event, whose memory it shares. It
// compares addresses, because the same bytes may occur in the event twice.
func (e edit) offset(raw []byte) int {
	for i := range raw {
		if &raw[i] == &e.old[0] {
			return i
		}
	}
	return len(raw)
}

func (e edit) apply(to, raw []byte) []byte {
	if e.new == nil {
		return to
	}
	at := e.offset(raw)
	return concat(to[:at], e.new, to[at+len(e.old):])
}
