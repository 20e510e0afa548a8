// Which answers are streams to be watched, and which requests ask for the same
// answer each time. What a stream tells is found out in pkg/stream.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// IsWatchedStream reports whether an answer is a stream to be watched: an event stream
// of a dialect that is known, or anything else that may stand in its place where
// a stream was asked for. What states its length (else −1) is no stream; it may
// be Suspect.
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

// Head is what the headers say of an answer.
type Head struct {
	Status         int
	Type, Encoding string
	Length         int64 // −1 when it is not stated
}

// readable reports whether a stream of this encoding can be looked at.
func readable(encoding string) bool {
	return encoding == "" || letters.EqualFold(encoding, "identity") || letters.EqualFold(encoding, "gzip")
}

// IsDeterministic reports whether a request's JSON body asks for the same answer
// each time: temperature 0, or a seed, also where Gemini and Ollama put them.
func IsDeterministic(body []byte) bool {
	src := string(body)
	for _, options := range append(jsonish.Members(src, "generationConfig"), jsonish.Members(src, "options")...) {
		if deterministic(src[options.Start:options.End]) {
			return true
		}
	}
	return deterministic(src)
}

func deterministic(src string) bool {
	for _, t := range jsonish.Members(src, "temperature") {
		if number := src[t.Start:t.End]; strings.Trim(number, "0.") == "" {
			return true
		}
	}
	for _, s := range jsonish.Members(src, "seed") {
		if src[s.Start:s.End] != "null" {
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
