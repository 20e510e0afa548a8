// Package core composes the stages once for all drivers: one attempt goes in, one
// reaction comes out. A driver fetches, waits and copies bytes, as the reaction
// states.
//
//	attempt ─▶ classify ─▶ decide ─▶ render ─▶ reaction
//
// Begin and React are in this file. The files named model_in_* find and replace the
// model of a request; inspect.go and watched_stream.go select the answers that are
// read. The package does no I/O and reads no clock.
package core

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// Call is one call: its request, its policy, its caller, and the state after the
// attempts so far. A plain value.
type Call struct {
	Request retry.Request
	Policy  retry.Policy
	Caller  classify.Caller
	State   retry.State
}

// Attempt is how one request to the upstream ended. Response is set for an
// HTTP answer, Failure when none came, or not all of it.
type Attempt struct {
	Response *classify.Response
	Failure  *classify.Failure
	// Success: the answer need not be inspected, is a clean success, or is a
	// stream that has committed.
	Success bool
	// StreamError is set for a stream that failed; Response then has the status
	// and the headers of its answer.
	StreamError *stream.Error
	// ContentEvents is how many events with content that stream delivered.
	ContentEvents int
	// Committed: bytes of an answer went downstream, in this attempt or before.
	Committed bool
	// The rest is as in retry.Outcome.
	Elapsed, Took, FirstContent classify.Millis
	Resumable                   bool
	// Again: a Resend is decided again, so many milliseconds after the attempt had ended; else 0.
	Again classify.Millis
}

// Opening is the first action of a call.
type Opening struct {
	// Fallback to begin with; its zero value is the model that was asked for.
	Fallback retry.Fallback
	// FirstEventTimeout of the first attempt.
	FirstEventTimeout classify.Millis
	// Wait before the first attempt, for its turn under a rate limit. Again: then call
	// Begin again, with the call that it returned.
	Wait  classify.Millis
	Again bool
	// Refused is the answer to a request with invalid x-ukemi-* headers; nothing is
	// sent upstream.
	Refused *classify.Answer
}

// Begin a call: the request's own x-ukemi-* headers narrow the policy, and a model
// with an open breaker is skipped. A driver may omit Begin for a request without
// such headers while health is quiet.
func Begin(c Call, h retry.Health, m retry.Moment) (Call, retry.Health, Opening) {
	policy, err := c.Policy.ForRequest(c.Request)
	if err != nil {
		v := classify.Verdict{Class: classify.InvalidRequest, Rule: "ukemi-header", Message: err.Error(), Status: 400}
		answer := classify.Render(v, c.Caller)
		answer.Headers = append(answer.Headers, classify.Header{Name: "x-should-retry", Value: "false"})
		return c, h, Opening{Refused: &answer}
	}
	c.Policy = policy
	start := policy.Begin(retry.BeginInput{Health: h, Request: c.Request, Now: m.Now, Random: m.Random, State: c.State})
	c.State = start.State
	c.State.Mended = mendedBy(c.State.Changes, c.Request)
	timeout := policy.AttemptTimeout(retry.TimeoutInput{
		State: c.State, Health: start.Health, Request: c.Request, Elapsed: start.Wait})
	opening := Opening{Fallback: start.Fallback, FirstEventTimeout: timeout, Wait: start.Wait, Again: start.Again}
	return c, start.Health, opening
}

// Reaction is the next action of the driver.
type Reaction struct {
	// Verdict of a failed attempt, nil for a success.
	Verdict  *classify.Verdict
	Decision retry.Decision
	// FirstEventTimeout of the next attempt, where there is one.
	FirstEventTimeout classify.Millis
	// Answer for the caller when an error is delivered. With a Switch the driver
	// holds it: a later Decision may select it (First), and Headers then are the
	// headers to add.
	Answer classify.Answer
	// Headers to set on a success (none after a single attempt), or on the answer
	// held for First.
	Headers classify.Headers
}

