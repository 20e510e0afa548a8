// How long to wait for an answer: the timeouts of the policy and of the request,
// and the first-event timeout that is learned from the pace of a model.

package retry

// Pace of a model at an upstream: how long its last streams took until their
// first content, the newest last. For an attempt that timed out it is the time
// that was waited, so that the next attempt waits longer.
type Pace struct {
	Upstream, Model string
	Samples         []Millis
}

const (
	paceSamples = 20
	// A stream is given up in favor of another model after paceFactor times the
	// 95th percentile of what this model lately took, and not before minLearnedTimeout;
	// not before minThinkingTimeout where thinking is asked for. Silences of 43 to
	// 713 s are reported of healthy reasoning models.
	paceFactor         = 4
	minLearnedTimeout  = 60_000
	minThinkingTimeout = 300_000
)

// percentile95 of the samples; 0 where there are none.
func (p Pace) percentile95() Millis {
	if len(p.Samples) == 0 {
		return 0
	}
	var sorted []Millis // there are twenty at most
	for _, took := range p.Samples {
		i := len(sorted)
		for sorted = append(sorted, took); i > 0 && sorted[i-1] > took; i-- {
			sorted[i] = sorted[i-1]
		}
		sorted[i] = took
	}
	return sorted[(len(sorted)*95+99)/100-1]
}

func (h Health) pace(t target) Pace {
	for _, p := range h.Paces {
		if p.Upstream == t.upstream && p.Model == t.model {
			return p
		}
	}
	return Pace{Upstream: t.upstream, Model: t.model}
}

func (h Health) withPace(changed Pace) Health {
	paces := make([]Pace, 0, len(h.Paces)+1)
	for _, p := range h.Paces {
		if p.Upstream != changed.Upstream || p.Model != changed.Model {
			paces = append(paces, p)
		}
	}
	paces = append(paces, changed)
	h.Paces = paces[max(0, len(paces)-maxKnown):]
	return h
}

// recordPace adds the time that a stream took until its first content.
func (p Policy) recordPace(in *DecideInput, t target) {
	took := in.Outcome.FirstContent
	if in.Outcome.TimedOut && !in.Outcome.Committed {
		took = in.Outcome.Took
	}
	if took <= 0 || !p.LearnsPace(in.Request) {
		return
	}
	pace := in.Health.pace(t)
	recent := pace.Samples[max(0, len(pace.Samples)-paceSamples+1):]
	pace.Samples = append(recent[:len(recent):len(recent)], took)
	in.Health = in.Health.withPace(pace)
	in.Health.count(t, in.Moment.Now, func(tally *Tally) { tally.Slowest = max(tally.Slowest, took) })
}

// LearnsPace reports whether what this call takes is worth remembering: it streams,
// and another model could be asked instead.
func (p Policy) LearnsPace(r Request) bool {
	return r.Streams && p.FirstEventTimeout == 0 && p.Mode == Own && (len(p.Fallbacks) > 0 || r.Headers.Get(HeaderFallback) != "")
}

// TimeoutInput is what AttemptTimeout needs to know.
type TimeoutInput struct {
	State   State
	Health  Health
	Request Request
	// Elapsed since the call began, when the next attempt starts.
	Elapsed Millis
}

// AttemptTimeout returns how long the next attempt may be silent: until the first
// event of a stream, else until the headers. It is at most the time for which the
// caller itself waits.
func (p Policy) AttemptTimeout(in TimeoutInput) Millis {
	r, timeout := in.Request, p.ResponseTimeout
	if r.Streams {
		timeout = min(timeout, p.firstEventTimeout(in.State, in.Health, r))
	}
	if own := callerTimeout(r); own > 0 {
		timeout = min(timeout, max(own-in.Elapsed, 1))
	}
	return timeout
}

func (p Policy) firstEventTimeout(s State, h Health, r Request) Millis {
	if p.FirstEventTimeout > 0 {
		return p.FirstEventTimeout
	}
	targets := p.targets(r)
	asked, gains := targets[min(s.Target, len(targets)-1)], false
	for _, t := range targets[min(s.Target+1, len(targets)):] {
		gains = gains || !t.isSamePool(asked)
	}
	if p.Mode == Advise || !gains {
		return p.ResponseTimeout // nothing is gained by giving up
	}
	least := Millis(minLearnedTimeout)
	if r.Thinks {
		least = minThinkingTimeout
	}
	return max(least, paceFactor*max(h.pace(asked).percentile95(), h.Hint.of(asked).Slowest))
}

// applyTimeoutHeaders sets the timeouts that the request asks for.
func (p *Policy) applyTimeoutHeaders(r Request) error {
	for _, name := range [...]string{HeaderTimeout, HeaderFirstEvent} {
		v := r.Headers.Get(name)
		if v == "" {
			continue
		}
		ms, ok := readTime(v)
		if !ok {
			return policyError(name + `: must be a time such as "20s", "1500ms" or "1500" (milliseconds)`)
		}
		if ms = min(ms, p.MaxTimeout); name == HeaderFirstEvent {
			p.FirstEventTimeout, p.ResponseTimeout = ms, max(p.ResponseTimeout, ms)
			p.MaxElapsed = max(p.MaxElapsed, ms)
			continue
		}
		p.MaxElapsed, p.ResponseTimeout = ms, ms
		if p.FirstEventTimeout > 0 {
			p.FirstEventTimeout = min(p.FirstEventTimeout, ms)
		}
	}
	return nil
}

// timerSlack is by how much a timer may be early.
const timerSlack = 10

// isOverdue reports whether an attempt was given up because the caller, and not
// the deployment, would not wait longer.
func isOverdue(r Request, o Outcome) bool {
	if !o.TimedOut {
		return false
	}
	if own := callerTimeout(r); own > 0 && o.Elapsed+timerSlack >= own {
		return true
	}
	for _, name := range [...]string{HeaderTimeout, HeaderFirstEvent} {
		if ms, ok := readTime(r.Headers.Get(name)); ok && o.Took+timerSlack >= ms {
			return true
		}
	}
	return false
}
