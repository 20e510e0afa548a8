// The watcher: what goes downstream, and what is wrong with a stream.

package stream

// Feed takes what came next. The chunk must stay as it is until what is to be
// delivered has been.
func (s State) Feed(chunk []byte) (State, Actions) {
	var a Actions
	if s.over {
		return s, a
	}
	buf, fresh := chunk, true
	if len(s.frame.pending) > 0 {
		buf, fresh = append(s.frame.pending, chunk...), false
	}
	for !s.over {
		raw, rest := s.frame.next(buf)
		if buf = rest; raw == nil {
			break
		}
		fresh = true
		if passed := s.frame.passed; passed > 0 {
			s.frame.passed, s.open = 0, false
			a.add(raw[passed:])
			continue
		}
		s.take(&a, s.frame.shape.open(raw))
	}
	if s.over {
		buf = nil
	}
	s.frame.keep(buf, fresh)
	if !s.over && (s.frame.passed > 0 || len(s.held)+len(s.frame.unsent()) > s.maxHeld) {
		s.flow(&a)
	}
	return s, a
}

// End takes the end of the stream.
func (s State) End(how EndReason) (State, Actions) {
	var a Actions
	if s.over || how == CallerCanceled {
		s.over = true
		return s, a
	}
	rest := s.last(&a)
	switch {
	case s.over:
	case s.ended, how == EndedCleanly && s.isWhole():
		s.deliver(&a, rest)
		s.finish(&a)
	case s.Finished():
		s.deliver(&a, s.closed(s.terminator()))
		s.finish(&a)
	default:
		s.fail(&a, s.broken(how))
	}
	return s, a
}

// isWhole reports whether a stream that its server closed is a whole answer:
// one that has finished, or one that was not understood.
func (s *State) isWhole() bool {
	return s.finished != 0 || s.unjudged || s.unread && s.opened == 0 || s.dialect == Other
}

// last takes what came of an event before the end. One that is whole but for
// its empty line counts. What is none is returned.
func (s *State) last(a *Actions) (rest []byte) {
	f := s.frame
	s.frame = frame{shape: f.shape}
	if f.passed > 0 || len(f.pending) == 0 {
		return f.unsent()
	}
	e := f.shape.open(f.pending)
	switch damaged := meaningOf(s.dialect, e).damaged; {
	case damaged && s.committed:
		s.doubt = copied(e.text())
		return f.pending
	case f.shape == events && e.data == nil && e.said == nil:
		return f.pending
	}
	s.take(a, e)
	s.open = s.open || f.shape == events && !s.over
	return nil
}

// take decides what becomes of one event.
func (s *State) take(a *Actions, e event) {
	m := meaningOf(s.dialect, e)
	if s.ended {
		m = meaning{idle: m.idle} // nothing of what follows on the end is part of the answer
	}
	if m.failure != nil {
		s.fail(a, Error{Payload: copied(m.failure)})
		if s.committed && s.dialect == Responses && e.data != nil {
			s.failed = append([]byte(nil), e.data...)
			for i, c := range s.failed {
				if c == '\n' {
					s.failed[i] = ' ' // one line again
				}
			}
		}
		return
	}
	if m.damaged {
		m.unread = s.doubt != nil && !starts(trimmed(s.doubt), "<") // a second one: the stream is like that
	}
	damaged := s.doubt != nil
	s.note(e, m)
	if m.end && !s.committed && s.opened == 0 && !s.unread && !damaged {
		s.fail(a, s.broken(EndedCleanly)) // nothing but a terminator
		return
	}
	if raw := s.resumed(a, e, m); raw != nil {
		s.pass(a, raw, m)
	}
}

// note remembers what an event says of the answer.
func (s *State) note(e event, m meaning) {
	switch {
	case m.damaged || m.prose:
		s.doubt = copied(e.text())
	case e.data != nil:
		s.doubt = nil
	}
	if !m.idle {
		s.signs++
	}
	s.ended = s.ended || m.end
	s.unread = s.unread || m.unread || m.foreign
	s.opened |= m.opened
	s.finished = nextFinished(s.finished, m)
	s.sequence = max(s.sequence, m.sequence)
}

// pass holds an event, or delivers it with all that was held.
func (s *State) pass(a *Actions, raw []byte, m meaning) {
	commits := m.content || m.finished != 0 || m.end || m.unread && s.opened == 0
	switch {
	case s.committed || commits:
		s.deliver(a, raw)
		if m.content {
			s.contents++
		}
	case s.released && m.idle && len(s.held) == 0:
		a.add(raw)
	default:
		s.answers = s.answers || !m.idle
		s.held = append(s.held, raw...)
	}
}

func (s *State) deliver(a *Actions, raw []byte) {
	if !s.committed {
		s.committed, a.Commit = true, true
		a.add(s.held)
		s.held = nil
	}
	if s.open && len(raw) > 0 { // what an earlier stream left without its end
		a.add([]byte("\n\n"))
		s.open = false
	}
	a.add(raw)
}

// Release lets go what has been held for long: its reader, and the proxies
// between, see that the stream is alive. Signs of life commit to nothing.
func (s State) Release() (State, Actions) {
	var a Actions
	switch {
	case s.over || s.committed:
	case s.answers:
		s.deliver(&a, nil)
	default:
		s.released = true
		a.add(s.held)
		s.held = nil
	}
	return s, a
}

// flow lets go more than may be held. An event that is under way is not read.
func (s *State) flow(a *Actions) {
	if s.resume.replaying && s.Repeating() {
		s.fail(a, ReplayMismatch())
		return
	}
	s.deliver(a, nil)
	if unsent := s.frame.unsent(); s.frame.passed > 0 || len(unsent) > s.maxHeld {
		s.resume = resume{replaying: s.resume.replaying, id: s.resume.id, shape: s.resume.shape}
		s.unjudged, s.open = true, true
		if s.signs++; s.frame.passed == 0 {
			s.contents++
		}
		a.add(append([]byte(nil), unsent...))
		s.frame.pass()
	}
}

// add copies only where there is more than one piece to deliver.
func (a *Actions) add(raw []byte) {
	switch {
	case len(raw) == 0:
	case len(a.Deliver) == 0:
		a.Deliver = raw
	case !a.own:
		a.Deliver, a.own = concat(a.Deliver, raw, nil), true
	default:
		a.Deliver = append(a.Deliver, raw...)
	}
}

func (s *State) finish(a *Actions) { s.over, a.Done = true, true }

func (s *State) fail(a *Actions, f Error) { s.over, a.Err = true, &f }

// text is what a damaged event shows to whoever judges it.
func (e event) text() []byte {
	if e.data != nil {
		return e.data
	}
	return e.said
}

// maxSaid is how much of an error is kept to be judged.
const maxSaid = 64 << 10

// concat makes one new piece of three.
func concat(a, b, c []byte) []byte {
	out := make([]byte, 0, len(a)+len(b)+len(c))
	return append(append(append(out, a...), b...), c...)
}

func copied(b []byte) []byte { return append([]byte{}, b[:min(len(b), maxSaid)]...) }
