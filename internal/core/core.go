// Package core composes the stages once for all drivers: one attempt goes in,
// one reaction comes out. A driver fetches, waits and copies bytes; everything
// it must know stands in the reaction.
//
//	attempt ─▶ classify ─▶ decide ─▶ render ─▶ reaction
//
// The package is pure, like the stages.
package core

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Call is one call of the application: what is asked, how it may be retried,
// who reads the answer, and what happened so far. A plain value.
type Call struct {
	Request retry.Request
	Policy  retry.Policy
	Caller  classify.Caller
	State   retry.State
}

// Attempt is how one request to the upstream ended. Response is set for an
// HTTP answer, Failure when none came; a Response that is not Suspect is a
// success.
type Attempt struct {
	Response *classify.Response
	Failure  *classify.Failure
	// Elapsed since the call began.
	Elapsed classify.Millis
}

// Reaction is what the driver does now.
type Reaction struct {
	// Verdict of a failed attempt, nil for a success.
	Verdict  *classify.Verdict
	Decision retry.Decision
	// Answer for the caller, complete, when a failure is delivered.
	Answer classify.Answer
	// Headers to add to a success that is delivered; none when it was the
	// first attempt.
	Headers classify.Headers
}

// React to one attempt. random is in [0, 1).
func React(c Call, a Attempt, random float64) (Call, Reaction) {
	o := retry.Outcome{Elapsed: a.Elapsed, Sent: true}
	switch {
	case a.Failure != nil:
		v := classify.FromFailure(*a.Failure)
		o.Verdict, o.Sent = &v, a.Failure.Sent
	case a.Response != nil:
		o.Status = a.Response.Status
		if v := classify.FromResponse(*a.Response); IsError(*a.Response, v) {
			o.Verdict = &v
		}
	}
	first := len(c.State.Attempts) == 0
	var r Reaction
	c.State, r.Decision = c.Policy.Decide(c.State, c.Request, o, random)
	r.Verdict = o.Verdict
	switch {
	case r.Decision.Action == retry.Resend:
	case r.Verdict == nil && !first:
		r.Headers = c.trail(nil)
	case r.Verdict != nil:
		r.Answer = classify.Render(*r.Verdict, c.Caller)
		r.Answer.Headers = c.trail(append(r.Answer.Headers, classify.Header{Name: "x-should-retry", Value: c.shouldRetry(r)}))
	}
	return c, r
}

// IsError reports whether an answer that was looked at is an error: by its
// status, or by what it says under a status of success.
func IsError(r classify.Response, v classify.Verdict) bool {
	return r.Status >= 400 || v.Class != classify.Unknown
}

// shouldRetry tells the SDK above what to do. Where this layer owned the
// retries it has done what could be done, and the SDK must not start over.
func (c Call) shouldRetry(r Reaction) string {
	return strconv.FormatBool(r.Verdict.Retry && c.Policy.Mode == retry.Advise)
}

func (c Call) trail(h classify.Headers) classify.Headers {
	h = append(h, classify.Header{Name: "x-ukemi-attempts", Value: c.State.Trail()})
	if c.State.Ambiguous > 0 {
		h = append(h, classify.Header{Name: "x-ukemi-ambiguous", Value: strconv.Itoa(c.State.Ambiguous)})
	}
	return h
}

// MaxSuspect is how large a body under a status of success may be to be
// looked at: errors are short, answers need not be.
const MaxSuspect = 16 << 10

// Suspect reports whether an answer must be looked at before it is delivered.
// Everything from 400 up is; below, a short JSON or HTML body, which some
// providers use for errors under 200. length is −1 when it is not known; then
// an answer that is streamed on purpose is not held.
func Suspect(status int, contentType string, length int64, streams bool) bool {
	switch {
	case status >= 400:
		return true
	case status != 200 && status != 202 || length == 0 || length > MaxSuspect || length < 0 && streams:
		return false
	}
	contentType = strings.ToLower(contentType)
	for _, kind := range [...]string{"application/json", "application/problem+json", "text/html"} {
		if strings.HasPrefix(contentType, kind) {
			return true
		}
	}
	return false
}

// LooksLikeError reports whether the body of a suspect answer under a status of
// success bears an error rather than an answer, so that drivers need not enter
// the core for every short answer.
func LooksLikeError(body []byte) bool {
	if len(body) > MaxSuspect {
		return false
	}
	s := string(body)
	for _, sign := range [...]string{`"error"`, `"errors"`, `"base_resp"`, `"cfWaitingRoom"`, `"error_code"`, `"error_msg"`, `"Error"`} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return strings.HasPrefix(strings.TrimSpace(s), "<") || strings.Contains(s, `"code"`) && !strings.Contains(s, `"choices"`)
}
