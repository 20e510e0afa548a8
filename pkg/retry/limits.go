// Limits: the rate limits that upstreams state in their answers, and what instances take
// of them. Policy.Pace.

package retry

import (
	"math"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Limit is what is known of the rate limits of a model with a key. A hint: it is
// bounded, and no call is refused because of it.
type Limit struct {
	Upstream, Model string
	// Key as in RestingKey.
	Key string
	// At is when the request was sent whose answer stated the Windows. Of two
	// statements the later one counts.
	At      Millis
	Windows []Window

	// The rest is the instance's own. Sends is how many requests it had sent by when,
	// and will have sent when those that wait have had their turns. Between two of them
	// the requests count as even. The oldest first. Mark is the time in it at which the
	// request was to be sent whose answer stated the Windows.
	Sends []Sends
	Mark  Millis
	// Last is the turn of the last request that had to wait. Tickets is how many had to
	// wait, Served how many of them have had their turn or know it.
	Last            Millis
	Tickets, Served float64
	// Doubts is how many requests went before their turn and succeeded, although the
	// window was stated to be empty, since the last refusal. Three show that it is not.
	Doubts int
	// Recent is how many requests were sent of late, the last of them at RecentAt: its
	// demand, of which the other instances learn.
	Recent   float64
	RecentAt Millis
	// Judged is how many requests ended lately that had the turn of all instances, and
	// Misled how many of them show that it was wrong. Until AloneUntil this instance takes
	// its turns by itself.
	Judged, Misled float64
	AloneUntil     Millis
}

// Sends is a number of requests sent by a time.
type Sends struct {
	At    Millis  `json:"at"`
	Count float64 `json:"count"`
}

// Window is a stated window, and what this instance learned of it.
type Window struct {
	classify.Window
	// Total is what the requests of all took of late, and Requests how many these were;
	// Own is how many of them were this instance's.
	Total, Requests, Own float64
	// Fleet is how many of them were of this deployment, where the instances share limits.
	Fleet float64
}

const (
	maxLimits = 32
	maxSends  = 8
	maxDoubts = 3
	// commitTime is how long before its turn a request waits for it alone. Before that
	// it asks again after half of its wait, because limits and shares change.
	commitTime = 1_000
	// shareTime is for how long what was taken counts in the share of an instance.
	shareTime = 5_000
	// limitTime is how long a limit is remembered without an answer.
	limitTime = 600_000
)

func (l *Limit) isOf(t target) bool {
	return l.Upstream == t.upstream && l.Model == t.model && l.Key == t.key()
}

func (h Health) limit(t target) Limit {
	for _, l := range h.Limits {
		if l.isOf(t) {
			return l
		}
	}
	return Limit{Upstream: t.upstream, Model: t.model, Key: t.key()}
}

func (h Health) withLimit(changed Limit, now Millis) Health {
	limits := make([]Limit, 0, len(h.Limits)+1)
	for _, l := range h.Limits {
		isSame := l.Upstream == changed.Upstream && l.Model == changed.Model && l.Key == changed.Key
		if !isSame && l.lastKnown()+limitTime > now {
			limits = append(limits, l)
		}
	}
	limits = append(limits, changed)
	h.Limits = limits[max(0, len(limits)-maxLimits):]
	return h
}

// lastKnown returns the time of the last statement or request.
func (l *Limit) lastKnown() Millis {
	if n := len(l.Sends); n > 0 {
		return max(l.At, l.Sends[n-1].At)
	}
	return l.At
}

// sentBy returns how many requests are sent until a time.
func (l *Limit) sentBy(at Millis) (n float64) {
	for i, s := range l.Sends {
		switch {
		case s.At <= at:
			n = s.Count
		case i > 0:
			before := l.Sends[i-1]
			passed := float64(at-before.At) / float64(s.At-before.At)
			return n + max(0, s.Count-n-1)*passed // the last one is sent at s.At
		default:
			return 0
		}
	}
	return n
}

// withSend returns the limit with another request that is sent at a time; without it,
// where n is −1.
func (l Limit) withSend(at Millis, n float64) Limit {
	sends := make([]Sends, 0, len(l.Sends)+2)
	l.Recent, l.RecentAt = max(0, fade(l.Recent, l.RecentAt, at)+n), max(l.RecentAt, at)
	for i, s := range l.Sends {
		if i+1 < len(l.Sends) && l.Sends[i+1].At <= l.Mark {
			continue // not needed any more
		}
		if s.At >= at {
			s.Count += n
		}
		sends = append(sends, s)
	}
	if n < 0 {
		l.Sends = sends
		return l
	}
	if len(sends) == 0 {
		sends = append(sends, Sends{at - 1, 0}, Sends{at, 1})
	} else if last := sends[len(sends)-1]; last.At < at {
		sends = append(sends, Sends{at, last.Count + 1})
	}
	if len(sends) > maxSends {
		least := 1
		for i := 1; i < len(sends)-1; i++ {
			if sends[i+1].At-sends[i-1].At < sends[least+1].At-sends[least-1].At {
				least = i
			}
		}
		sends = append(sends[:least], sends[least+1:]...)
	}
	l.Sends = sends
	return l
}

// waiting returns how many requests were sent since the statement, or wait.
func (l *Limit) waiting() float64 { return l.sentBy(math.MaxInt64) - l.sentBy(l.Mark) }

// learn returns the limit after a statement, whose request was sent at a time, and was
// to be sent at mark.
func (l Limit) learn(stated []classify.Window, at, mark Millis, others *HintLimit) Limit {
	if len(stated) == 0 || at < l.At {
		return l
	}
	own, passed := max(0, l.sentBy(mark)-l.sentBy(l.Mark)), at-l.At
	requests, fleet := own, 0.0
	if others == nil { // alone: how much a request of the deployment takes is not known
		for i := range l.Windows {
			l.Windows[i].Fleet = 0
		}
	} else {
		fleet = own + others.sentSince(l.At, at, own, l.demandShare(others, l.Tickets-l.Served, at))
		requests = fleet
	}
	windows := make([]Window, len(stated))
	for i, w := range stated {
		now := Window{Window: w}
		for _, was := range l.Windows {
			if was.Name == w.Name && was.Limit == w.Limit {
				now.Total, now.Requests, now.Own, now.Fleet = was.Total, was.Requests, was.Own, was.Fleet
				if used := was.left(passed) - w.Remaining; now.countsRequests() {
					requests = max(requests, used)
				}
			}
		}
		windows[i] = now
	}
	for i := range windows {
		w := &windows[i]
		for _, was := range l.Windows {
			if was.Name == w.Name && was.Limit == w.Limit {
				w.learn(max(0, was.left(passed)-w.Remaining), requests, own, fleet, float64(passed))
			}
		}
	}
	l.At, l.Mark, l.Windows = at, mark, windows
	return l
}

// countsRequests is false for a window of tokens.
func (w *Window) countsRequests() bool { return !strings.Contains(w.Name, "token") }

// isFixed reports whether a window is full again all at once, at its reset. The
// others are buckets, which refill steadily.
func (w *Window) isFixed() bool { return w.Name == "" }

// rate at which a window refills, per ms.
func (w *Window) rate() float64 {
	if w.Limit > w.Remaining && w.Reset > 0 {
		return (w.Limit - w.Remaining) / float64(w.Reset)
	}
	return w.Limit / 60_000
}

// left returns what a window holds after a time in which nothing is taken.
func (w *Window) left(passed Millis) float64 {
	switch {
	case !w.isFixed():
		return min(w.Limit, w.Remaining+w.rate()*float64(passed))
	case passed >= w.Reset:
		return w.Limit
	}
	return w.Remaining
}

// cost of a request.
func (w *Window) cost() float64 {
	if w.countsRequests() {
		return 1
	}
	return max(1, w.Total/max(1, w.Requests))
}

// learn from what was used since the statement before, by how many requests.
func (w *Window) learn(used, requests, own, fleet, passed float64) {
	memory := 60_000.0
	if w.Own >= 4 { // enough to know the share
		memory = max(shareTime, passed*3)
	}
	keep := memory / (memory + passed)
	w.Total = w.Total*keep + used
	w.Requests = w.Requests*keep + requests
	w.Own = w.Own*keep + own
	w.Fleet = w.Fleet*keep + fleet
}

// share of the window that this instance may use: that which it used of late, and one
// request more, so that it can begin.
func (w *Window) share() float64 {
	if w.Total <= 0 {
		return 1
	}
	return min(1, w.cost()*(w.Own+1)/w.Total)
}
