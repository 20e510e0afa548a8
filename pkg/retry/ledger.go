// Ledger: the counts of many instances, merged. It is a state-based CRDT: each instance
// writes only its own entries, whose numbers only grow, and a merge takes the larger ones.
// So messages may be lost, repeated and reordered. No call waits for it.

package retry

import (
	"cmp"
	"slices"
)

// Ledger holds what instances counted. A plain value; Merge returns a new one. Its lists
// are sorted, the newest first, and bounded: when they are full, the oldest entries go.
type Ledger struct {
	Entries []Entry `json:"entries,omitempty"`
	// Keys that rest, with the latest time that any instance stated.
	Keys []RestingKey `json:"keys,omitempty"`
	// Limits that instances know from their own answers (ledger_limits.go).
	Limits []InstanceLimit `json:"limits,omitempty"`
}

// Entry is the tally of one instance.
type Entry struct {
	// Origin names the instance.
	Origin string `json:"origin"`
	Tally
}

const (
	// ledgerWindows is for how long counts matter: a minute.
	ledgerWindows = 30
	maxEntries    = 16_384 // 200 instances with two targets each, for a minute
	maxKeys       = 256
	maxName       = 512 // bytes of an origin, an upstream, a model or the name of a key
	maxCount      = 1_000_000_000

	// A target fails at the others if, within failingWindows, there were at least minFailures
	// failures, and more failures than successes.
	failingWindows = 5
	minFailures    = 5
)

// Ledger returns what this instance counted. A caller's own key is not part of it.
func (h Health) Ledger(origin string) (l Ledger) {
	for _, t := range h.Tallies {
		l.Entries = append(l.Entries, Entry{origin, t})
	}
	for _, k := range h.Keys {
		if !isFingerprint(k.Key) {
			l.Keys = append(l.Keys, k)
		}
	}
	return l.Merge(Ledger{})
}

// Merge returns a ledger with what either knows. It is commutative, associative and
// idempotent.
func (l Ledger) Merge(other Ledger) Ledger {
	return Ledger{
		Entries: union(l.Entries, other.Entries, compareEntries, Entry.merge, maxEntries),
		Keys:    newestKeys(union(l.Keys, other.Keys, compareKeys, RestingKey.merge, len(l.Keys)+len(other.Keys))),
		Limits:  mergeLimits(l.Limits, other.Limits),
	}
}

// union of two lists: sorted, entries of one identity merged, and no longer than limit.
func union[T any](a, b []T, compare func(T, T) int, merge func(T, T) T, limit int) (all []T) {
	if len(b) == 0 && len(a) > 0 && len(a) <= limit && isUnion(a, compare) {
		return a
	}
	for _, next := range mergeSorted(sorted(a, compare), sorted(b, compare), compare) {
		if n := len(all); n > 0 && compare(all[n-1], next) == 0 {
			all[n-1] = merge(all[n-1], next)
		} else if n < limit {
			all = append(all, next)
		} else {
			break
		}
	}
	return all
}

// isUnion reports whether a list is in order and has no identity twice.
func isUnion[T any](list []T, compare func(T, T) int) bool {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			return false
		}
	}
	return true
}

// sorted returns the list itself where it is in order: a ledger's own lists are.
func sorted[T any](list []T, compare func(T, T) int) []T {
	if slices.IsSortedFunc(list, compare) {
		return list
	}
	list = slices.Clone(list)
	slices.SortFunc(list, compare)
	return list
}

