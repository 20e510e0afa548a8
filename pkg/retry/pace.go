// How long to wait for an answer: what the policy says, what the model has
// lately taken, and what the request asks for.

package retry

// Pace of a model at an upstream: what its last streams took to their first
// content, the newest last. Where we gave up, it is how long we had waited: the
// next one waits longer.
type Pace struct {
	Upstream, Model string
	Took            []Millis
}

const (
	paceSamples = 20
	// A stream is given up in favor of another model after paceFactor times the
	// 95th percentile of what this model lately took, and not before leastPatience;
	// not before thinkingPatience where thinking is asked for. Silences of 43 to
	// 713 s are reported of healthy reasoning models.
	paceFactor       = 4
	leastPatience    = 60_000
	thinkingPatience = 300_000
)

// percentile95 of the samples; 0 where there are none.
func (p Pace) percentile95() Millis {
	if len(p.Took) == 0 {
		return 0
	}
	var sorted []Millis // there are twenty at most
	for _, took := range p.Took {
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

// notePace remembers what a stream took to its first content.
func (p Policy) notePace(h Health, t target, r Request, o Outcome) Health {
	took := o.FirstContent
	if o.GaveUp && !o.Begun {
		took = o.Took
	}
	if took <= 0 || !p.Learns(r) {
		return h
	}
	pace := h.pace(t)
	kept := pace.Took[max(0, len(pace.Took)-paceSamples+1):]
	pace.Took = append(kept[:len(kept):len(kept)], took)
	return h.withPace(pace)
}

// Learns reports whether what this call takes is worth remembering: it streams,
// and another model could be asked instead.
func (p Policy) Learns(r Request) bool {
	return r.Streams && p.FirstEventTimeout == 0 && p.Mode == Own && (len(p.Fallbacks) > 0 || r.Headers.Get(HeaderFallback) != "")
}

// Patience is how long the attempt that comes next may be silent, when elapsed
// has passed since the call began: until the first byte of a stream, else until
// the headers. It is never longer than the caller itself waits.
func (p Policy) Patience(s State, h Health, r Request, elapsed Millis) Millis {
	patience := p.ResponseTimeout
	if r.Streams {
		patience = min(patience, p.firstEvent(s, h, r))
	}
	if own := callerTimeout(r); own > 0 {
		patience = min(patience, max(own-elapsed, 1))
	}
	return patience
}

func (p Policy) firstEvent(s State, h Health, r Request) Millis {
	if p.FirstEventTimeout > 0 {
		return p.FirstEventTimeout
	}
	targets := p.targets(r)
	if p.Mode == Advise || s.Target >= len(targets)-1 {
		return p.ResponseTimeout // nothing is gained by giving up
	}
	least := Millis(leastPatience)
	if r.Thinks {
		least = thinkingPatience
	}
	return max(least, paceFactor*h.pace(targets[s.Target]).percentile95())
}

// forTime sets the times that the request asks for.
func (p *Policy) forTime(r Request) (wrong string) {
	for _, name := range [...]string{HeaderTimeout, HeaderFirstEvent} {
		v := r.Headers.Get(name)
		if v == "" {
			continue
		}
		ms, ok := readTime(v)
		if !ok {
			return name + `: must be a time such as "20s", "1500ms" or "1500" (milliseconds)`
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
	return ""
}

// timerSlack is by how much a timer may be early.
const timerSlack = 10

// hurried reports whether an attempt was given up because the caller, and not
// the deployment, would not wait longer.
func hurried(r Request, o Outcome) bool {
	if !o.GaveUp {
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
