// Shared health: what an instance counts for the other instances of its deployment, and
// the hint that it has of theirs. ledger.go merges the counts of many instances; that code
// runs beside the calls and is not part of the core.
//
// A hint makes an instance more careful, and never less: it takes away retries, it lets
// one failure open a breaker instead of five, it rests a key where there is another one.
// It cannot change a request, choose a model or end a call. So a wrong hint costs slow or
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
	ownWindows  = 3      // windows of its own that an instance keeps, until they are sent
	maxRestAge  = 10_000 // ms after which a hint is ignored
	earlyWindow = 2      // windows by which another instance's clock may be ahead
)

// windowOf a time.
func windowOf(now Millis) int64 { return int64(now) / windowTime }

// Rest is what the other instances of a deployment saw lately: their counts, summed. It is
// a hint. Its zero value says nothing.
type Rest struct {
	// At is when it was made, in Unix milliseconds. It is ignored ten seconds later.
	At      Millis       `json:"at"`
	Targets []RestTarget `json:"targets,omitempty"`
	// Keys that rest at others; only those of the deployment.
	Keys []RestingKey `json:"keys,omitempty"`
}

// RestTarget is what the others saw of a model at an upstream.
type RestTarget struct {
	Upstream string `json:"upstream"`
	Model    string `json:"model"`
	// Failing: most of their last attempts failed.
	Failing bool `json:"failing,omitempty"`
	// Spent tokens of the retry budget, as of Rest.At.
	Spent float64 `json:"spent,omitempty"`
	// Slowest time until the first content of a stream.
	Slowest Millis `json:"slowest,omitempty"`
}

// isQuiet reports whether the hint changes nothing for a call that succeeds.
func (r Rest) isQuiet() bool {
	if !CanShare {
		return true
	}
	for _, t := range r.Targets {
		if t.Failing || t.Spent > 0 {
			return false
		}
	}
	return len(r.Keys) == 0
}

// isCurrent reports whether a hint is new enough.
func (r Rest) isCurrent(now Millis) bool {
	return CanShare && now-r.At < maxRestAge && r.At-now < maxRestAge
}

// of returns what the others saw of a target.
func (r Rest) of(t target) RestTarget {
	if !CanShare {
		return RestTarget{}
	}
	for _, other := range r.Targets {
		if other.Upstream == t.upstream && other.Model == t.model {
			return other
		}
	}
	return RestTarget{}
}

// spent returns the tokens that the others spent of an upstream's retry budget.
func (r Rest) spent(upstream string, now Millis) (tokens float64) {
	if !r.isCurrent(now) {
		return 0
	}
	for _, t := range r.Targets {
		if t.Upstream == upstream {
			tokens += Budget{Spent: t.Spent, At: r.At}.spent(now)
		}
	}
	return tokens
}

// failuresToOpen returns how many failures in a row open the breaker of a target: one,
// where the others see it fail.
func (h Health) failuresToOpen(t target, limit int, now Millis) int {
	if h.Rest.isCurrent(now) && h.Rest.of(t).Failing {
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
