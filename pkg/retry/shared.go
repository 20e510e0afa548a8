// Shared health: what an instance counts for its deployment, and the hint that it has of
// the counts of all instances. ledger.go merges the counts of many instances; that code
// runs beside the calls and is not part of the core.
//
// A hint makes an instance more careful, and never less: it takes away retries, it lets
// one failure open a breaker instead of five, it rests a key where there is another one.
// It cannot change a request, choose a model or end an attempt. So a wrong hint costs slow or
// single attempts and nothing else.

package retry

// Tally counts what one instance saw of a target in one window of time. Its numbers only
// grow, so of two tallies of the same window the larger numbers are the newer ones.
type Tally struct {
	Upstream string `json:"upstream"`
	Model    string `json:"model"`
	// Window is the number of the window of time: Unix time divided by windowTime.
	Window int64 `json:"window"`
	// Failures that count against the model, and Successes. While all is well, a driver
	// does not report successes; it does so after the first failure of its own, or with the first hint of one.
	Failures  int64 `json:"failures,omitempty"`
	Successes int64 `json:"successes,omitempty"`
	// Withdrawn and Deposited tokens of the retry budget.
	Withdrawn int64 `json:"withdrawn,omitempty"`
	Deposited int64 `json:"deposited,omitempty"`
	// Slowest time until the first content of a stream.
	Slowest Millis `json:"slowest,omitempty"`
}

const (
	windowTime  = 2_000  // ms of a window
	ownWindows  = 5      // windows of its own that an instance keeps, until they are sent
	maxHintAge  = 10_000 // ms after which a hint is ignored
	earlyWindow = 2      // windows by which another instance's clock may be ahead
)

// windowOf a time.
func windowOf(now Millis) int64 { return int64(now) / windowTime }

// Hint is what all instances of a deployment saw lately: their counts, summed. Its zero
// value says nothing.
type Hint struct {
	// At is when it was made, in Unix milliseconds. It is ignored ten seconds later.
	At      Millis       `json:"at"`
	Targets []HintTarget `json:"targets,omitempty"`
	// Keys that rest; only those of the deployment.
	Keys []RestingKey `json:"keys,omitempty"`
	// Limits of the others; only natively, and not part of what an object of the Worker
	// hands out.
	Limits []HintLimit `json:"-"`
}

// HintTarget is what the instances saw of a model at an upstream.
type HintTarget struct {
	Upstream string `json:"upstream"`
	Model    string `json:"model"`
	// Failing: most of the last attempts failed.
	Failing bool `json:"failing,omitempty"`
	// Spent tokens of the retry budget, as of Hint.At: those of all models of the upstream,
	// in the line without a model.
	Spent float64 `json:"spent,omitempty"`
	// Slowest time until the first content of a stream.
	Slowest Millis `json:"slowest,omitempty"`
}

// IsQuiet reports whether the hint changes nothing for a call that succeeds.
func (h Hint) IsQuiet() bool {
	if !CanShare {
		return true
	}
	for _, t := range h.Targets {
		if t.Failing || t.Spent > 0 {
			return false
		}
	}
	return len(h.Keys) == 0
}

// isCurrent reports whether a hint is new enough.
func (h Hint) isCurrent(now Millis) bool {
	return CanShare && now-h.At < maxHintAge && h.At-now < maxHintAge
}

// of returns what the instances saw of a target.
func (h Hint) of(t target) HintTarget {
	if !CanShare {
		return HintTarget{}
	}
	for _, seen := range h.Targets {
		if seen.Upstream == t.upstream && seen.Model == t.model {
			return seen
		}
	}
	return HintTarget{}
}

// spent returns the tokens that all instances spent of an upstream's retry budget.
func (h Hint) spent(upstream string, now Millis) (tokens float64) {
	if !h.isCurrent(now) {
		return 0
	}
	for _, t := range h.Targets {
		if t.Upstream == upstream {
			tokens += Budget{Spent: t.Spent, At: h.At}.spent(now)
		}
	}
	return tokens
}

// failuresToOpen returns how many failures in a row open the breaker of a target: one,
// where all instances together see it fail.
func (h Health) failuresToOpen(t target, limit int, now Millis) int {
	if h.Hint.isCurrent(now) && h.Hint.of(t).Failing {
		return 1
	}
	return limit
}

// count adds to the tally of a target, where health is shared.
func (h *Health) count(t target, now Millis, add func(*Tally)) {
	if !CanShare || !h.Shares {
		return
	}
	window := windowOf(now)
	tallies := make([]Tally, 0, len(h.Tallies)+1)
	changed := Tally{Upstream: t.upstream, Model: t.model, Window: window}
	for _, own := range h.Tallies {
		switch {
		case own.Upstream == t.upstream && own.Model == t.model && own.Window == window:
			changed = own
		case own.Window > window-ownWindows:
			tallies = append(tallies, own)
		}
	}
	add(&changed)
	tallies = append(tallies, changed)
	h.Tallies = tallies[max(0, len(tallies)-maxKnown):]
}

// takeBack the last decision, a Resend: its tokens and its place under the rate limit.
// Where all see the target fail, the recorded failure opens the breaker now.
func (p Policy) takeBack(in *DecideInput, t target) {
	s, o, h, now := &in.State, &in.Outcome, &in.Health, in.Moment.Now
	last := len(s.Attempts) - 1
	if last < 0 || o.Verdict == nil {
		return
	}
	wait := s.Attempts[last].Wait
	s.Attempts = s.Attempts[:last]
	s.Waited -= p.wait(last, o.Verdict.Wait, in.Moment.Random).base
	if ambiguous(*o) {
		s.Ambiguous--
	}
	if s.BudgetSpent > 0 {
		b := h.budget(t.upstream)
		b.deposit(s.BudgetSpent, max(now, b.At)) // another call may have changed it since
		*h = h.withBudget(b, now)
		if s.Counts {
			h.count(t, now, func(tally *Tally) { tally.Deposited += int64(s.BudgetSpent) })
		}
		s.BudgetSpent, s.Counts = 0, false
	}
	if CanPace && s.SentAt > 0 {
		*h = h.withLimit(h.limit(t).withSend(now+wait, -1), now)
	}
	b := h.breaker(t)
	if p.BreakerFailures > 0 && isUpstreamFailure(*o) && b.OpenUntil == 0 &&
		b.ConsecutiveFailures >= h.failuresToOpen(t, p.BreakerFailures, now) {
		b.OpenUntil = now + breakerOpen
		*h = h.withBreaker(b)
	}
}
