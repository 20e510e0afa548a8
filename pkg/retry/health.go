// Health: the budgets, breakers, paces and limits of the upstreams that an instance
// calls, and the target that a call begins with because of them. It is a hint: it
// is lost with the instance. Instances may share what they see (shared.go).

package retry

// Health of the upstreams that an instance calls. A plain value, bounded; its
// zero value means that nothing is known against any upstream. Functions return
// a new value and leave the old one unchanged.
type Health struct {
	Budgets  []Budget
	Breakers []Breaker
	Paces    []Pace
	Keys     []RestingKey
	Fixes    []KnownFix
	Limits   []Limit
	// Shares: the instance counts for its deployment, in Tallies, and has a hint of all
	// instances.
	Shares  bool
	Tallies []Tally
	Hint    Hint
}

// maxKnown bounds each list; the oldest entry makes room.
const maxKnown = 64

// IsQuiet reports whether there is nothing that a success could change, or that
// a call could have to begin elsewhere for. While it is so, a driver need not
// ask about calls that go well.
func (h Health) IsQuiet() bool {
	return len(h.Budgets)+len(h.Breakers)+len(h.Keys)+len(h.Fixes) == 0 && h.Hint.IsQuiet()
}

// budget of an upstream, full where nothing is known.
func (h Health) budget(upstream string) Budget {
	for _, b := range h.Budgets {
		if b.Upstream == upstream {
			return b
		}
	}
	return Budget{Upstream: upstream}
}

func (h Health) withBudget(changed Budget, now Millis) Health {
	budgets := make([]Budget, 0, len(h.Budgets)+1)
	for _, b := range h.Budgets {
		if b.Upstream != changed.Upstream && b.spent(now) > 0 {
			budgets = append(budgets, b)
		}
	}
	if changed.Spent > 0 {
		budgets = append(budgets, changed)
	}
	h.Budgets = budgets[max(0, len(budgets)-maxKnown):]
	return h
}

// breaker of a target, closed where nothing is known.
func (h Health) breaker(t target) Breaker {
	for _, b := range h.Breakers {
		if b.Upstream == t.upstream && b.Model == t.model {
			return b
		}
	}
	return Breaker{Upstream: t.upstream, Model: t.model}
}

func (h Health) withBreaker(changed Breaker) Health {
	breakers := make([]Breaker, 0, len(h.Breakers)+1)
	for _, b := range h.Breakers {
		if b.Upstream != changed.Upstream || b.Model != changed.Model {
			breakers = append(breakers, b)
		}
	}
	if !changed.isClean() {
		breakers = append(breakers, changed)
	}
	h.Breakers = breakers[max(0, len(breakers)-maxKnown):]
	return h
}

// target is a model at an upstream: the one that was asked for (0), or the nth
// fallback.
type target struct {
	upstream, model string
	fallback        Fallback // zero for the first
	callerKey       string   // fingerprint of the caller's own key
}

// targets of a call, in the order in which they are tried.
func (p Policy) targets(r Request) []target {
	list := []target{{upstream: r.Upstream, model: r.Model, callerKey: r.CallerKey}}
	if r.Model == "" || !r.replayable() {
		return list
	}
	for _, f := range p.fallbacks(r) {
		t := target{upstream: r.Upstream, model: f.Model, fallback: f, callerKey: r.CallerKey}
		if f.Upstream != "" {
			t.upstream = f.Upstream
		}
		list = append(list, t)
	}
	return list
}

// BeginInput is what Begin needs to know.
type BeginInput struct {
	Health  Health
	Request Request
	// Now in Unix milliseconds.
	Now Millis
	// Random is at least 0 and below 1.
	Random float64
	// State of the last Begin, where that has set Again.
	State State
}

// BeginResult is where a call starts.
type BeginResult struct {
	State  State
	Health Health
	// Fallback to send the first attempt to; its zero value is the model that the
	// request names.
	Fallback Fallback
	// Wait before the first attempt, for its turn under a rate limit; Again: then ask
	// Begin again.
	Wait  Millis
	Again bool
}

