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
		if len(raw) > MaxEvent || raw == nil && len(rest) > MaxEvent {
			s.fail(&a, tooLarge())
		}
		if buf = rest; raw == nil || s.over {
			break
		}
		fresh = true
		s.take(&a, s.frame.shape.open(raw))
	}
	if s.over {
		buf = nil
	}
	s.frame.keep(buf, fresh)
	return s, a
}

// End takes the end of the stream.
func (s State) End(how Ending) (State, Actions) {
	var a Actions
	if s.over || how == Canceled {
		s.over = true
		return s, a
	}
	s.last(&a)
	switch {
	case s.over:
	case s.Finished(), s.dialect == Other && how == Ended:
		s.complete(&a)
	default:
		s.fail(&a, s.broken(how))
	}
	return s, a
}

// last takes what came of an event before the end. One that is whole but for
// its empty line counts, and gets it.
func (s *State) last(a *Actions) {
	rest := s.frame.pending
	s.frame = frame{shape: s.frame.shape}
	if len(rest) == 0 || len(rest) > MaxEvent {
		return
	}
	e := s.frame.shape.open(rest)
	if s.frame.shape == events {
		if e.data == nil && e.said == nil {
			return
		}
		e = s.frame.shape.open(concat(rest, []byte("\n\n"), nil))
	}
	s.take(a, e)
}

// take decides what becomes of one event.
func (s *State) take(a *Actions, e event) {
	m := s.dialect.read(e)
	switch {
	case m.failure != nil:
		s.fail(a, Fault{Said: copied(m.failure)})
		return
	case m.invalid:
		s.doubt = copied(e.told())
		if s.frame.shape == array || s.frame.shape == document {
			s.fail(a, s.broken(Ended)) // nothing can be left out of a document
		}
		return
	}
	s.note(e, m)
	if m.end && !s.Finished() && s.dialect != Other {
		s.fail(a, s.broken(Ended))
		return
	}
	if raw := s.resumed(a, e, m); raw != nil {
		s.pass(a, raw, m)
	}
	if m.end && !s.over && s.dialect != Other {
		s.finish(a)
	}
}

// note remembers what an event says of the answer.
func (s *State) note(e event, m meaning) {
	if e.data != nil {
		s.doubt = nil
	}
	s.opened |= m.opened
	s.finished |= m.finished
	s.sequence = max(s.sequence, m.sequence)
}

// pass holds an event, or delivers it with all that was held.
func (s *State) pass(a *Actions, raw []byte, m meaning) {
	commits := m.content || m.finished != 0 || m.end || len(s.held)+len(raw) > maxHeld
	if !s.begun && !commits {
		s.held = append(s.held, raw...)
		return
	}
	s.deliver(a, raw)
	if m.content {
		s.contents++
	}
}

func (s *State) deliver(a *Actions, raw []byte) {
	if !s.begun {
		s.begun, a.Commit = true, true
		a.add(s.held)
		s.held = nil
	}
	a.add(raw)
}

// add copies only where there is more than one event to deliver.
func (a *Actions) add(raw []byte) {
	switch {
	case len(a.Deliver) == 0:
		a.Deliver = raw
	case !a.own:
		a.Deliver, a.own = concat(a.Deliver, raw, nil), true
	default:
		a.Deliver = append(a.Deliver, raw...)
	}
}

// complete ends a whole answer, with the terminator that the stream lacks.
func (s *State) complete(a *Actions) {
	s.deliver(a, []byte(s.terminator()))
	s.finish(a)
}

func (s *State) finish(a *Actions) { s.over, a.Done = true, true }

func (s *State) fail(a *Actions, f Fault) { s.over, a.Fault = true, &f }

// told is what an invalid event shows to whoever judges it.
func (e event) told() []byte {
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
