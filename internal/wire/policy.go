// The policy in JSON.

package wire

import (
	"errors"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func appendPolicy(dst []byte, p retry.Policy) []byte {
	o := jsonish.Begin(dst)
	o.String("mode", string(p.Mode))
	o.String("stream", string(p.Stream))
	o.String("resume", string(p.Resume))
	o.String("cure", string(p.Cure))
	if retry.CanPace {
		o.Bool("pace", p.Pace)
	}
	for i, n := range retry.Parameters() {
		o.Raw(n.Name, float(p.Number(i)))
	}
	o.Append("fallbacks", func(dst []byte) []byte {
		routes, _ := p.Fallbacks.MarshalJSON() // its error is always nil
		return append(dst, routes...)
	})
	return o.End()
}

// readPolicy reads a partial policy, a value of the line of arguments, completes it
// with the defaults and checks the whole.
func readPolicy(line string, v jsonish.Value) (retry.Policy, error) {
	p := retry.Default()
	next := 0 // appendPolicy writes them in their order
	for _, m := range v.Members {
		switch {
		case m.Value.Kind == jsonish.Null:
		case m.Key == "mode":
			p.Mode = retry.Mode(m.Value.Text)
		case m.Key == "stream":
			p.Stream = retry.StreamMode(m.Value.Text)
		case m.Key == "resume":
			p.Resume = retry.ResumeMode(m.Value.Text)
		case m.Key == "cure":
			p.Cure = retry.CureMode(m.Value.Text)
		case retry.CanPace && m.Key == "pace":
			p.Pace = truth(m.Value)
		case m.Key == "fallbacks":
			if err := p.Fallbacks.UnmarshalJSON([]byte(line[m.Value.Start:m.Value.End])); err != nil {
				return p, errors.New("policy: " + err.Error())
			}
		default:
			if err := readNumber(&p, m, &next); err != nil {
				return p, errors.New("policy: " + err.Error())
			}
		}
	}
	if err := p.Check(); err != nil {
		return p, errors.New("policy: " + err.Error())
	}
	return p, nil
}

// readNumber sets the parameter of a member, which is often the next one.
func readNumber(p *retry.Policy, m jsonish.Member, next *int) error {
	all := retry.Parameters()
	for n := range all {
		i := (*next + n) % len(all)
		if all[i].Name != m.Key {
			continue
		}
		*next = i + 1
		value, ok := jsonish.ParseFloat(m.Value.Text)
		if m.Value.Kind != jsonish.Number || !ok {
			return errors.New(m.Key + " is a number")
		}
		p.SetNumber(i, value)
		return nil
	}
	return errors.New("there is no " + jsonish.Quote(m.Key))
}
