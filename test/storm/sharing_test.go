// How the instances of a deployment share what they see: by messages to all, as the native
// edge does through Redis, or by asking an object, as isolates of the Worker do.

package storm

import "github.com/ukemi-dev/ukemi/pkg/retry"

// instance of an edge.
type instance struct {
	origin string
	health retry.Health
	ask    func(now bool) *answer // of an object; nil where it is not time to ask, unless now
}

// answer that comes.
type answer struct {
	isThere bool
	waiting []func()
}

// within a time do, or as soon as the answer is there.
func (a *answer) within(s *sim, d ms, do func()) {
	if a.isThere {
		do()
		return
	}
	isDone := false
	once := func() {
		if !isDone {
			isDone = true
			do()
		}
	}
	a.waiting = append(a.waiting, once)
	s.in(d, once)
}

func (a *answer) come() {
	a.isThere = true
	for _, do := range a.waiting {
		do()
	}
}

// sharing of the instances of an edge, from the beginning to the end of a simulation.
type sharing func(s *sim, p retry.Policy, all []instance)

const (
	gossipEvery = 250   // ms between two messages of a native instance
	askEvery    = 2_000 // ms between two questions of an isolate, at least
	roundTrip   = 60    // ms of a question
)

// hub merges what was sent four times a second, and has the hint of that.
type hub struct {
	ledger retry.Ledger
	sent   []retry.Ledger
	hint   retry.Hint
}

func (h *hub) tick(s *sim, p retry.Policy, then func()) {
	for len(h.sent) > 1 { // in pairs, so that none is merged with all
		var half []retry.Ledger
		for i := 0; i < len(h.sent); i += 2 {
			half = append(half, h.sent[i].Merge(h.sent[min(i+1, len(h.sent)-1)]))
		}
		h.sent = half
	}
	if len(h.sent) == 1 {
		h.ledger = h.ledger.Merge(h.sent[0]).Recent(s.now)
	}
	h.sent, h.hint = nil, h.ledger.Hint(p.RetryBudget, s.now)
	then()
	if s.second() < (before+outage+after)/1000 {
		s.in(gossipEvery, func() { h.tick(s, p, then) })
	}
}

// gossip: each instance sends its counts to all others.
func gossip(s *sim, p retry.Policy, all []instance) {
	var h hub
	h.tick(s, p, func() {
		for i := range all {
			all[i].health.Hint = h.hint // of what was sent 250 ms ago
			h.sent = append(h.sent, all[i].health.Ledger(all[i].origin))
		}
	})
}

// object: an isolate that knows of a failure asks when a call begins, or before a call's
// first retry, and once more after that. It sends its counts with the question. An isolate
// that has seen nothing sends nothing.
func object(s *sim, p retry.Policy, all []instance) {
	var h hub
	h.tick(s, p, func() {})
	for n := range all {
		i, asked := &all[n], -ms(askEvery)
		i.ask = func(now bool) *answer {
			if s.now-asked < askEvery && !now {
				return nil
			}
			asked = s.now
			counts, a := i.health.Ledger(i.origin).Open(s.now), new(answer)
			s.in(roundTrip/2, func() {
				h.sent = append(h.sent, counts)
				hint := h.hint
				s.in(roundTrip/2, func() {
					i.health.Hint = hint
					a.come()
				})
			})
			return a
		}
	}
}