// React to one attempt.
func React(c Call, h retry.Health, a Attempt, m retry.Moment) (Call, retry.Health, Reaction) {
	o := c.Outcome(a)
	in := retry.DecideInput{State: c.State, Health: h, Request: c.Request, Outcome: o, Moment: m, Again: a.Again > 0}
	result := c.Policy.Decide(in)
	if retry.CanShare && result.Decision.Action != retry.Resend {
		o.Elapsed += a.Again // the wait of a Resend includes it
	}
	r := c.Follow(o, result)
	return c, result.Health, r
}

// Outcome classifies an attempt, and notes in the call how a resume ended. React consists
// of Outcome, Policy.Decide and Follow. A driver whose calls share one health may lock it
// for the decision alone, which takes a small part of the time.
func (c *Call) Outcome(a Attempt) retry.Outcome {
	o := retry.Outcome{
		Elapsed: a.Elapsed, Took: a.Took, FirstContent: a.FirstContent,
		Sent: true, Committed: a.Committed, Resumable: a.Resumable,
	}
	body := stream.BodyIsAnswer
	if r := a.Response; r != nil && r.Status < 400 && !a.Success && a.StreamError == nil && a.Failure == nil {
		if body = bodyKind(c.Request, *r); body == stream.BodyIsCut {
			a.Failure = CutFailure()
		}
	}
	switch {
	case a.StreamError != nil:
		v := streamVerdict(*a.StreamError, a.Response)
		o.Verdict, o.Events, o.TimedOut = &v, a.ContentEvents, isIdleTimeout(*a.StreamError)
		if a.StreamError.Mismatch {
			c.State, o.Events = c.State.Resumed("differs"), 0
		}
	case a.Failure != nil:
		v := classify.FromFailure(*a.Failure)
		o.Verdict, o.Sent = &v, a.Failure.Sent && !isUnsent(*a.Failure, v)
		o.TimedOut = o.Sent && v.Class == classify.Timeout
	case a.Success:
		o.Status = a.Response.Status
	case a.Response != nil:
		if o.Status = a.Response.Status; o.Status >= 400 || body == stream.BodyIsError {
			v := classify.FromResponse(*a.Response)
			o.Verdict = &v
		}
	}
	if o.Verdict == nil && a.Committed {
		how := "ok"
		if c.State.Continues {
			how = "continued"
		}
		c.State = c.State.Resumed(how)
	}
	if retry.CanPace && c.Policy.Pace && a.Response != nil {
		o.Windows = classify.Windows(a.Response.Headers, a.Response.Now)
	}
	if o.Verdict != nil {
		o.Fix, o.FixLabel = fixFor(o.Verdict, c.Request, c.State.Changes)
	}
	return o
}

// Follow notes a decision in the call, and returns the reaction.
func (c *Call) Follow(o retry.Outcome, result retry.DecideResult) Reaction {
	first := len(c.State.Attempts) == 0 && c.State.Target == 0 && c.State.Mended == "" && c.State.Paced == 0
	r := Reaction{Verdict: o.Verdict, Decision: result.Decision}
	c.State = result.State
	mended := c.State.Mended // of the attempt that ended
	if r.Decision.Action != retry.Deliver {
		c.State.Mended = mendedBy(c.State.Changes, c.Request)
	}
	r.FirstEventTimeout = c.Policy.AttemptTimeout(retry.TimeoutInput{
		State: c.State, Health: result.Health, Request: c.Request, Elapsed: o.Elapsed + r.Decision.Wait})
	switch {
	case r.Decision.Action == retry.Resend:
	case r.Verdict == nil && first:
	case r.Verdict == nil:
		r.Headers = c.trail(nil, o.Elapsed)
		if f := c.State.Attempts[len(c.State.Attempts)-1].Model; f != "" {
			r.Headers = append(r.Headers, classify.Header{Name: "x-ukemi-model", Value: f})
		}
		if mended != "" {
			r.Headers = append(r.Headers, classify.Header{Name: "x-ukemi-mended", Value: mended})
		}
	case r.Decision.DeliverFirst:
		r.Headers = c.errorHeaders(nil, r.Decision, o.Elapsed)
	default:
		if r.Answer = classify.Render(*r.Verdict, c.Caller); r.Decision.Action == retry.Deliver {
			r.Answer.Headers = c.errorHeaders(r.Answer.Headers, r.Decision, o.Elapsed)
			if mended != "" {
				r.Answer.Headers = append(r.Answer.Headers, classify.Header{Name: "x-ukemi-mended", Value: mended})
			}
		}
	}
	// The caller may read the verdict; that of the answer states the same by its headers.
	if v, d := r.Verdict, r.Decision; v != nil && v.Retry && d.Action == retry.Deliver && d.Reason != retry.ReasonBegun &&
		!c.shouldRetry(d) {
		v.Exhausted, v.Attempts, v.Took = true, len(c.State.Attempts), o.Elapsed
	}
	return r
}

