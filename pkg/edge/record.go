// Records of calls, for logs and metrics. They contain no body and no key.

package edge

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Record describes one call.
type Record struct {
	Method, Path   string
	Status         int            // that the caller got
	Class          classify.Class // of the final failure; "" for a success
	Provider       string
	Rule           string
	Reason         string // why there was no further attempt
	RequestID      string
	Model          string          // that was requested; "" where the body was not parsed
	Attempts       []retry.Attempt // oldest first
	Trail          string          // the attempts, as in x-ukemi-attempts
	FallbackErrors string          // why fallbacks failed: model or key, class, message
	Ambiguous      int             // attempts that were resent and may have been billed
	Mended         string          // the changes with which the last attempt was sent, as in x-ukemi-mended
	Duration       time.Duration   // of the call until the record
	// TraceID and SpanID of the call's span, in hexadecimal; "" without Options.Tracer.
	TraceID, SpanID string
}

// Switched reports whether a fallback answered.
func (r Record) Switched() bool { return r.Class == "" && r.lastFallback() != "" }

// isFirstSuccess reports whether the first attempt was a success, and nothing was done to
// the call before it.
func (r Record) isFirstSuccess() bool {
	if r.Class != "" || r.Ambiguous > 0 || len(r.Attempts) != 1 {
		return false
	}
	a := &r.Attempts[0]
	return a.Class == "" && a.Model == "" && a.Paced == 0 && a.Cure == ""
}

// lastFallback returns the fallback of the last attempt, "" for none.
func (r Record) lastFallback() string {
	if len(r.Attempts) == 0 {
		return ""
	}
	return r.Attempts[len(r.Attempts)-1].Model
}

// report ends the trace of a call that the core has seen, and calls OnCall.
func (x *exchange) report(status int) {
	if x.t.options.OnCall == nil && x.trace == nil {
		return
	}
	if x.committed {
		status = http.StatusOK
	}
	c, r := x.call, x.last
	rec := Record{
		Method: x.req.Method, Path: x.req.URL.Path, Status: status, Reason: r.Decision.Reason, Model: c.Request.Model,
		Attempts: c.State.Attempts, Trail: c.State.Trail(), FallbackErrors: c.State.FallbackErrors(), Mended: c.State.Mended,
		Ambiguous: c.State.Ambiguous,
		Duration:  x.elapsed(),
	}
	if v := r.Verdict; v != nil {
		rec.Class, rec.Provider, rec.Rule, rec.RequestID = v.Class, v.Provider, v.Rule, v.RequestID
	}
	x.pass(rec)
}

// reportFirstSuccess does the same for a call whose first attempt was a success.
func (x *exchange) reportFirstSuccess(status int) {
	if x.t.options.OnCall == nil && x.trace == nil {
		return
	}
	x.pass(Record{
		Method: x.req.Method, Path: x.req.URL.Path, Status: status, Reason: retry.ReasonSuccess,
		Attempts: []retry.Attempt{{Status: status}}, Duration: x.elapsed(),
	})
}

func (x *exchange) pass(r Record) {
	x.trace.endWith(&r)
	if x.t.options.OnCall != nil {
		x.t.options.OnCall(r)
	}
}

// log writes the record, unless the first attempt was a success. The names are
// OpenTelemetry's where it has one (semantic conventions for HTTP, errors and
// gen-ai); the log of cmd/edge/worker.mjs has the same.
func (r Record) log(log *slog.Logger) {
	message, level := "recovered", slog.LevelInfo
	switch {
	case r.Class != "":
		message, level = "failed", slog.LevelWarn
	case len(r.Attempts) < 2 && !r.Switched():
		return
	}
	attributes := []slog.Attr{
		slog.String("http.request.method", r.Method),
		slog.String("url.path", shorten(r.Path)),
		slog.Int("http.response.status_code", r.Status),
		slog.String("error.type", string(r.Class)),
		slog.Int("http.request.resend_count", max(len(r.Attempts)-1, 0)),
		slog.String("gen_ai.provider.name", r.Provider),
		slog.String("gen_ai.request.model", shorten(r.Model)),
		slog.String("gen_ai.response.model", r.lastFallback()),
		slog.String("ukemi.rule", r.Rule),
		slog.String("ukemi.reason", r.Reason),
		slog.String("ukemi.attempts", r.Trail),
		slog.String("ukemi.fallback_errors", r.FallbackErrors),
		slog.Int("ukemi.ambiguous", r.Ambiguous),
		slog.String("ukemi.mended", r.Mended),
		slog.String("request_id", shorten(r.RequestID)),
		slog.Int64("duration_ms", r.Duration.Milliseconds()),
	}
	if r.TraceID != "" {
		attributes = append(attributes, slog.String("trace_id", r.TraceID), slog.String("span_id", r.SpanID))
	}
	log.LogAttrs(context.Background(), level, message, attributes...)
}

// shorten bounds a text of any length that a caller or a server sent.
func shorten(s string) string {
	if len(s) > 256 {
		return s[:256] + "…"
	}
	return s
}
