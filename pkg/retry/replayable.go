// Which requests may be sent again. A rejected request did no work. A broken or
// timed-out one may have done its work, so it is sent again only if a repetition
// is harmless.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// replayable reports whether the request can be sent again as it is. AWS's
// signatures hold for minutes and for the very bytes: only who signs can send
// another one, or for another model.
func (r Request) replayable() bool {
	return r.Replayable && !strings.HasPrefix(r.Headers.Get("authorization"), "AWS4-")
}

// ambiguous reports whether the failed attempt may have done its work.
func ambiguous(o Outcome) bool {
	switch o.Verdict.Class {
	case classify.ServerError, classify.Unavailable, classify.Timeout, classify.Unknown:
		return o.Status != 503 && o.Status != 529 && o.Status != 429 && (o.Status != 0 || o.Sent)
	case classify.Connection:
		return o.Sent
	}
	return false
}

// repeatable reports whether the request may be sent twice.
func repeatable(r Request) bool {
	switch letters.Upper(r.Method) {
	case "GET", "HEAD", "OPTIONS":
		return true
	}
	if r.Headers.Get("idempotency-key") != "" {
		return true
	}
	path, _, _ := strings.Cut(r.Path, "?")
	call := api.Lookup(letters.Upper(r.Method), path)
	return call.Repeatable && !(r.Stored && call.Dialect == api.Responses)
}
