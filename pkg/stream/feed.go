// From chunks to actions: which bytes are held, delivered or replaced.

package stream

import "slices"

// Feed takes the next chunk, which must not be changed before the bytes of
// Actions.Deliver are delivered.
func (s State) Feed(chunk []byte) (State, Actions) {
	var a Actions
	if s.over {
		return s, a
	}
	buf, shared := chunk, true
	if len(s.framer.pending) > 0 {
		buf, shared = append(s.framer.pending, chunk...), false
	}
	var same shape
	for !s.over {
		if canCompare {
			if e, m, rest := same.next(buf); e.raw != nil {
				buf = rest
				s.handle(&a, e, m)
				continue
			}
		}
		raw, rest := s.framer.next(buf)
		if buf = rest; raw == nil {
			break
		}
		shared = true
		if delivered := s.framer.delivered; delivered > 0 {
			s.framer.delivered, s.midEvent = 0, false
			a.add(raw[min(delivered, len(raw)):]) // longer only in a state that somebody forged
			continue
		}
		e := s.framer.framing.parseEvent(raw)
		m := meaningOf(s.dialect, e)
		s.handle(&a, e, m)
		if canCompare {
			same = shapeOf(s.framer.framing, e, m)
		}
	}
	if s.over {
		buf = nil
	}
	s.framer.holdRest(buf, shared)
	if !s.over && (s.framer.delivered > 0 || len(s.held)+len(s.framer.undelivered()) > s.maxHeld) {
		s.deliverOversize(&a)
	}
	a.Deliver = slices.Clip(a.Deliver) // the chunk may go on behind it
	return s, a
}

// End takes the end of the stream, and the reason for it.
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
		if s.midEvent && how != EndedCleanly { // the connection broke before the terminator's empty line
			a.add([]byte("\n\n"))
		}
		s.finish(&a)
	case s.Finished():
		s.deliver(&a, s.endingEvent(s.terminator()))
		s.finish(&a)
	default:
		s.fail(&a, s.endError(how))
	}
	return s, a
}

// isWhole reports whether a stream that the upstream closed is a complete answer:
// a choice has finished, or the end may have been in an event that was not read.
func (s *State) isWhole() bool {
	return s.finished != 0 || s.unreadEvent || s.unknownShape && s.opened == 0 || s.dialect == Other
}

// last handles the event that was incomplete when the stream ended. One that lacks
// only its empty line counts; the bytes of any other are returned.
func (s *State) last(a *Actions) (rest []byte) {
	f := s.framer
	s.framer = framer{framing: f.framing}
	if f.delivered > 0 || len(f.pending) == 0 {
		return f.undelivered()
	}
	e := f.framing.parseEvent(f.pending)
	m := meaningOf(s.dialect, e)
	switch {
	case m.damaged && s.committed:
		s.damagedEvent = copied(e.text())
		return f.pending
	case f.framing == eventStream && e.data == nil && e.stray == nil:
		return f.pending
	}
	s.handle(a, e, m)
	s.midEvent = s.midEvent || f.framing == eventStream && !s.over
	return nil
}

// handle decides whether an event is an error, held or delivered.
func (s *State) handle(a *Actions, e event, m meaning) {
	if s.ended {
		m = meaning{keepAlive: m.keepAlive} // the answer ended with the terminator
	}
	if m.errorPayload != nil {
		s.fail(a, Error{Payload: copied(m.errorPayload)})
		if s.committed && s.dialect == Responses && e.data != nil {
			s.responseFailed = append([]byte(nil), e.data...)
			for i, c := range s.responseFailed {
				if c == '\n' {
					s.responseFailed[i] = ' ' // one line again
				}
			}
		}
		return
	}
	if m.damaged {
		// The second in a row: this upstream sends such events.
		m.unknownShape = s.damagedEvent != nil && !starts(trimmed(s.damagedEvent), "<")
	}
	damaged := s.damagedEvent != nil
	s.remember(e, m)
	if m.terminates && !s.committed && s.opened == 0 && !s.unknownShape && !damaged {
		s.fail(a, s.endError(EndedCleanly)) // nothing but a terminator
		return
	}
	if raw := s.afterReplay(a, e, m); raw != nil {
		s.forward(a, raw, m)
	}
}

// remember updates the state by the meaning of an event.
func (s *State) remember(e event, m meaning) {
	switch {
	case m.damaged || m.prose:
		s.damagedEvent = copied(e.text())
	case e.data != nil:
		s.damagedEvent = nil
	}
	if !m.keepAlive {
		s.eventCount++
	}
	s.ended = s.ended || m.terminates
	s.unknownShape = s.unknownShape || m.unknownShape || m.unknownType
	s.opened |= m.opened
	s.finished = nextFinished(s.finished, m)
	s.sequence = max(s.sequence, m.sequence)
}

// forward holds an event, or delivers it after all that was held.
func (s *State) forward(a *Actions, raw []byte, m meaning) {
	commits := m.content || m.finished != 0 || m.terminates || m.unknownShape && s.opened == 0
	switch {
	case s.committed || commits:
		s.deliver(a, raw)
		if m.content {
			s.contentEvents++
		}
	case s.released && m.keepAlive && len(s.held) == 0:
		a.add(raw)
	default:
		s.holdsAnswer = s.holdsAnswer || !m.keepAlive
		s.held = append(s.held, raw...)
	}
}

func (s *State) deliver(a *Actions, raw []byte) {
	if !s.committed {
		s.committed, a.Commit = true, true
		a.add(s.held)
		s.held = nil
	}
	if s.midEvent && len(raw) > 0 { // an earlier stream was cut in the middle of an event
		a.add([]byte("\n\n"))
		s.midEvent = false
	}
	a.add(raw)
}

// Release delivers the held bytes, so that the caller and the proxies before it do
// not close the connection. Keep-alives alone do not commit.
func (s State) Release() (State, Actions) {
	var a Actions
	switch {
	case s.over || s.committed:
	case s.holdsAnswer:
		s.deliver(&a, nil)
	default:
		s.released = true
		a.add(s.held)
		s.held = nil
	}
	return s, a
}

// deliverOversize delivers what exceeds maxHeld. An event of which a part was
// delivered this way is not read.
func (s *State) deliverOversize(a *Actions) {
	if s.resume.replaying && s.Repeating() {
		s.fail(a, ReplayMismatch())
		return
	}
	s.deliver(a, nil)
	if unsent := s.framer.undelivered(); s.framer.delivered > 0 || len(unsent) > s.maxHeld {
		s.resume = resume{replaying: s.resume.replaying, id: s.resume.id, framing: s.resume.framing}
		s.unreadEvent, s.midEvent = true, true
		if s.eventCount++; s.framer.delivered == 0 {
			s.contentEvents++
		}
		a.add(append([]byte(nil), unsent...))
		s.framer.forgetDelivered()
	}
}

// text is the part of a damaged event that is classified.
func (e event) text() []byte {
	if e.data != nil {
		return e.data
	}
	return e.stray
}
