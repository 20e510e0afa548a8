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

// Broken is a stream that failed.
type Broken struct {
	Fault stream.Fault
	// Events with content that had gone downstream.
	Events int
}

// Watched reports whether an answer is a stream to be watched: an event stream
// of a dialect that is known, or anything else that may stand in its place where
// a stream was asked for. What states its length (else −1) is no stream; it may
// be Suspect.
func Watched(a Head, streams bool, d stream.Dialect) bool {
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

// Deterministic reports whether a request's JSON body asks for the same answer
// each time: temperature 0, or a seed, also where Gemini and Ollama put them.
func Deterministic(body []byte) bool {
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

// gaveUp reports whether a stream was cut off because it was silent.
func (b Broken) gaveUp() bool {
	return len(b.Fault.Said) == 0 && b.Fault.Failure.Kind == classify.FailureTimeout
}

// verdict on a stream that failed, with what its answer's headers add.
func (b Broken) verdict(r *classify.Response) classify.Verdict {
	if r == nil {
		return b.Fault.Verdict(nil, 0)
	}
	return b.Fault.Verdict(r.Headers, r.Now)
}
