// Resume: an answer that was cut is taken up by another stream of the same
// request. As long as that one repeats, character for character, what was
// delivered, it is swallowed; from there on it flows, under the first one's
// id. Where it differs the answer has failed: nothing is spliced that does not
// match.
//
// Refused is what cannot be compared as one text: tool calls, reasoning, log
// probabilities, several choices, JSON arrays, and the Responses API, whose
// last event repeats the whole answer.

package stream

import "github.com/ukemi-dev/ukemi/internal/jsonish"

// maxRecord is how much delivered content is remembered; an answer that is
// longer is not taken up.
const maxRecord = 256 << 10

// resume is what a later stream must repeat.
type resume struct {
	recording bool
	text      []byte // of the content that was delivered
	id        value  // of the first stream
	shape     shape  // of the first stream
	replaying bool   // this is a later stream
	at        int    // bytes of text that this stream brought
}

// Resumable reports whether a stream that failed can be taken up by another:
// what was delivered can be compared, or it was nothing but signs of life.
func (s State) Resumable() bool {
	return !s.committed || s.resume.recording && len(s.resume.text) > 0
}

// Resume returns the state before another stream of the same request.
func (s State) Resume() State {
	r := s.resume
	if !s.committed {
		return State{dialect: s.dialect, maxHeld: s.maxHeld, released: s.released, resume: resume{recording: r.recording}}
	}
	r.replaying, r.at = true, 0
	return State{dialect: s.dialect, maxHeld: s.maxHeld, committed: true, open: s.open, contents: s.contents, resume: r}
}

// Repeating reports whether the stream still repeats what was delivered.
func (s State) Repeating() bool { return s.resume.at < len(s.resume.text) }

// resumed returns what is to be delivered of an event, nil for nothing.
func (s *State) resumed(a *Actions, e event, m meaning) []byte {
	r := &s.resume
	if !r.replaying {
		r.record(s.frame.shape, m)
		return e.raw
	}
	switch {
	case e.data == nil && s.Repeating() && s.frame.shape != events:
		return nil
	case e.data == nil: // keep-alives keep the caller's connection alive too
		return e.raw
	case s.frame.shape != r.shape:
		s.fail(a, ReplayMismatch())
		return nil
	case s.Repeating():
		return s.repeat(a, e, m)
	}
	r.record(r.shape, m)
	return s.rewrite(a, e, m, nil)
}

// repeat swallows what was delivered already.
func (s *State) repeat(a *Actions, e event, m meaning) []byte {
	r := &s.resume
	text, rest := m.text.text(), r.text[r.at:]
	n := min(len(text), len(rest))
	r.at += n
	short := r.at < len(r.text) && (m.finished != 0 || m.settled || m.end)
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
	return !(m.content && m.text == nil || m.damaged || m.unread)
}

// record remembers the content of an event that is delivered.
func (r *resume) record(s shape, m meaning) {
	if !r.recording {
		return
	}
	if s > lines || m.settled || !m.comparable() || m.opened > 1 || len(r.text)+len(m.text) > maxRecord {
		*r = resume{replaying: r.replaying, id: r.id, shape: r.shape}
		return
	}
	if r.shape = s; r.id == nil && m.id != nil {
		r.id = append(value{}, m.id...)
	}
	r.text = append(r.text, m.text.text()...)
	r.at = len(r.text)
}

// rewrite returns an event under the first stream's id and, where text is not
// nil, with another text. One that came in several data lines is refused.
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

// offset of the part in the event, whose memory it shares to the end.
func (e edit) offset(raw []byte) int { return cap(raw) - cap(e.old) }

func (e edit) apply(to, raw []byte) []byte {
	if e.new == nil {
		return to
	}
	at := e.offset(raw)
	return concat(to[:at], e.new, to[at+len(e.old):])
}
