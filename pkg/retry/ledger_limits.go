// The part of the ledger that has rate limits: what each instance's own answers stated of
// them, and what it takes. Of an instance the later word counts, whatever the order.

package retry

import (
	"cmp"
	"math"
	"slices"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// InstanceLimit is what one instance knows of a limit from its own answers.
type InstanceLimit struct {
	// Origin names the instance.
	Origin   string `json:"origin"`
	Upstream string `json:"upstream"`
	Model    string `json:"model"`
	// Key as in Limit; of a caller's own key a fingerprint that is keyed.
	Key string `json:"key,omitempty"`
	// Made is when the instance wrote this. Of two the later one counts.
	Made Millis `json:"made"`
	// At and Windows are the newest statement.
	At      Millis         `json:"at,omitempty"`
	Windows []SharedWindow `json:"windows,omitempty"`
	// Sends as in Limit. Waiting is how many requests wait, Recent how many were sent of
	// late, the last of them at RecentAt.
	Sends    []Sends `json:"sends,omitempty"`
	Waiting  float64 `json:"waiting,omitempty"`
	Recent   float64 `json:"recent,omitempty"`
	RecentAt Millis  `json:"recentAt,omitempty"`
	// IsLow: it concerns the others, because less than three quarters are left.
	IsLow bool `json:"-"`
}

const (
	maxInstanceLimits = 2_048 // 256 instances with eight limits each
	sharedLimitTime   = 60_000
	maxHistory        = 24
	maxSharedReset    = 400 * 86_400_000 // ms; what classify reads at most
)

// SharedLimits returns what the others may know of the limits of this instance: what its own
// answers stated, what it sends, and nothing that it learned from others. before is what it
// returned the last time. The others need only those that are low.
func (h Health) SharedLimits(origin string, before []InstanceLimit, now Millis) (list []InstanceLimit) {
	for i := range h.Limits {
		l := &h.Limits[i]
		if l.lastKnown()+sharedLimitTime <= now {
			continue
		}
		o := InstanceLimit{Origin: origin, Upstream: l.Upstream, Model: l.Model, Key: l.Key, Made: now, At: l.At,
			IsLow: l.Doubts < maxDoubts && h.isLow(l, now), Waiting: max(0, l.Tickets-l.Served), Recent: l.Recent, RecentAt: l.RecentAt}
		for j := range l.Windows {
			w := &l.Windows[j]
			o.Windows = append(o.Windows, SharedWindow{w.Name, w.Limit, w.Remaining, w.Reset, w.fleetCost()})
		}
		if i := slices.IndexFunc(before, func(b InstanceLimit) bool { return compareLimits(b, o) == 0 }); i >= 0 {
			o.Sends = before[i].Sends
		}
		o.Sends = l.history(o.Sends, now)
		list = append(list, o)
	}
	slices.SortFunc(list, compareLimits)
	return list
}

// history returns by when how many requests were sent in the last minute, and will be: what
// was known of it before, and what was added. The further back, the fewer points there are.
func (l *Limit) history(before []Sends, now Millis) []Sends {
	all := make([]Sends, 0, len(before)+len(l.Sends)+2)
	for i, s := range before {
		if s.At <= now && (i+1 == len(before) || before[i+1].At > now-sharedLimitTime) {
			all = append(all, s)
		}
	}
	for i := 0; len(before) == 0 && i < len(l.Sends) && l.Sends[i].At <= now; i++ {
		all = append(all, l.Sends[i])
	}
	count, n := l.sentBy(now), len(all)
	switch {
	case n == 0:
		all = append(all, Sends{now, count})
	case all[n-1].At == now:
		all[n-1].Count = count
	case count != all[n-1].Count:
		if all[n-1].At < now-300 { // nothing was sent until then
			all = append(all, Sends{now - 250, all[n-1].Count})
		}
		all = append(all, Sends{now, count})
	}
	for len(all) > maxHistory-maxSends {
		least, span := 1, math.Inf(1)
		for i := 1; i < len(all)-1; i++ {
			if s := float64(all[i+1].At-all[i-1].At) / float64(now-all[i].At+500); s < span {
				least, span = i, s
			}
		}
		all = slices.Delete(all, least, least+1)
	}
	for _, s := range l.Sends {
		if s.At > now {
			all = append(all, s)
		}
	}
	return all
}

// isLow reports whether less than three quarters of a limit are left, by its own answers
// or by those of others.
func (h Health) isLow(l *Limit, now Millis) bool {
	for i := range l.Windows {
		if w := &l.Windows[i]; w.left(now-l.At) < w.Limit*3/4 {
			return true
		}
	}
	if o := h.shared(l, now); o != nil {
		for i := range o.Windows {
			if w := o.Windows[i].window(); w.left(now-o.At) < w.Limit*3/4 {
				return true
			}
		}
	}
	return false
}

func compareLimits(a, b InstanceLimit) int {
	return cmp.Or(cmp.Compare(a.Upstream, b.Upstream), cmp.Compare(a.Model, b.Model), cmp.Compare(a.Key, b.Key),
		cmp.Compare(a.Origin, b.Origin))
}

// IsSame reports whether two are of the same instance and limit and state the same, whenever
// they were made.
func (o InstanceLimit) IsSame(other InstanceLimit) bool {
	o.Made = other.Made
	return compareLimits(o, other) == 0 && compareVersions(o, other) == 0
}

// compareVersions of one instance's limit, in a total order, so that a merge does not
// depend on which comes first.
func compareVersions(a, b InstanceLimit) int {
	return cmp.Or(cmp.Compare(a.Made, b.Made), cmp.Compare(a.At, b.At), cmp.Compare(a.Waiting, b.Waiting),
		cmp.Compare(a.Recent, b.Recent), cmp.Compare(a.RecentAt, b.RecentAt),
		slices.CompareFunc(a.Windows, b.Windows, func(a, b SharedWindow) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Limit, b.Limit),
				cmp.Compare(a.Remaining, b.Remaining), cmp.Compare(a.Reset, b.Reset), cmp.Compare(a.Cost, b.Cost))
		}),
		slices.CompareFunc(a.Sends, b.Sends, func(a, b Sends) int {
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Count, b.Count))
		}))
}

