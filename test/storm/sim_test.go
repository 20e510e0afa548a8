// The simulation: virtual time, an upstream that goes down and comes back, and
// clients that keep calling. No second of it is waited for.

package storm

import (
	"container/heap"
	"math/rand/v2"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

type ms = retry.Millis

const (
	clients  = 1000
	outage   = 60_000 // ms for which everything fails
	before   = 20_000 // ms of health before it
	after    = 30_000 // ms that are watched after it
	failTime = 50     // ms until a refusal
	okTime   = 300    // ms until an answer, if it is not slow
	slowTime = 10_000
	// spare capacity of the upstream. What exceeds it is refused, and a refusal
	// costs as much as half an answer (it is read, authenticated, logged): so a
	// storm can outlive the outage that began it.
	spare   = 1.25
	refusal = 0.5

	start = ms(1_000_000) // of the simulation; the outage begins at 0 + before
)

// sim is a world in which time passes from event to event.
type sim struct {
	now    ms
	events queue
	random *rand.Rand
	count  int // of events ever, for their order at one time

	offered  float64 // calls a second
	okTime   ms      // until an answer
	failing  float64 // share of the attempts that fail in the outage
	room     float64 // answers that the upstream has room for
	roomAt   ms
	attempts map[ms]int // that the upstream saw, by second
	calls    map[ms]int // that clients began, by second
	ended    map[ms]int // calls that ended, by second
	failed   map[ms]int // of them without an answer
}

// caller makes one call of an application and reports whether it got an answer.
type caller func(s *sim, done func(ok bool))

// run the clients of a caller through the outage.
// They make offered calls a second; a share of the attempts fails in the outage.
func run(seed uint64, offered, failing float64, okTime ms, callers func(s *sim) func(client int) caller) *sim {
	s := &sim{
		now:      start,
		random:   rand.New(rand.NewPCG(seed, 1)),
		offered:  offered,
		failing:  failing,
		okTime:   okTime,
		roomAt:   start,
		attempts: map[ms]int{},
		calls:    map[ms]int{},
		ended:    map[ms]int{},
		failed:   map[ms]int{},
	}
	callerOf := callers(s)
	for client := range clients {
		s.keepCalling(callerOf(client))
	}
	for len(s.events) > 0 {
		e := heap.Pop(&s.events).(event)
		s.now = e.at
		e.do()
	}
	return s
}

// keepCalling at random times until the end.
func (s *sim) keepCalling(c caller) {
	s.in(ms(s.random.ExpFloat64()*clients*1000/s.offered), func() {
		if s.second() >= (before+outage+after)/1000 {
			return
		}
		s.calls[s.second()]++
		c(s, func(ok bool) {
			s.ended[s.second()]++
			if !ok {
				s.failed[s.second()]++
			}
		})
		s.keepCalling(c)
	})
}

// ask the upstream.
func (s *sim) ask(then func(ok bool)) {
	s.attempts[s.second()]++
	capacity := spare * s.offered // answers a second
	most := max(capacity/10, 25)  // at once
	s.room = min(most, s.room+capacity*float64(s.now-s.roomAt)/1000)
	s.roomAt = s.now
	inOutage := s.now >= start+before && s.now < start+before+outage
	if inOutage && s.random.Float64() < s.failing || s.room < 1 {
		s.room = max(s.room-refusal, -most)
		s.in(failTime, func() { then(false) })
		return
	}
	s.room--
	s.in(s.okTime, func() { then(true) })
}

// in d milliseconds, do.
func (s *sim) in(d ms, do func()) {
	s.count++
	heap.Push(&s.events, event{s.now + d, s.count, do})
}

func (s *sim) second() ms { return (s.now - start) / 1000 }

// load is what the upstream saw in the outage for each call that was made in
// it, and the most of any second.
func (s *sim) load() (mean, peak float64) {
	var attempts, calls int
	for t := ms(before / 1000); t < (before+outage)/1000; t++ {
		attempts += s.attempts[t]
		calls += s.calls[t]
		peak = max(peak, float64(s.attempts[t])/s.offered)
	}
	return float64(attempts) / float64(calls), peak
}

// answered is the share of calls that ended with an answer in the outage.
func (s *sim) answered() float64 {
	var ended, failed int
	for t := ms(before / 1000); t < (before+outage)/1000; t++ {
		ended += s.ended[t]
		failed += s.failed[t]
	}
	return 1 - float64(failed)/float64(ended)
}

// recovery is how many seconds after the outage more than 99 % of the calls
// that end are answered, from then on.
func (s *sim) recovery() (seconds ms) {
	end := ms(before+outage) / 1000
	for t := end; t < end+after/1000; t++ {
		if float64(s.failed[t]) >= 0.01*float64(s.ended[t]) {
			seconds = t - end + 1
		}
	}
	return seconds
}

type event struct {
	at    ms
	count int
	do    func()
}

// queue is a heap of events, the next one first.
type queue []event

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].count < q[j].count
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(e any)   { *q = append(*q, e.(event)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	*q = (*q)[:last]
	return e
}
