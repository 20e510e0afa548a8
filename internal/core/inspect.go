// Which answers under a success status may be errors, so that their body must be
// inspected before it is delivered. wasm/src/inspect.js has the same rules, so that a
// success need not enter the core; test/scenarios/suspect.json checks both.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// MaxInspected is the size of the largest body under a success status that is
// inspected, in bytes: errors are short.
const MaxInspected = 16 << 10

// MustInspect reports whether an answer must be inspected before it is delivered:
// every one from 400 up and, where the call generates, a short JSON or HTML body
// below, because some providers send errors under 200. length is −1 where it is
// unknown; then an answer that was requested as a stream is not held. An answer that
// is proven (ProvesAnswer) is none of these.
func MustInspect(call api.Endpoint, status int, contentType string, length int64, streams, proven bool) bool {
	switch {
	case status >= 400:
		return true
	case proven || !call.Generates || status != 200 && status != 202 || length == 0 && status != 200:
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

// ProvesAnswer reports whether the headers prove that a status of success is one:
// those that OpenAI's and Anthropic's own servers write, which state errors by their
// status. h has the canonical names of net/http.
func ProvesAnswer(h map[string][]string) bool {
	return h["Openai-Version"] != nil || h["Anthropic-Organization-Id"] != nil
}

// IsCleanSuccess reports whether an inspected body under a success status is
// complete and no error.
func IsCleanSuccess(body []byte) bool {
	return len(body) > MaxInspected || stream.InspectBody(body) == stream.BodyIsAnswer
}

// bodyKind inspects an answer that the driver did not recognize as a success.
func bodyKind(r retry.Request, answer classify.Response) stream.BodyKind {
	path, _, _ := strings.Cut(r.Path, "?")
	if !api.Lookup(r.Method, path).Generates || len(answer.Body) > MaxInspected {
		return stream.BodyIsAnswer
	}
	return stream.InspectBody(answer.Body)
}
