// Which answers under a status of success may be errors, and must be looked at
// before they are delivered. wasm/src/inspect.js has the same rules, so that a
// success need not enter the core; test/scenarios/suspect.json holds both to it.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// MaxInspected is how large a body under a status of success may be to be
// looked at: errors are short, answers need not be.
const MaxInspected = 16 << 10

// MustInspect reports whether an answer must be looked at before it is delivered.
// Everything from 400 up is. Below, a short JSON or HTML body is where the call
// generates: some providers answer with an error under 200. length is −1 when it
// is not known; then an answer that is streamed on purpose is not held.
func MustInspect(call api.Endpoint, status int, contentType string, length int64, streams bool) bool {
	switch {
	case status >= 400:
		return true
	case !call.Generates || status != 200 && status != 202 || length == 0 && status != 200:
		return false
	case length > MaxInspected || length < 0 && streams:
		return false
	}
	contentType = letters.Lower(contentType)
	for _, kind := range [...]string{"application/json", "application/problem+json", "text/html"} {
		if strings.HasPrefix(contentType, kind) {
			return true
		}
	}
	return false
}

// IsCleanSuccess reports whether the body of a suspect answer under a status of
// success is whole and no error.
func IsCleanSuccess(body []byte) bool {
	return len(body) > MaxInspected || stream.InspectBody(body) == stream.BodyIsAnswer
}

// look at an answer that a driver could not tell to be a success.
func look(r retry.Request, answer classify.Response) stream.BodyKind {
	path, _, _ := strings.Cut(r.Path, "?")
	if !api.Lookup(r.Method, path).Generates || len(answer.Body) > MaxInspected {
		return stream.BodyIsAnswer
	}
	return stream.InspectBody(answer.Body)
}
