// Whether a policy is valid.

package retry

// policyError is an error of one line that names what is invalid and what is
// allowed. A string type needs no allocation and can be a constant.
type policyError string

func (e policyError) Error() string { return string(e) }

// Check returns nil for a valid policy, else an error of one line that names
// what is wrong and what is allowed.
func (p Policy) Check() error {
	for i, f := range p.fields() {
		if err := parameters[i].check(f.get()); err != nil {
			return err
		}
	}
	switch {
	case p.Mode != Own && p.Mode != Advise:
		return policyError(`mode must be "own" or "advise"`)
	case p.MaxBackoff < p.InitialBackoff:
		return policyError("maxBackoff must be at least initialBackoff")
	case p.Stream != StreamWatch && p.Stream != StreamPeek:
		return policyError(`stream must be "watch" or "peek"`)
	case p.Resume.rank() < 0:
		return policyError(`resume must be "deterministic", "always", "continue" or "never"`)
	case p.Cure != CureReport && p.Cure != CureAsk && p.Cure != CureMend:
		return policyError(`cure must be "tell", "ask" or "mend"`)
	}
	return p.Fallbacks.check()
}
