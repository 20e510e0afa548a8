// The policy in JSON.

package wire

import (
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func appendPolicy(dst []byte, p retry.Policy) []byte {
	o := jsonish.Begin(dst)
	o.String("mode", string(p.Mode))
	o.String("stream", string(p.Stream))
	o.String("resume", string(p.Resume))
	for i, n := range retry.Parameters() {
		o.Raw(n.Name, float(p.Number(i)))
	}
	o.Append("fallbacks", func(dst []byte) []byte { return retry.AppendRoutes(dst, p.Fallbacks) })
	return o.End()
}

// readPolicy fills the defaults of a partial policy, which stands in a line of
// arguments, and checks the whole.
func readPolicy(line string, v jsonish.Value) (p retry.Policy, wrong string) {
	p = retry.Default()
	for _, m := range v.Members {
		switch {
		case m.Value.Kind == jsonish.Null:
		case m.Key == "mode":
			p.Mode = retry.Mode(m.Value.Text)
		case m.Key == "stream":
			p.Stream = retry.StreamMode(m.Value.Text)
		case m.Key == "resume":
			p.Resume = retry.ResumeMode(m.Value.Text)
		case m.Key == "fallbacks":
			if err := p.Fallbacks.UnmarshalJSON([]byte(line[m.Value.Start:m.Value.End])); err != nil {
				return p, "policy: " + err.Error()
			}
		default:
			if wrong = readNumber(&p, m); wrong != "" {
				return p, "policy: " + wrong
			}
		}
	}
	if err := p.Check(); err != nil {
		return p, "policy: " + err.Error()
	}
	return p, ""
}

func readNumber(p *retry.Policy, m jsonish.Member) (wrong string) {
	for i, n := range retry.Parameters() {
		if n.Name != m.Key {
			continue
		}
		value, ok := jsonish.ParseFloat(m.Value.Text)
		if m.Value.Kind != jsonish.Number || !ok {
			return m.Key + " is a number"
		}
		p.SetNumber(i, value)
		return ""
	}
	return "there is no " + jsonish.Quote(m.Key)
}