// shouldRetry returns the value of x-should-retry, which SDKs obey. It is false
// where this layer has made the retries, and where the server states a wait of
// minutes, because SDKs retry within seconds; true where a retry was left to the
// SDK, or where this layer could not make one.
func (c *Call) shouldRetry(d retry.Decision) bool {
	if d.DeliverFirst { // the reason is that of another model's error
		return c.State.Attempts[0].Class.Info().Retry && c.Request.HasRetryingSDK()
	}
	switch d.Reason {
	case retry.ReasonAdvise, retry.ReasonSDKRetries, retry.ReasonNotReplayable, retry.ReasonNotRepeatable:
		return true
	}
	return false
}

// errorHeaders adds x-should-retry, the reason and the trail.
func (c *Call) errorHeaders(h classify.Headers, d retry.Decision, elapsed classify.Millis) classify.Headers {
	h = append(h, classify.Header{Name: "x-should-retry", Value: strconv.FormatBool(c.shouldRetry(d))},
		classify.Header{Name: "x-ukemi-reason", Value: d.Reason})
	return c.trail(h, elapsed)
}

func (c *Call) trail(h classify.Headers, elapsed classify.Millis) classify.Headers {
	var waited classify.Millis
	for _, a := range c.State.Attempts {
		waited += a.Wait + a.Paced
	}
	timing := "ukemi;dur=" + strconv.FormatInt(int64(elapsed), 10) + ", waits;dur=" + strconv.FormatInt(int64(waited), 10)
	h = append(h, classify.Header{Name: "x-ukemi-attempts", Value: c.State.Trail()},
		classify.Header{Name: "server-timing", Value: timing})
	if c.State.Ambiguous > 0 {
		h = append(h, classify.Header{Name: "x-ukemi-ambiguous", Value: strconv.Itoa(c.State.Ambiguous)})
	}
	return h
}

// CutFailure is the failure of an answer that ends in the middle.
func CutFailure() *classify.Failure {
	return &classify.Failure{Kind: classify.FailureCut, Message: "The answer breaks off in the middle.", Sent: true}
}

// isUnsent reports whether a driver's message means that the request never reached a
// server.
func isUnsent(f classify.Failure, v classify.Verdict) bool {
	return v.Rule == "failure-dns" || v.Rule == "failure-refused" || strings.Contains(f.Message, "CONNECT_TIMEOUT")
}

// SurvivesRewrite reports whether a header of the upstream stays on an answer in the
// error format. Headers about the replaced body and wait do not, nor do headers in
// ukemi's own name.
func SurvivesRewrite(name string) bool {
	name = letters.Lower(name)
	return !strings.HasPrefix(name, "x-ukemi-") && !slices.Contains(describesBody, name)
}

var describesBody = []string{
	"content-type", "content-length", "content-encoding", "transfer-encoding", "content-disposition",
	"etag", "last-modified", "accept-ranges", "trailer", "retry-after", "retry-after-ms", "x-should-retry",
	"x-request-id", "link", "content-security-policy",
}
