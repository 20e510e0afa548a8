// Shared limits: what the other instances of a deployment know of a rate limit and take of
// it, and how long a call waits for its turn among those of all instances. Native edges
// share limits; ledger_limits.go merges them, beside the calls.
//
// A statement of another instance lets a call wait, within the same bounds as one of its
// own. It refuses no call and chooses no model.

package retry

import (
	"math"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// HintLimit is what the other instances know of a limit, and what they take of it.
type HintLimit struct {
	Upstream, Model, Key string
	// At is when the request was sent whose answer stated the Windows, the newest
	// statement of any other instance.
	At      Millis
	Windows []SharedWindow
	// Sends is how many requests the others had sent by when, as in Limit. It is known
	// until Until.
	Sends []Sends
	Until Millis
	// Demand of the others, as of Hint.At: requests that wait, and those sent of late.
	Demand float64
}

// SharedWindow is a stated window, and what a request takes of it on average.
type SharedWindow struct {
	Name      string  `json:"name,omitempty"`
	Limit     float64 `json:"limit"`
	Remaining float64 `json:"remaining"`
	Reset     Millis  `json:"reset"`
	Cost      float64 `json:"cost,omitempty"`
}

// window returns it as a statement.
func (s *SharedWindow) window() Window {
	return Window{Window: classify.Window{Name: s.Name, Limit: s.Limit, Remaining: s.Remaining, Reset: s.Reset}}
}

// fleetCost returns what a request of the deployment takes on average; 0 where it is not
// known. That which others take with the same key counts as taken by these requests.
func (w *Window) fleetCost() float64 {
	if w.Fleet < 4 {
		return 0
	}
	if w.countsRequests() { // few of them are no proof that others take any
		return max(1, (w.Total+8)/(w.Fleet+8))
	}
	return max(1, w.Total/w.Fleet)
}

// recentTime is for how long a request counts in the demand of its instance.
const recentTime = 5_000

// fade returns how many requests were sent of late, of which the last was sent at a time:
// they count less and less.
func fade(recent float64, at, now Millis) float64 {
	return recent * recentTime / (recentTime + max(0, float64(now-at)))
}

// shared returns what the others know of a target's limit; nil where there is nothing.
func (h Health) shared(l *Limit, now Millis) *HintLimit {
	if !h.Hint.isCurrent(now) || now < l.AloneUntil {
		return nil
	}
	for i := range h.Hint.Limits {
		if o := &h.Hint.Limits[i]; o.Upstream == l.Upstream && o.Model == l.Model && o.Key == l.Key {
			return o
		}
	}
	return nil
}

// judge notes whether a request that had the turn of all instances shows that it was
// wrong: it was refused, or it went before its turn and succeeded although the answer
// states that much is left. Where three of thirty are wrong, the instance is alone for a
// minute: then it learns its share from its own answers.
func (l *Limit) judge(isWrong bool, now Millis) {
	const memory = 30
	l.Judged, l.Misled = l.Judged*(1-1.0/memory)+1, l.Misled*(1-1.0/memory)
	if !isWrong {
		return
	}
	if l.Misled++; l.Misled >= 2.5 && l.Misled > l.Judged/10 {
		l.Judged, l.Misled, l.AloneUntil = 0, 0, now+sharedLimitTime
	}
}

// isPlenty reports whether an answer states that more than a quarter of each window is left.
func isPlenty(windows []classify.Window) bool {
	for _, w := range windows {
		if w.Remaining <= w.Limit/4 {
			return false
		}
	}
	return len(windows) > 0
}

// sentSince returns how many requests the others sent from a time to another, of which
// this instance sent so many in the same time. What is not known yet counts as before.
func (o *HintLimit) sentSince(from, to Millis, own, share float64) float64 {
	if until := min(to, o.Until); until > from && 4*(until-from) >= to-from {
		return max(0, o.sentBy(until)-o.sentBy(from)) * float64(to-from) / float64(until-from)
	}
	return own * (1/share - 1)
}

// demandShare returns the share of this instance in the demand of all.
func (l *Limit) demandShare(o *HintLimit, waiting float64, now Millis) float64 {
	demand := max(1, waiting) + fade(l.Recent, l.RecentAt, now)
	return demand / (demand + max(0, o.Demand))
}

// sentBy returns how many requests the others had sent by a time.
func (o *HintLimit) sentBy(at Millis) float64 {
	if len(o.Sends) == 0 {
		return 0
	}
	l := Limit{Sends: o.Sends}
	return l.sentBy(max(at, o.Sends[0].At))
}

// sharedTurn returns how long a request waits that has others of its instance before it,
// by the newest statement of any instance.
func (l *Limit) sharedTurn(o *HintLimit, before float64, paced Millis, m Moment, most Millis) (wait Millis) {
	at, mark, until := l.At, l.Mark, min(o.Until, m.Now)
	isTheirs := o.At > l.At && o.At <= m.Now && o.states(l.Windows)
	if isTheirs {
		at, mark = o.At, o.At
	}
	known := max(0, l.sentBy(max(until, mark))-l.sentBy(mark)) + max(0, o.sentBy(math.MaxInt64)-o.sentBy(at))
	late := max(0, l.sentBy(math.MaxInt64)-l.sentBy(max(until, mark)))
	t := sharedTurn{known: known, late: late, share: l.demandShare(o, max(l.Tickets-l.Served, before+1), m.Now),
		age: float64(m.Now - at), gap: float64(m.Now - until)}
	if since := max(l.RecentAt, m.Now-paced); since < m.Now {
		t.passed = max(0, o.sentBy(m.Now)-o.sentBy(since))
	}
	turn := func(w *Window, cost float64) {
		ms, apart := t.of(w, cost, before, m.Random, float64(most))
		if !(ms > 0) {
			return
		}
		if first, _ := t.of(w, cost, 0, 0, float64(most)); first < -commitTime {
			return // the request that is the next one has left
		}
		wait = max(wait, Millis(min(max(ms, float64(l.Last-m.Now)+apart/2), limitTime)))
	}
	for i := range l.Windows {
		w := l.Windows[i]
		theirs := o.window(&w)
		cost := w.fleetCost()
		if cost == 0 && theirs != nil {
			cost = theirs.Cost
		}
		if cost == 0 {
			cost = w.cost()
		}
		if isTheirs { // it holds no more than if nobody had taken anything since
			w.Reset, w.Remaining = theirs.Reset, min(theirs.Remaining, w.left(at-l.At))
		}
		turn(&w, cost)
	}
	if isTheirs && len(l.Windows) == 0 {
		for i := range o.Windows {
			w := o.Windows[i].window()
			turn(&w, max(1, o.Windows[i].Cost))
		}
	}
	return wait
}

// window returns what the others state of a window; nil for nothing.
func (o *HintLimit) window(w *Window) *SharedWindow {
	for i := range o.Windows {
		if o.Windows[i].Name == w.Name && o.Windows[i].Limit == w.Limit {
			return &o.Windows[i]
		}
	}
	return nil
}

// states reports whether the others state each of these windows.
func (o *HintLimit) states(windows []Window) bool {
	for i := range windows {
		if o.window(&windows[i]) == nil {
			return false
		}
	}
	return true
}

// sharedTurn is what is known of all requests since a statement.
type sharedTurn struct {
	known float64 // requests of all instances
	late  float64 // requests of this one for which their requests are not known
	share float64 // of this instance in the demand of all
	age   float64 // ms since the statement
	gap   float64 // ms for which their requests are not known
	// passed is how many requests the others sent while this one was the next of its instance.
	passed float64
}

// of returns the turn in a window, and the time between turns. While it is not known, the
// others send as many requests as their demand is of this instance's.
func (t *sharedTurn) of(w *Window, cost, before, random, most float64) (wait, apart float64) {
	rate := w.rate()
	taken := cost * (t.known + t.late/t.share)
	need := taken + cost*(before+1+max(0, (before+1)*(1/t.share-1)-t.passed))
	if w.isFixed() {
		reset := float64(w.Reset) - t.age
		if missing := need - w.Remaining; missing > 0 && reset > 0 && reset <= most {
			apart = float64(w.Reset) / w.Limit * cost / t.share
			return reset + missing/w.Limit*float64(w.Reset) + random*apart, apart
		}
		return 0, 0
	}
	if w.Remaining-taken > w.Limit/4 || (cost-w.Remaining)/rate-t.age > most {
		return 0, 0
	}
	uneven := t.known / 64
	if !w.countsRequests() { // requests have many sizes
		uneven = (t.known + t.late + 1) / 4
	}
	uneven += (1 - t.share) * rate * (t.gap + 1000) / cost
	reserve := min(w.Limit*0.3, cost*max(0, 3*math.Sqrt(uneven)-1))
	apart = cost / (t.share * rate)
	wait = (need+reserve-w.Remaining)/rate - t.age
	if wait > 0 {
		wait += random * apart / 2
	}
	return wait, apart
}
