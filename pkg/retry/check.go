// Whether a policy is valid.

package retry

import "errors"

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
		return errors.New(`mode must be "own" or "advise"`)
	case p.MaxBackoff < p.InitialBackoff:
		return errors.New("maxBackoff must be at least initialBackoff")
	case p.Stream != StreamWatch && p.Stream != StreamPeek:
		return errors.New(`stream must be "watch" or "peek"`)
	case p.Resume.rank() < 0:
		return errors.New(`resume must be "deterministic", "always" or "never"`)
	}
	if wrong := p.Fallbacks.check(); wrong != "" {
		return errors.New(wrong)
	}
	return nil
}
