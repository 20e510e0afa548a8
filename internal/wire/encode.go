// From the core's values to an answer's JSON.

package wire

import (
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// appendReaction: {action, wait, reason, first, fallback, verdict, status,
// headers, trail, state, health}; verdict is null for a success, fallback
// where there is none to ask.
func appendReaction(dst []byte, c core.Call, h retry.Health, r core.Reaction) []byte {
	o := jsonish.Begin(dst)
	o.String("action", string(r.Decision.Action))
	o.Int("wait", int64(r.Decision.Wait))
	o.String("reason", r.Decision.Reason)
	o.Bool("first", r.Decision.First)
	appendFallback(&o, r.Decision.Fallback, c.Request.Path)
	headers := r.Headers
	if r.Answer.Status != 0 {
		headers = r.Answer.Headers
	}
	if r.Verdict != nil {
		o.Append("verdict", func(dst []byte) []byte { return classify.AppendVerdict(dst, *r.Verdict) })
	} else {
		o.Raw("verdict", "null")
	}
	o.Int("status", int64(r.Answer.Status))
	o.Append("headers", func(dst []byte) []byte { return classify.AppendHeaders(dst, headers) })
	o.String("trail", c.State.Trail())
	appendCarried(&o, c, h)
	return o.End()
}

// appendOpening: {policy, fallback, refused, state, health}; refused is null or
// {status, headers}, its body follows.
func appendOpening(dst []byte, c core.Call, h retry.Health, opening core.Opening) []byte {
	o := jsonish.Begin(dst)
	o.Append("policy", func(dst []byte) []byte { return appendPolicy(dst, c.Policy) })
	appendFallback(&o, opening.Fallback, c.Request.Path)
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
	o.Append("headers", func(dst []byte) []byte { return classify.AppendHeaders(dst, a.Headers) })
	return o.End()
}

func appendCarried(o *jsonish.Builder, c core.Call, h retry.Health) {
	o.Append("state", func(dst []byte) []byte { return appendState(dst, c.State) })
	o.Append("health", func(dst []byte) []byte { return appendHealth(dst, h) })
}

// appendFallback: null, or {model, key, url, keep}: what to ask, and how to
// get there (core.Detour).
func appendFallback(o *jsonish.Builder, f retry.Fallback, path string) {
	if f.Model == "" {
		o.Raw("fallback", "null")
		return
	}
	detour := core.DetourOf(f, path)
	o.Append("fallback", func(dst []byte) []byte {
		e := jsonish.Begin(dst)
		e.String("model", f.Model)
		e.String("key", f.Key)
		e.String("url", detour.URL)
		e.Append("keep", func(dst []byte) []byte {
			return jsonish.AppendArray(dst, len(detour.Keep), func(dst []byte, i int) []byte { return jsonish.AppendString(dst, detour.Keep[i]) })
		})
		return e.End()
	})
}
