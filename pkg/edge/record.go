// Records: what is told of a call that failed or needed a retry. Never a body,
// never a key.

package edge

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Record of one call.
type Record struct {
	Method, Path string
	Status       int            // that the caller got
	Class        classify.Class // of the final failure; "" when it was recovered
	Provider     string
	Rule         string
	Reason       string // of the decision to deliver
	Trail        string // as in x-ukemi-attempts
	RequestID    string
	Attempts     int
	Duration     time.Duration
}

func (t *Transport) report(req *http.Request, c core.Call, r core.Reaction, took time.Duration) {
	if t.o.OnCall == nil {
		return
	}
	rec := Record{Method: req.Method, Path: req.URL.Path, Reason: r.Decision.Reason, Trail: c.State.Trail(), Attempts: len(c.State.Attempts), Duration: took}
	if v := r.Verdict; v != nil {
		rec.Status, rec.Class, rec.Provider, rec.Rule, rec.RequestID = r.Answer.Status, v.Class, v.Provider, v.Rule, v.RequestID
	} else {
		rec.Status = c.State.Attempts[len(c.State.Attempts)-1].Status
	}
	t.o.OnCall(rec)
}

func (r Record) log(log *slog.Logger) {
	message, level := "recovered", slog.LevelInfo
	if r.Class != "" {
		message, level = "failed", slog.LevelWarn
	}
	log.LogAttrs(context.Background(), level, message,
		slog.String("method", r.Method), slog.String("path", r.Path), slog.Int("status", r.Status),
		slog.String("class", string(r.Class)), slog.String("provider", r.Provider), slog.String("rule", r.Rule),
		slog.String("reason", r.Reason), slog.String("attempts", r.Trail), slog.String("request_id", r.RequestID),
		slog.Int64("duration_ms", r.Duration.Milliseconds()))
}
