// From the core's values to an answer's JSON.

package wire

import (
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// appendReaction: {action, wait, patience, reason, first, fallback, verdict, status,
// headers, record, state, health}; verdict is null for a success, true where it is not
// wanted, fallback null where there is none to ask. The headers are all of a failure's,
// else those to set on the answer that is there.
func appendReaction(
	dst []byte, c core.Call, h retry.Health, a core.Attempt, r core.Reaction, wantsVerdict bool,
) []byte {
	o := jsonish.Begin(dst)
	o.String("action", string(r.Decision.Action))
	o.Int("wait", int64(r.Decision.Wait))
	o.Int("patience", int64(r.FirstEventTimeout))
	o.String("reason", r.Decision.Reason)
	o.Bool("first", r.Decision.DeliverFirst)
	appendFallback(&o, r.Decision.Fallback)
	headers := r.Headers
	if r.Answer.Status != 0 {
		headers = append(surviving(a.Response.Headers, r.Answer.Headers), r.Answer.Headers...)
	}
	switch {
	case r.Verdict == nil:
		o.Raw("verdict", "null")
	case wantsVerdict:
		o.Append("verdict", func(dst []byte) []byte { return r.Verdict.AppendJSON(dst) })
	default:
		o.Bool("verdict", true)
	}
	o.Int("status", int64(r.Answer.Status))
	o.Append("headers", func(dst []byte) []byte { return headers.AppendJSON(dst) })
	o.Append("record", func(dst []byte) []byte { return appendRecord(dst, c, r) })
	appendCarried(&o, c, h)
	return o.End()
}

// surviving are the upstream's headers that an answer in the error format
// keeps beside its own.
func surviving(upstream, own classify.Headers) (kept classify.Headers) {
	for _, h := range upstream {
		if core.SurvivesRewrite(h.Name) && (letters.EqualFold(h.Name, "server-timing") || own.Get(h.Name) == "") {
			kept = append(kept, h)
		}
	}
	return kept
}

// appendRecord writes the record of a call that ends here. The driver adds the
// status that its caller received and the duration. Where the failure of the first
// model is delivered, it also adds the class,
// provider, rule and request id of that failure, which this record lacks.
func appendRecord(dst []byte, c core.Call, r core.Reaction) []byte {
	v, attempts := r.Verdict, c.State.Attempts
	if v == nil {
		v = &classify.Verdict{}
	}
	o := jsonish.Begin(dst)
	o.String("method", c.Request.Method)
	o.String("path", c.Request.Path)
	o.String("model", c.Request.Model)
	o.String("answered", attempts[len(attempts)-1].Model)
	o.String("attempts", c.State.Trail())
	o.String("mended", c.State.Mended)
	o.String("fallback_errors", c.State.FallbackErrors())
	o.Int("resends", int64(len(attempts)-1))
	o.Int("ambiguous", int64(c.State.Ambiguous))
	o.String("reason", r.Decision.Reason)
	if !r.Decision.DeliverFirst {
		o.String("class", string(v.Class))
		o.String("provider", v.Provider)
		o.String("rule", v.Rule)
		o.String("request_id", v.RequestID)
	}
	return o.End()
}

// appendOpening: {policy, fallback, patience, wait, again, refused, state, health};
// refused is null or {status, headers}, its body follows. wait and again are there
// where the call waits for its turn.
func appendOpening(dst []byte, c core.Call, h retry.Health, opening core.Opening) []byte {
	o := jsonish.Begin(dst)
	o.Append("policy", func(dst []byte) []byte { return appendPolicy(dst, c.Policy) })
	appendFallback(&o, opening.Fallback)
	o.Int("patience", int64(opening.FirstEventTimeout))
	if retry.CanPace && opening.Wait > 0 {
		o.Int("wait", int64(opening.Wait))
		o.Bool("again", opening.Again)
	}
	if a := opening.Refused; a != nil {
		o.Append("refused", func(dst []byte) []byte { return appendHead(dst, *a) })
	} else {
		o.Raw("refused", "null")
	}
	appendCarried(&o, c, h)
	return o.End()
}

// appendHead: {status, headers} of an answer, whose body follows.
func appendHead(dst []byte, a classify.Answer) []byte {
	o := jsonish.Begin(dst)
	o.Int("status", int64(a.Status))
	o.Append("headers", func(dst []byte) []byte { return a.Headers.AppendJSON(dst) })
	return o.End()
}

func appendCarried(o *jsonish.Builder, c core.Call, h retry.Health) {
	o.Append("state", func(dst []byte) []byte { return appendState(dst, c.State) })
	o.Append("health", func(dst []byte) []byte { return appendHealth(dst, h) })
}
