// Turns: how long a call waits for its turn while a rate limit is known to be reached.
// The limits are in limits.go.

package retry

import (
	"math"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// turn returns how long a request waits in a window, where so many others were sent
// since the statement, age ago, or are before it. A wait of more than most ms for one
// request is not heeded: the window is that of a day. apart is the time between turns.
func (w *Window) turn(sent, age, random, most, press float64) (wait, apart float64) {
	cost, share, rate := w.cost(), min(1, w.share()*press), w.rate()
	if w.isFixed() {
		reset := float64(w.Reset) - age
		if missing := cost*(sent+1) - share*w.Remaining; missing > 0 && reset > 0 && reset <= most {
			apart = float64(w.Reset) / w.Limit
			return reset + (missing+random)*apart, apart
		}
		return 0, 0
	}
	if w.Remaining-cost*sent > w.Limit/4 || (cost-w.Remaining)/rate-age > most {
		return 0, 0
	}
	// The others use their shares as well. The window holds a reserve for what is used
	// unevenly.
	uneven := max(0, sent) / 64
	if !w.countsRequests() { // requests have many sizes
		uneven = max(0, sent+1) / 4
	}
	uneven += (1 - share) * rate * (age + 1000) / cost
	reserve := min(w.Limit*0.3, cost*max(0, 3*math.Sqrt(uneven)-1))
	apart = cost / (share * rate)
	wait = apart*(sent+1) + (reserve-w.Remaining)/rate - age
	if wait > 0 {
		wait += random * apart / 2
	}
	return wait, apart
}

// turn returns how long a request waits that has others before it.
func (l *Limit) turn(before, press float64, m Moment, most Millis) (wait Millis) {
	if l.Doubts >= maxDoubts {
		return 0
	}
	sent, age := l.waiting(), float64(m.Now-l.At)
	for i := range l.Windows {
		w := &l.Windows[i]
		_, apart := w.turn(0, age, 0, float64(most), press)
		sent := sent - l.credit(apart)
		ms, apart := w.turn(sent+before, age, m.Random, float64(most), press)
		if !(ms > 0) {
			continue
		}
		if first, _ := w.turn(sent, age, 0, float64(most), press); first < -commitTime {
			continue // the request that is the next one has left
		}
		wait = max(wait, Millis(min(max(ms, float64(l.Last-m.Now)+apart/2), limitTime)))
	}
	return wait
}

// credit returns the part of a turn that had passed at the statement, since the last
// request before it.
func (l *Limit) credit(apart float64) float64 {
	if apart == 0 || len(l.Sends) == 0 {
		return 0
	}
	last := l.Sends[0].At
	for _, s := range l.Sends {
		if s.At <= l.Mark {
			last = s.At
		}
	}
	return min(1, float64(l.Mark-last)/apart)
}

// press is by how much an instance may exceed its share where its calls wait for long,
// so that those of all instances wait equally.
func press(waited Millis) float64 { return 1 + min(1, float64(waited)/20_000)/6 }

// maxTurn is how long a call waits for its turn at most: half of its time, and no
// longer than for a stated wait.
func (p Policy) maxTurn(r Request) Millis {
	return min(p.MaxRetryAfter, p.maxWaiting(), p.deadline(r)/2)
}

// paces reports whether a request waits for its turn. A body that is streamed cannot
// wait, because its caller is sending it.
func (p Policy) paces(r Request) bool { return p.Pace && r.Model != "" && r.replayable() }

// takeTurn sets how long a call waits for its turn, or until it asks again. Or it
// chooses another target: a key of the same model whose turn is now; or another model,
// where the wait would be too long.
func (p Policy) takeTurn(in BeginInput, targets []target, result *BeginResult) {
	s, was := &result.State, in.State
	left := max(0, p.maxTurn(in.Request)-was.Paced)
	m := Moment{in.Now, in.Random}
	l := result.Health.limit(targets[s.Target])
	if was.Ticket == 0 {
		was.Ticket = l.Tickets + 1
	}
	before := max(0, was.Ticket-1-l.Served)
	wait := l.turn(before, press(was.Paced), m, p.MaxRetryAfter)
	for i := s.Target + 1; wait > 0 && p.Mode == Own && i < len(targets); i++ {
		t := targets[i]
		other := result.Health.limit(t)
		isKey := t.isSamePool(targets[s.Target])
		if !isKey && wait <= left || other.turn(0, 1, m, p.MaxRetryAfter) > 0 {
			continue
		}
		if h, ok := result.Health.admit(s, t, targets, in.Now); ok {
			result.Health, result.Fallback = h, t.fallback
			s.Target, s.SingleAttempt = i, false
			l, wait = other, 0
		}
	}
	if others := result.Health.shared(&l, in.Now); others != nil {
		s.HasTurnOfAll = true
		wait = l.sharedTurn(others, before, was.Paced, m, p.MaxRetryAfter)
	}
	s.Early = wait > left
	result.Wait = min(wait, left)
	if result.Wait > commitTime {
		result.Wait, result.Again, s.Early = max(result.Wait/2, commitTime), true, false
	}
	s.Paced = was.Paced + result.Wait
	s.Waited += s.Paced
	if s.Paced > 0 {
		s.Ticket = was.Ticket
		l.Tickets = max(l.Tickets, s.Ticket)
	}
	if !result.Again {
		s.SentAt = in.Now + result.Wait
		if s.Ticket > 0 {
			l.Last, l.Served = in.Now+result.Wait, min(l.Served+1, l.Tickets)
		}
		if s.Early { // those that came before have left
			l.Served = max(l.Served, s.Ticket)
		}
		l = l.withSend(s.SentAt, 1)
	}
	result.Health = result.Health.withLimit(l, in.Now)
}

// recordLimit updates the limit after an attempt.
func (p Policy) recordLimit(in *DecideInput, t target) {
	s, o := &in.State, &in.Outcome
	l := in.Health.limit(t)
	switch {
	case o.Verdict == nil && s.Early && isEmpty(o.Windows):
		l.Doubts++
	case o.Verdict != nil && o.Verdict.Class == classify.RateLimit:
		l.Doubts = 0
	}
	others := in.Health.shared(&l, in.Moment.Now)
	if s.HasTurnOfAll {
		isRefused := o.Verdict != nil && o.Verdict.Class == classify.RateLimit
		l.judge(isRefused || o.Verdict == nil && s.Early && isPlenty(o.Windows), in.Moment.Now)
	}
	s.Early, s.HasTurnOfAll = false, false
	l = l.learn(o.Windows, max(s.SentAt, in.Moment.Now-o.Took), s.SentAt, others)
	if o.Verdict != nil && o.Verdict.Class == classify.RateLimit {
		l = l.withSend(s.SentAt, -1) // a refused request takes nothing
	}
	in.Health = in.Health.withLimit(l, in.Moment.Now)
}

// isEmpty reports whether an answer states an empty window.
func isEmpty(windows []classify.Window) bool {
	for _, w := range windows {
		if w.Remaining < 1 {
			return true
		}
	}
	return false
}

// countNext counts an attempt that follows another, which is sent at a time.
func (s *State) countNext(h Health, t target, at, now Millis) Health {
	s.SentAt = at
	return h.withLimit(h.limit(t).withSend(at, 1), now)
}