func mergeSorted[T any](a, b []T, compare func(T, T) int) []T {
	all := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// compareEntries by identity, the newest window first.
func compareEntries(a, b Entry) int {
	return cmp.Or(
		cmp.Compare(b.Window, a.Window), cmp.Compare(a.Upstream, b.Upstream),
		cmp.Compare(a.Model, b.Model), cmp.Compare(a.Origin, b.Origin),
	)
}

func (e Entry) merge(other Entry) Entry {
	e.Failures = max(e.Failures, other.Failures)
	e.Successes = max(e.Successes, other.Successes)
	e.Withdrawn = max(e.Withdrawn, other.Withdrawn)
	e.Deposited = max(e.Deposited, other.Deposited)
	e.Slowest = max(e.Slowest, other.Slowest)
	return e
}

func compareKeys(a, b RestingKey) int {
	return cmp.Or(cmp.Compare(a.Upstream, b.Upstream), cmp.Compare(a.Model, b.Model), cmp.Compare(a.Key, b.Key))
}

func (k RestingKey) merge(other RestingKey) RestingKey {
	k.Until = max(k.Until, other.Until)
	return k
}

// newestKeys returns those that rest longest, in the order of compareKeys. A key that is
// left out is so for good, because the times of the others only grow.
func newestKeys(keys []RestingKey) []RestingKey {
	if len(keys) <= maxKeys {
		return keys
	}
	keys = slices.Clone(keys)
	slices.SortFunc(keys, func(a, b RestingKey) int { return cmp.Or(cmp.Compare(b.Until, a.Until), compareKeys(a, b)) })
	keys = keys[:maxKeys]
	slices.SortFunc(keys, compareKeys)
	return keys
}

// Recent returns the ledger without what no longer matters, and without what cannot be
// right: windows in the future, and numbers that no instance reaches. A ledger from
// outside is filtered before it is merged, because a window in the far future would
// displace all others.
func (l Ledger) Recent(now Millis) Ledger {
	window := windowOf(now)
	entries := slices.DeleteFunc(slices.Clone(l.Entries), func(e Entry) bool {
		return e.Window <= window-ledgerWindows || e.Window > window+earlyWindow || !e.isPlausible()
	})
	keys := slices.DeleteFunc(slices.Clone(l.Keys), func(k RestingKey) bool {
		return k.Until <= now || k.Until > now+maxKeyTime+maxHintAge || isFingerprint(k.Key) ||
			max(len(k.Upstream), len(k.Model), len(k.Key)) > maxName
	})
	return Ledger{entries, keys, recentLimits(l.Limits, now)}.Merge(Ledger{})
}

// closedWindows is how many windows ago no instance counts any more, its clock being a
// little late.
const closedWindows = ownWindows + earlyWindow

// Open returns the entries of windows in which instances may still count. What is merged
// into a folded ledger must be open, because it would be counted twice.
func (l Ledger) Open(now Millis) Ledger {
	l.Entries = slices.DeleteFunc(slices.Clone(l.Entries), func(e Entry) bool { return e.isClosed(now) })
	return l
}

// Fold sums the entries of closed windows over all instances, for a place through which all
// of them pass: a ledger of N instances then has about 5 × N entries instead of 30 × N, and
// the same hint.
func (l Ledger) Fold(now Millis) Ledger {
	folded := make([]Entry, 0, len(l.Entries))
	for _, e := range l.Entries { // in order: the entries of a target and window are together
		if e.isClosed(now) {
			e.Origin = ""
			if n := len(folded); n > 0 && compareEntries(folded[n-1], e) == 0 {
				folded[n-1].add(e.Tally)
				continue
			}
		}
		folded = append(folded, e)
	}
	return Ledger{folded, l.Keys, l.Limits}
}

func (e Entry) isClosed(now Millis) bool { return e.Window <= windowOf(now)-closedWindows }

func (e Entry) isPlausible() bool {
	for _, n := range [...]int64{e.Failures, e.Successes, e.Withdrawn, e.Deposited, int64(e.Slowest)} {
		if n < 0 || n > maxCount {
			return false
		}
	}
	return max(len(e.Origin), len(e.Upstream), len(e.Model)) <= maxName
}

// Hint returns the hint for the instances: what all of them know. budget is the size of an
// upstream's retry budget (Policy.RetryBudget).
func (l Ledger) Hint(budget int, now Millis) Hint {
	l = l.Recent(now)
	type name struct{ upstream, model string }
	totals := map[name]*[ledgerWindows + earlyWindow]Tally{} // the oldest window first
	oldest := windowOf(now) - ledgerWindows + 1
	add := func(n name, e Entry, t Tally) {
		if totals[n] == nil {
			totals[n] = new([ledgerWindows + earlyWindow]Tally)
		}
		totals[n][e.Window-oldest].add(t)
	}
	for _, e := range l.Entries {
		tokens := Tally{Withdrawn: e.Withdrawn, Deposited: e.Deposited}
		e.Withdrawn, e.Deposited = 0, 0
		add(name{e.Upstream, e.Model}, e, e.Tally)
		add(name{e.Upstream, ""}, e, tokens) // the budget is one for all models
	}
	hint := Hint{At: now, Keys: l.Keys}
	for n, windows := range totals {
		t := HintTarget{Upstream: n.upstream, Model: n.model, Failing: isFailing(windows[:])}
		for _, w := range windows {
			t.Spent = min(max(0, t.Spent+float64(w.Withdrawn-w.Deposited)-refill*windowTime), float64(budget))
			t.Slowest = max(t.Slowest, w.Slowest)
		}
		if t.Failing || t.Spent > 0 || t.Slowest > 0 {
			hint.Targets = append(hint.Targets, t)
		}
	}
	slices.SortFunc(hint.Targets, func(a, b HintTarget) int {
		return cmp.Or(cmp.Compare(a.Upstream, b.Upstream), cmp.Compare(a.Model, b.Model))
	})
	return hint
}

// OnlyOrigin returns the one instance that counted anything of late; "" where several did,
// or none. It needs no hint of its own counts.
func (l Ledger) OnlyOrigin(now Millis) (only string) {
	for _, e := range l.Open(now).Entries {
		if e.Origin != "" && only != "" && e.Origin != only {
			return ""
		}
		only = cmp.Or(only, e.Origin)
	}
	return only
}

func (t *Tally) add(other Tally) {
	t.Failures += other.Failures
	t.Successes += other.Successes
	t.Withdrawn += other.Withdrawn
	t.Deposited += other.Deposited
	t.Slowest = max(t.Slowest, other.Slowest)
}

// isFailing reports whether most attempts of the last windows failed. The first window with
// a failure does not count: instances to which all seemed well report no successes before
// they receive a hint of one.
func isFailing(windows []Tally) bool {
	var failures, successes int64
	last := windows[len(windows)-failingWindows-earlyWindow:]
	for i := 1; i < len(last); i++ {
		if last[i-1].Failures+last[i-1].Successes > 0 {
			failures += last[i].Failures
			successes += last[i].Successes
		}
	}
	return failures >= minFailures && failures > successes
}