func (o InstanceLimit) merge(other InstanceLimit) InstanceLimit {
	if compareVersions(o, other) < 0 {
		return other
	}
	return o
}

// mergeLimits returns the later version of each, and of too many the newest. One that is
// left out is so for good, because those that displace it only become newer.
func mergeLimits(a, b []InstanceLimit) []InstanceLimit {
	all := union(a, b, compareLimits, InstanceLimit.merge, len(a)+len(b))
	if len(all) <= maxInstanceLimits {
		return all
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b InstanceLimit) int { return cmp.Or(compareVersions(b, a), compareLimits(a, b)) })
	all = all[:maxInstanceLimits]
	slices.SortFunc(all, compareLimits)
	return all
}

// recentLimits leaves out what is older than a minute, and what cannot be right.
func recentLimits(list []InstanceLimit, now Millis) []InstanceLimit {
	return slices.DeleteFunc(slices.Clone(list), func(o InstanceLimit) bool {
		return o.Made <= now-sharedLimitTime || o.Made > now+earlyWindow*windowTime || !o.isPlausible()
	})
}

func (o *InstanceLimit) isPlausible() bool {
	if max(len(o.Origin), len(o.Upstream), len(o.Model), len(o.Key)) > maxName || o.At > o.Made ||
		len(o.Windows) > classify.MaxWindows || len(o.Sends) > maxHistory ||
		!isCount(o.Waiting) || !isCount(o.Recent) || o.RecentAt > o.Made+limitTime {
		return false
	}
	for _, w := range o.Windows {
		if !(w.Limit >= 1 && w.Limit <= 1e12 && w.Remaining >= 0 && w.Remaining <= w.Limit && w.Cost >= 0 && w.Cost <= 1e12) ||
			w.Reset < 0 || w.Reset > maxSharedReset || len(w.Name) > maxName {
			return false
		}
	}
	for i, s := range o.Sends {
		if !isCount(s.Count) || s.At > o.Made+limitTime || i > 0 && s.At <= o.Sends[i-1].At {
			return false
		}
	}
	return true
}

func isCount(n float64) bool { return n >= 0 && n <= maxCount }

// sendsAt are the times, before and after the hint is made, for which it has what the
// others sent.
var sendsAt = [...]Millis{-60_000, -30_000, -16_000, -8_000, -4_000, -2_000, -1_000, -500, -250, 0, 500, 1_000}

// LimitHints returns what all instances but one know of the limits and take of them.
func (l Ledger) LimitHints(except string, now Millis) (hints []HintLimit) {
	list := recentLimits(l.Limits, now) // in order: those of one limit are together
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Upstream == list[0].Upstream && list[n].Model == list[0].Model && list[n].Key == list[0].Key {
			n++
		}
		of := slices.DeleteFunc(list[:n:n], func(o InstanceLimit) bool { return o.Origin == except })
		if list = list[n:]; len(of) > 0 {
			hints = append(hints, limitHint(of, now))
		}
	}
	if len(hints) > maxKeys { // the newest statements stay
		slices.SortStableFunc(hints, func(a, b HintLimit) int { return cmp.Compare(b.At, a.At) })
		hints = hints[:maxKeys]
	}
	return hints
}

// limitHint sums what instances take of one limit.
func limitHint(of []InstanceLimit, now Millis) HintLimit {
	hint := HintLimit{Upstream: of[0].Upstream, Model: of[0].Model, Key: of[0].Key}
	var late float64 // ms until now for which the requests of an instance are not known, by its demand
	sends := [len(sendsAt)]float64{}
	for i := range of {
		o := &of[i]
		if o.At > hint.At && o.At <= now && len(o.Windows) > 0 {
			hint.At, hint.Windows = o.At, o.Windows
		}
		demand := o.Waiting + fade(o.Recent, o.RecentAt, now)
		hint.Demand += demand
		until := min(now, o.Made)
		if o.Waiting > 0 { // its Sends have those that are next
			until += commitTime / 2
		}
		late += demand * float64(min(now-until, 2_000))
		curve := HintLimit{Sends: o.Sends}
		for j, at := range sendsAt {
			sends[j] += max(0, curve.sentBy(now+at)-curve.sentBy(now+sendsAt[0]))
		}
	}
	hint.Windows = slices.Clone(hint.Windows)
	for i := range hint.Windows {
		hint.Windows[i].Cost = meanCost(of, &hint.Windows[i])
	}
	hint.Until = now
	if hint.Demand > 0 {
		hint.Until -= Millis(late / hint.Demand)
	}
	for j, at := range sendsAt {
		hint.Sends = append(hint.Sends, Sends{now + at, sends[j]})
	}
	return hint
}

// meanCost returns what a request takes of a window, on average of the instances that know it;
// 0 where none does.
func meanCost(of []InstanceLimit, w *SharedWindow) (cost float64) {
	known := 0.0
	for i := range of {
		for _, o := range of[i].Windows {
			if o.Name == w.Name && o.Limit == w.Limit && o.Cost > 0 {
				cost, known = cost+o.Cost, known+1
			}
		}
	}
	return cost / max(1, known)
}
