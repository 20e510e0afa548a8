// The loop over the attempts of one call, until there is an answer to deliver.
// A stream that breaks after its delivery began enters the loop again.

package edge

import (
	"net/http"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// exchange is one call.
type exchange struct {
	t    *Transport
	req  *http.Request
	body *requestBody
	call core.Call
	last core.Reaction

	trace *callTrace // nil for none

	startedAt time.Time       // of the call
	sentAt    time.Time       // of the last attempt
	target    retry.Fallback  // of the next attempt; the zero value is the model that was requested
	timeout   classify.Millis // of the next attempt, until its first byte
	opening   core.Opening    // how long the first attempt waits for its turn

	// The failure of the model that was requested, to deliver if the fallbacks fail too.
	firstFailure *http.Response
	firstVerdict *classify.Verdict

	committed bool          // bytes of an answer were delivered
	brokenAt  time.Time     // when the stream broke that is to be resumed
	resume    *stream.State // the content that the next attempt must repeat; nil: no resume
	continues bool          // the attempt goes on with that content, and does not repeat it
}

// run makes attempts until there is an answer to deliver.
func (x *exchange) run() (*http.Response, error) {
	if err := x.waitForTurn(); err != nil {
		return nil, err
	}
	for {
		a := x.send()
		if err := x.callerError(); err != nil {
			a.discard()
			x.trace.end(errorType(err), 0)
			return nil, err
		}
		if a.misuse != nil {
			x.trace.end(errorType(a.misuse), 0)
			return nil, a.misuse
		}
		if a.outcome.Success && x.isUneventful() {
			if a.stream == nil {
				x.reportFirstSuccess(a.response.StatusCode)
			}
			return a.response, nil
		}
		if response, err := x.follow(a); response != nil || err != nil {
			return response, err
		}
	}
}

// isUneventful reports whether a success needs nothing of the core: it is the
// first attempt, and there is no health to update.
func (x *exchange) isUneventful() bool {
	return len(x.call.State.Attempts) == 0 && x.target.Model == "" && x.call.State.Mended == "" &&
		x.t.health.isQuiet() && !x.call.Policy.LearnsPace(x.call.Request) && !x.call.Policy.Pace
}

// waitForTurn waits until the first attempt may be sent under the rate limit.
func (x *exchange) waitForTurn() error {
	o := x.opening
	for x.opening = (core.Opening{}); o.Wait > 0; {
		x.trace.waits(o.Wait, "pace")
		if err := x.pause(o.Wait); err != nil || !o.Again {
			return err
		}
		x.call, o = x.t.begin(x.req, x.call, x.body)
		x.target, x.timeout = o.Fallback, o.FirstEventTimeout
	}
	return nil
}

// pause waits, unless the caller leaves.
func (x *exchange) pause(ms classify.Millis) error {
	ctx, release := x.callerContext()
	defer release()
	err := x.t.wait(ctx, time.Duration(ms)*time.Millisecond)
	if err != nil {
		x.trace.end(errorType(err), 0)
	}
	return err
}

func (x *exchange) elapsed() time.Duration { return x.t.now().Sub(x.startedAt) }

// follow acts on the decision after an attempt. It returns a response or an
// error to deliver; without either, the next attempt is due.
func (x *exchange) follow(a attempt) (*http.Response, error) {
	since := x.startedAt
	if x.committed {
		since = x.brokenAt
	}
	a.outcome.Elapsed = classify.Millis(x.t.now().Sub(since).Milliseconds())
	a.outcome.Took = classify.Millis(x.t.now().Sub(x.sentAt).Milliseconds())
	a.outcome.Committed, a.outcome.Resumable = x.committed, x.resume != nil
	if a.outcome.Success && x.call.Policy.Pace {
		a.outcome.Response = x.responseOf(a.response, nil) // its headers state rate limits
	}
	x.call, x.last = x.t.react(x.req, x.call, x.body, a)
	x.timeout = x.last.FirstEventTimeout
	x.trace.decided(x)
	switch x.last.Decision.Action {
	case retry.Resend:
		a.discard()
		return nil, x.pause(x.last.Decision.Wait)
	case retry.Switch:
		if response := a.responseFor(x.req, x.last); x.firstFailure == nil {
			x.firstFailure, x.firstVerdict = response, x.last.Verdict
		}
		x.target = x.last.Decision.Fallback
		return nil, nil
	}
	return x.deliver(a), nil
}

// deliver returns the response for the caller after the last attempt.
func (x *exchange) deliver(a attempt) *http.Response {
	response := x.firstFailure
	if x.last.Decision.DeliverFirst {
		a.discard()
		setHeaders(response.Header, x.last.Headers)
		x.last.Verdict = x.firstVerdict
	} else {
		response = a.responseFor(x.req, x.last)
	}
	if a.stream == nil || x.last.Verdict != nil {
		x.report(response.StatusCode)
	}
	return response
}
