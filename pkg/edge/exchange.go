// The loop over attempts: one call of the application, until there is something
// to deliver; and again, should the stream break that was delivered.

package edge

import (
	"net/http"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// exchange is one call under way.
type exchange struct {
	t      *Transport
	req    *http.Request
	body   *requestBody
	call   core.Call
	began  time.Time      // the call
	broke  time.Time      // the stream that is to be taken up
	sent   time.Time      // the last attempt
	target retry.Fallback // what is asked now
	// patience with the next attempt, until its first byte.
	patience classify.Millis
	kept     *http.Response    // the failure of the first model asked, should the others fail, too
	cause    *classify.Verdict // of it
	begun    bool              // bytes of an answer went downstream
	resume   *stream.State     // what a later stream must repeat, where it can
	last     core.Reaction
}

// run makes attempts until there is an answer to deliver.
func (x *exchange) run() (*http.Response, error) {
	for {
		a := x.send()
		if gone := x.gone(); gone != nil {
			a.discard()
			return nil, gone
		}
		if a.misuse != nil {
			return nil, a.misuse
		}
		if a.outcome.Success && len(x.call.State.Attempts) == 0 && x.target.Model == "" && x.t.health.quiet() && !x.call.Policy.Learns(x.call.Request) {
			if a.stream == nil {
				x.t.reportPlain(x.req, a.response, x.elapsed())
			}
			return a.response, nil
		}
		if answer, err := x.settle(a); answer != nil || err != nil {
			return answer, err
		}
	}
}

func (x *exchange) elapsed() time.Duration { return x.t.now().Sub(x.began) }

// settle what follows on an attempt: an answer, or, where there is neither that
// nor an error, another attempt.
func (x *exchange) settle(a attempt) (*http.Response, error) {
	since := x.began
	if x.begun {
		since = x.broke
	}
	a.outcome.Elapsed = classify.Millis(x.t.now().Sub(since).Milliseconds())
	a.outcome.Took = classify.Millis(x.t.now().Sub(x.sent).Milliseconds())
	a.outcome.Committed, a.outcome.Resumable = x.begun, x.resume != nil
	x.call, x.last = x.t.react(x.req, x.call, x.body, a)
	x.patience = x.last.FirstEventTimeout
	switch x.last.Decision.Action {
	case retry.Resend:
		a.discard()
		ctx, release := x.untilGone()
		defer release()
		return nil, x.t.wait(ctx, time.Duration(x.last.Decision.Wait)*time.Millisecond)
	case retry.Switch:
		if answer := a.deliver(x.req, x.last); x.kept == nil {
			x.kept, x.cause = answer, x.last.Verdict
		}
		x.target = x.last.Decision.Fallback
		return nil, nil
	}
	answer := x.kept
	if x.last.Decision.First {
		a.discard()
		set(answer.Header, x.last.Headers)
		x.last.Verdict = x.cause // what is told is of one error
	} else {
		answer = a.deliver(x.req, x.last)
	}
	if a.stream == nil || x.last.Verdict != nil {
		x.report(answer.StatusCode)
	}
	return answer, nil
}

// report the call, with the status that its caller got.
func (x *exchange) report(status int) {
	if x.begun {
		status = http.StatusOK
	}
	x.t.report(x.req, x.call, x.last, status, x.elapsed())
}
