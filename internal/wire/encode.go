// From the core's values to an answer's JSON.

package wire

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func appendPolicy(dst []byte, p retry.Policy) []byte {
	o := jsonish.Begin(dst)
	o.String("mode", string(p.Mode))
	o.Int("maxAttempts", int64(p.MaxAttempts))
	o.Int("initialBackoff", int64(p.InitialBackoff))
	o.Raw("backoffMultiplier", float(p.BackoffMultiplier))
	o.Int("maxBackoff", int64(p.MaxBackoff))
	o.Raw("jitter", float(p.Jitter))
	o.Int("maxRetryAfter", int64(p.MaxRetryAfter))
	o.Int("maxElapsed", int64(p.MaxElapsed))
	o.Int("firstEventTimeout", int64(p.FirstEventTimeout))
	o.Int("responseTimeout", int64(p.ResponseTimeout))
	o.Int("streamIdleTimeout", int64(p.StreamIdleTimeout))
	return o.End()
}

func float(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// appendReaction: {action, wait, reason, verdict, status, headers, trail, state}; verdict
// is null for a success, whose headers are those to add.
func appendReaction(dst []byte, c core.Call, r core.Reaction) []byte {
	o := jsonish.Begin(dst)
	o.String("action", string(r.Decision.Action))
	o.Int("wait", int64(r.Decision.Wait))
	o.String("reason", r.Decision.Reason)
	headers := r.Headers
	if r.Verdict != nil {
		headers = r.Answer.Headers
		o.Append("verdict", func(dst []byte) []byte { return classify.AppendVerdict(dst, *r.Verdict) })
	} else {
		o.Raw("verdict", "null")
	}
	o.Int("status", int64(r.Answer.Status))
	o.Append("headers", func(dst []byte) []byte { return classify.AppendHeaders(dst, headers) })
	o.String("trail", c.State.Trail())
	o.Append("state", func(dst []byte) []byte { return appendState(dst, c.State) })
	return o.End()
}

func appendState(dst []byte, s retry.State) []byte {
	o := jsonish.Begin(dst)
	o.Int("ambiguous", int64(s.Ambiguous))
	o.Append("attempts", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(s.Attempts), func(dst []byte, i int) []byte {
			a := s.Attempts[i]
			e := jsonish.Begin(dst)
			e.Int("status", int64(a.Status))
			e.String("class", string(a.Class))
			e.Int("wait", int64(a.Wait))
			e.String("source", a.Source)
			return e.End()
		})
	})
	return o.End()
}
