// Cures: a request that failed because of a change that the error names is sent once
// more with that change, where the deployment wants it.

package retry

import (
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
)

// CureMode is whether fixes are made or reported.
type CureMode string

const (
	// CureReport: the answer names the fix. The default.
	CureReport CureMode = "tell"
	// CureAsk: it is made for the requests that ask for it (x-ukemi-cure: mend).
	CureAsk CureMode = "ask"
	// CureMend: it is made, and remembered for the next request to the same model.
	CureMend CureMode = "mend"
)

// HeaderCure is the mode that a request asks for, within the one of the deployment.
const HeaderCure = "x-ukemi-cure"

// mends reports whether the fix of a request is made.
func (p Policy) mends(r Request) bool {
	asked := letters.Lower(r.Headers.Get(HeaderCure))
	return p.Cure == CureMend && asked != string(CureReport) || p.Cure == CureAsk && asked == string(CureMend)
}

// canMend reports whether the request is sent once more with its fix. The server refused
// it, so that it did no work, and a fix that did not help changes nothing the second time.
func (p Policy) canMend(in *DecideInput) bool {
	o := &in.Outcome
	return len(o.Fix.Changes) > 0 && !o.Fix.IsAdvice() && p.mends(in.Request) && !o.Committed && in.Request.replayable() &&
		len(in.State.Attempts)+1 < p.MaxAttempts && o.Elapsed < p.deadline(in.Request)
}

// checkCureHeader returns an error for an invalid x-ukemi-cure.
func checkCureHeader(r Request) error {
	switch CureMode(letters.Lower(r.Headers.Get(HeaderCure))) {
	case "", CureReport, CureMend:
		return nil
	}
	return policyError(HeaderCure + `: must be "mend" or "tell"`)
}

// KnownFix is a fix that ended the errors of a model.
type KnownFix struct {
	Upstream, Model string
	Changes         []cure.Change
}

// maxKnownChanges bounds the changes that are remembered of one model.
const maxKnownChanges = 8

// fixOf are the changes that requests to a target need, as far as is known.
func (h Health) fixOf(t target) []cure.Change {
	for _, f := range h.Fixes {
		if f.Upstream == t.upstream && f.Model == t.model {
			return f.Changes
		}
	}
	return nil
}

// withFix remembers the lasting changes of a request that succeeded.
func (h Health) withFix(t target, changes []cure.Change) Health {
	known := KnownFix{Upstream: t.upstream, Model: t.model}
	for _, c := range changes {
		if c.Lasting && len(known.Changes) < maxKnownChanges {
			known.Changes = append(known.Changes, c)
		}
	}
	if len(known.Changes) == 0 || t.model == "" {
		return h
	}
	h = h.withoutFix(t)
	h.Fixes = append(h.Fixes[max(0, len(h.Fixes)+1-maxKnown):], known)
	return h
}

// withoutFix forgets the changes of a model: they no longer help.
func (h Health) withoutFix(t target) Health {
	fixes := make([]KnownFix, 0, len(h.Fixes)+1)
	for _, f := range h.Fixes {
		if f.Upstream != t.upstream || f.Model != t.model {
			fixes = append(fixes, f)
		}
	}
	h.Fixes = fixes
	return h
}

// begin the attempts at a target with the changes that its model is known to need.
func (s *State) begin(p Policy, h Health, r Request, t target) {
	s.Changes = nil
	if p.mends(r) {
		s.Changes = h.fixOf(t)
	}
}

// isRefusal: the request itself was refused, for a reason that a change may have caused.
func isRefusal(c classify.Class) bool {
	return c == classify.InvalidRequest || c == classify.NotFound || c == classify.ModelNotFound
}
