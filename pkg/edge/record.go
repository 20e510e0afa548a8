// Records: what is told of a call. Never a body, never a key.

package edge

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Record of one call, told when its answer begins; of a stream that is watched,
// when it ends.
type Record struct {
	Method, Path string
	Status       int            // that the caller got
	Class        classify.Class // of the final failure; "" for a success
	Provider     string
	Rule         string
	Reason       string // of the decision to deliver
	RequestID    string
	Model        string          // that was asked for; "" where it was not looked at
	Attempts     []retry.Attempt // oldest first
	Trail        string          // the same, as in x-ukemi-attempts
	Ambiguous    int             // of the attempts were resent and may have been billed
	Duration     time.Duration   // since the call began
}

// Switched reports whether a fallback answered.
func (r Record) Switched() bool { return r.Class == "" && r.answered() != "" }

// answered is the fallback of the last attempt, "" when there was none.
func (r Record) answered() string {
	if len(r.Attempts) == 0 {
		return ""
	}
	return r.Attempts[len(r.Attempts)-1].Model
}

// report a call that went through the core.
func (t *Transport) report(req *http.Request, c core.Call, r core.Reaction, status int, took time.Duration) {
	if t.o.OnCall == nil {
		return
	}
	rec := Record{
		Method: req.Method, Path: req.URL.Path, Status: status, Reason: r.Decision.Reason, Model: c.Request.Model,
		Attempts: c.State.Attempts, Trail: c.State.Trail(), Ambiguous: c.State.Ambiguous, Duration: took,
	}
	if v := r.Verdict; v != nil {
		rec.Class, rec.Provider, rec.Rule, rec.RequestID = v.Class, v.Provider, v.Rule, v.RequestID
	}
	t.o.OnCall(rec)
}

// reportPlain reports a success at the first try.
func (t *Transport) reportPlain(req *http.Request, answer *http.Response, took time.Duration) {
	if t.o.OnCall != nil {
		t.o.OnCall(Record{Method: req.Method, Path: req.URL.Path, Status: answer.StatusCode, Reason: retry.ReasonSuccess, Attempts: []retry.Attempt{{Status: answer.StatusCode}}, Duration: took})
	}
}

// log the record, unless all went well at once. The names are OpenTelemetry's
// where it has one (semantic conventions for HTTP, errors and gen-ai); the
// Worker's log (cmd/edge/worker.mjs) has the same.
func (r Record) log(log *slog.Logger) {
	message, level := "recovered", slog.LevelInfo
	switch {
	case r.Class != "":
		message, level = "failed", slog.LevelWarn
	case len(r.Attempts) < 2 && !r.Switched():
		return
	}
	log.LogAttrs(context.Background(), level, message,
		slog.String("http.request.method", r.Method), slog.String("url.path", brief(r.Path)), slog.Int("http.response.status_code", r.Status),
		slog.String("error.type", string(r.Class)), slog.Int("http.request.resend_count", max(len(r.Attempts)-1, 0)),
		slog.String("gen_ai.provider.name", r.Provider), slog.String("gen_ai.request.model", brief(r.Model)), slog.String("gen_ai.response.model", r.answered()),
		slog.String("ukemi.rule", r.Rule), slog.String("ukemi.reason", r.Reason), slog.String("ukemi.attempts", r.Trail), slog.Int("ukemi.ambiguous", r.Ambiguous),
		slog.String("request_id", brief(r.RequestID)), slog.Int64("duration_ms", r.Duration.Milliseconds()))
}

// brief cuts what strangers may make as long as they like.
func brief(s string) string {
	if len(s) > 256 {
		return s[:256] + "…"
	}
	return s
}
