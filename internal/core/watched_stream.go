// Which answers are streams that pkg/stream watches, and which requests always get
// the same answer, so that a stream can be resumed.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// IsWatchedStream reports whether an answer is a stream to be watched: an event stream
// of a known dialect or, where a stream was requested, another body without a
// length. One with a length may have to be inspected instead.
func IsWatchedStream(a Head, streams bool, d stream.Dialect) bool {
	if d == stream.Other || a.Status != 200 || !readable(a.Encoding) {
		return false
	}
	kind, _, _ := strings.Cut(letters.Lower(a.Type), ";")
	switch strings.TrimSpace(kind) {
	case "text/event-stream", "application/x-ndjson":
		return true
	case "application/json", "application/jsonl", "text/plain", "text/html", "":
		return streams && a.Length < 0
	}
	return false
}

// Head is the part of an answer's head that selects how it is read.
type Head struct {
	Status         int
	Type, Encoding string
	Length         int64 // −1 when it is not stated
}

// readable reports whether a stream of this encoding can be read.
func readable(encoding string) bool {
	return encoding == "" || letters.EqualFold(encoding, "identity") || letters.EqualFold(encoding, "gzip")
}

// IsDeterministic reports whether a request's JSON body asks for the same answer
// each time: temperature 0 or a seed, also in the options of Gemini and Ollama.
func IsDeterministic(body []byte) bool { return membersOf(string(body)).areDeterministic() }

func (m members) areDeterministic() bool {
	for _, options := range append(m.values("generationConfig"), m.values("options")...) {
		if membersOf(options).haveSeed() {
			return true
		}
	}
	return m.haveSeed()
}

// haveSeed reports whether they have a seed, or the temperature 0.
func (m members) haveSeed() bool {
	for _, number := range m.values("temperature") {
		if strings.Trim(number, "0.") == "" {
			return true
		}
	}
	for _, seed := range m.values("seed") {
		if seed != "null" {
			return true
		}
	}
	return false
}

// isIdleTimeout reports whether the driver closed a stream that was silent.
func isIdleTimeout(e stream.Error) bool {
	return len(e.Payload) == 0 && e.Failure.Kind == classify.FailureTimeout
}

// streamVerdict is the verdict on a stream that failed. The headers of its answer
// may state a wait or a request id.
func streamVerdict(e stream.Error, answer *classify.Response) classify.Verdict {
	if answer == nil {
		return e.Verdict(nil, 0)
	}
	return e.Verdict(answer.Headers, answer.Now)
}
