// The policy in JSON: one table of its numbers, for both directions.

package wire

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// number of a policy: its name and where it is kept, in one of three types.
type number struct {
	name   string
	millis *retry.Millis
	count  *int
	factor *float64
}

func numbers(p *retry.Policy) [15]number {
	return [...]number{
		{name: "maxAttempts", count: &p.MaxAttempts},
		{name: "initialBackoff", millis: &p.InitialBackoff},
		{name: "backoffMultiplier", factor: &p.BackoffMultiplier},
		{name: "maxBackoff", millis: &p.MaxBackoff},
		{name: "jitter", factor: &p.Jitter},
		{name: "maxRetryAfter", millis: &p.MaxRetryAfter},
		{name: "maxElapsed", millis: &p.MaxElapsed},
		{name: "firstEventTimeout", millis: &p.FirstEventTimeout},
		{name: "responseTimeout", millis: &p.ResponseTimeout},
		{name: "streamIdleTimeout", millis: &p.StreamIdleTimeout},
		{name: "maxTimeout", millis: &p.MaxTimeout},
		{name: "heartbeat", millis: &p.Heartbeat},
		{name: "maxHeld", count: &p.MaxHeld},
		{name: "retryBudget", count: &p.RetryBudget},
		{name: "breakerFailures", count: &p.BreakerFailures},
	}
}

func (n number) set(value float64) {
	switch {
	case n.millis != nil:
		*n.millis = retry.Millis(value)
	case n.count != nil:
		*n.count = int(value)
	default:
		*n.factor = value
	}
}

func (n number) String() string {
	switch {
	case n.millis != nil:
		return strconv.FormatInt(int64(*n.millis), 10)
	case n.count != nil:
		return strconv.Itoa(*n.count)
	}
	return float(*n.factor)
}

func appendPolicy(dst []byte, p retry.Policy) []byte {
	o := jsonish.Begin(dst)
	o.String("mode", string(p.Mode))
	o.String("stream", string(p.Stream))
	o.String("resume", string(p.Resume))
	for _, n := range numbers(&p) {
		o.Raw(n.name, n.String())
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
			p.Stream = retry.Watch(m.Value.Text)
		case m.Key == "resume":
			p.Resume = retry.Resume(m.Value.Text)
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
	if wrong = p.Check(); wrong != "" {
		return p, "policy: " + wrong
	}
	return p, ""
}

func readNumber(p *retry.Policy, m jsonish.Member) (wrong string) {
	for _, n := range numbers(p) {
		if n.name != m.Key {
			continue
		}
		value, ok := jsonish.ParseFloat(m.Value.Text)
		if m.Value.Kind != jsonish.Number || !ok {
			return m.Key + " is a number"
		}
		n.set(value)
		return ""
	}
	return "there is no " + jsonish.Quote(m.Key)
}