// Begin returns where a call starts: with the model that the request names,
// unless the breaker of that model is open and the breaker of a fallback is not, or
// its key rests and another one does not. Where a breaker is half-open, this
// call is its probe.
func (p Policy) Begin(in BeginInput) BeginResult {
	result := BeginResult{Health: in.Health}
	targets := p.targets(in.Request)
	if was := in.State; CanPace && was.Ticket > 0 {
		result.State.Target, result.State.Probe, result.State.SingleAttempt = was.Target, was.Probe, was.SingleAttempt
		result.Fallback = targets[min(was.Target, len(targets)-1)].fallback
	} else {
		p.beginTarget(in, targets, &result)
		if CanShare && len(in.Health.Hint.Keys) > 0 && !targets[result.State.Target].isSamePool(targets[0]) {
			// A hint may choose another key, and not another model.
			keys := in.Health.Hint.Keys
			in.Health.Hint.Keys = nil
			result = BeginResult{Health: in.Health}
			p.beginTarget(in, targets, &result)
			result.Health.Hint.Keys = keys
		}
	}
	if CanPace && p.paces(in.Request) {
		p.takeTurn(in, targets, &result)
	}
	result.State.begin(p, in.Health, in.Request, targets[result.State.Target])
	return result
}

// beginTarget finds the target of the first attempt.
func (p Policy) beginTarget(in BeginInput, targets []target, result *BeginResult) {
	if p.Mode == Advise || len(in.Health.Breakers)+len(in.Health.Keys)+len(in.Health.Hint.Keys) == 0 {
		return
	}
	for i, t := range targets {
		h, ok := in.Health.admit(&result.State, t, targets, in.Now)
		if !ok {
			continue
		}
		if !t.isSamePool(targets[0]) {
			if soonest := p.soonestKey(in.Health, targets, in.Now); soonest >= 0 {
				i, h, result.State.Probe = soonest, in.Health, false
			}
		}
		result.State.Target, result.Health, result.Fallback = i, h, targets[i].fallback
		return
	}
	if soonest := p.soonestKey(in.Health, targets, in.Now); soonest >= 0 {
		result.State.Target, result.Fallback = soonest, targets[soonest].fallback
		return
	}
	result.State.SingleAttempt = true
}

// admit a call to a target, unless its breaker is open or its key rests. When
// the breaker is half-open the call is its probe, and the next one has to wait for it.
func (h Health) admit(s *State, t target, targets []target, now Millis) (Health, bool) {
	b := h.breaker(t)
	if b.open(now) {
		return h, false
	}
	h, ok := h.isFree(t, targets, now)
	if !ok {
		return h, false
	}
	if s.Probe = b.OpenUntil != 0; s.Probe {
		b.OpenUntil = now + probeTime
		h = h.withBreaker(b)
	}
	return h, true
}

// recordOutcome updates the health of the upstream after an attempt, and counts it for the
// other instances. A timeout of the caller's own does not count against the upstream.
func (p Policy) recordOutcome(in *DecideInput, t target, targets []target, counts bool) {
	o, h, now := &in.Outcome, &in.Health, in.Moment.Now
	if isOverdue(in.Request, *o) {
		return
	}
	p.recordPace(in, t)
	if CanPace && in.State.SentAt > 0 {
		p.recordLimit(in, t)
	}
	p.recordKey(in, t, targets)
	if CanShare && counts && (o.Verdict == nil || isUpstreamFailure(*o)) {
		h.count(t, now, func(tally *Tally) {
			if o.Verdict != nil {
				tally.Failures++
				return
			}
			tally.Successes++
			tally.Deposited++
			if in.State.Counts { // what it took is counted, too
				tally.Deposited += int64(max(in.State.BudgetSpent, 1)) - 1
			}
		})
	}
	if p.BreakerFailures > 0 {
		if b := h.breaker(t); isUpstreamFailure(*o) || o.Verdict == nil && !b.isClean() {
			b.record(o.Verdict != nil, in.State.Probe, h.failuresToOpen(t, p.BreakerFailures, now), now)
			*h = h.withBreaker(b)
		}
	}
	if o.Verdict != nil && len(in.State.Changes) > 0 && len(o.Fix.Changes) == 0 && isRefusal(o.Verdict.Class) {
		*h = h.withoutFix(t)
	}
	if o.Verdict == nil {
		if p.Cure == CureMend {
			*h = h.withFix(t, in.State.Changes)
		}
		if b := h.budget(t.upstream); b.Spent > 0 {
			b.deposit(max(in.State.BudgetSpent, 1), now)
			*h = h.withBudget(b, now)
		}
	}
}
