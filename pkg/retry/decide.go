// Decide: the request, the outcome of an attempt and the state of the call in, a
// decision out.

package retry

import (
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
)

// Request is what the policy needs to know of the caller's request.
type Request struct {
	Method, Path string
	// Headers of the caller that carry hints: x-stainless-*, user-agent,
	// idempotency-key, x-ukemi-*. Others may be present and are ignored.
	Headers classify.Headers
	// Replayable: the whole body is at hand and can be sent again.
	Replayable bool
	// Model that is asked for, wherever the request names it: its body, its path
	// or a field of its form; "" when it names none, and then no other can be
	// asked instead.
	Model string
	// Stored: the body asks the Responses API to keep what it makes, or to make
	// it in the background; a repetition would leave a second one behind.
	Stored bool
	// Streams: a streamed answer is asked for. Thinks: so is thinking, which may
	// be silent for minutes.
	Streams, Thinks bool
	// UpstreamBound: it names a resource that only its own upstream has, such as an earlier
	// answer or an uploaded file; no other upstream is asked.
	UpstreamBound bool
	// Deterministic: it asks for the same answer each time. Uncontinuable: another
	// answer cannot go on where this one's was cut.
	Deterministic, Uncontinuable bool
	// ModelFixed: it cannot be changed for another model at its own upstream,
	// because it is signed, or because what it makes would stay behind.
	ModelFixed bool
	// CallerKey is a fingerprint of the credentials that the caller sent. OwnsKeys: the
	// caller and the deployment's keys belong to the same program.
	CallerKey string
	OwnsKeys  bool
	// Upstream names where the call goes, for its budget and breakers.
	Upstream string
	// Outline of the body, see cure.Outline; "" where it cannot be changed.
	Outline string
	// CallerTimeout after which the caller waits no longer; 0 when it is not known, or
	// known from the headers alone.
	CallerTimeout Millis
}

// Outcome is how one attempt ended.
type Outcome struct {
	// Verdict of a failed attempt; nil when it succeeded.
	Verdict *classify.Verdict
	// Status that the upstream sent; 0 when no HTTP answer came.
	Status int
	// Sent reports whether the request may have reached the upstream; false
	// only when it certainly did not (the connection was refused).
	Sent bool
	// Elapsed since the call began, when this attempt had ended; once an answer
	// has begun, since it broke off.
	Elapsed Millis
	// Took is how long this attempt lasted, and FirstContent how long until the
	// first content of its stream; 0 is not known.
	Took, FirstContent Millis
	// TimedOut: the attempt was cut off by us or by our own client, because nothing
	// came. The upstream did not fail; it may still be at work.
	TimedOut bool
	// Committed: bytes of an answer went downstream, by this attempt or by one
	// before it, and cannot be taken back. Then nothing may follow but what
	// takes the answer up, and that only if it is Resumable.
	Committed, Resumable bool
	// Events with content that had gone downstream when a stream broke.
	Events int
	// Windows are the rate limits that the answer states; read where Policy.Pace is set.
	Windows []classify.Window
	// Fix that changes this request, and its label; zero for none.
	Fix      cure.Fix
	FixLabel string
}

// State of one call between attempts: a plain value that the driver carries.
// Begin makes it.
type State struct {
	// Attempts so far, oldest first.
	Attempts []Attempt
	// Ambiguous attempts that were resent: their work may have been done and
	// billed.
	Ambiguous int
	// Waited so far, jitter aside.
	Waited Millis
	// Target is what is asked now: 0 the model that was asked for, n the nth
	// fallback.
	Target int
	// SingleAttempt: the breaker is open and there is no fallback; one attempt.
	SingleAttempt bool
	// Continues: the present attempt is to go on with what was delivered.
	Continues bool
	// Counts: the tokens of the retry under way are counted for the other instances.
	Counts bool
	// Probe: this attempt is a half-open breaker's.
	Probe bool
	// BudgetSpent is what the retry under way took from the budget.
	BudgetSpent float64
	// Changes are made in every request to the present target.
	Changes []cure.Change
	// Mended names the changes that the last attempt was sent with.
	Mended string
	// SentAt is when the present attempt is sent, where attempts count under the rate
	// limit of their model; else 0. Paced is how long the first one waited for its turn;
	// Early: it was sent before it.
	SentAt, Paced Millis
	Early         bool
	// HasTurnOfAll: its turn was one among those of all instances.
	HasTurnOfAll bool
	// Ticket is the number of a call that waits for its turn.
	Ticket float64
}

// Attempt is one line of the trail.
type Attempt struct {
	// Status of the answer; 0 when none came.
	Status int
	Class  classify.Class
	// Model that answered, where it is a fallback, and the name of its key, where it
	// is not the caller's own.
	Model, Key string
	// Message of a fallback's failure, redacted and shortened: its caller gets the
	// first model's.
	Message string
	// Wait after this attempt and its Source ("backoff", "retry-after", …);
	// 0 and "" after the last one and before a switch.
	Wait   Millis
	Source string
	// Events with content that were delivered before the stream broke, and how
	// it was taken up: Resume is "ok", "differs" or "".
	Events int
	Resume string
	// Paced is how long the attempt waited for its turn under a rate limit.
	Paced Millis
	// Cure is the id and Fix the label of the change with which the next attempt is sent.
	Cure, Fix string
}

// Action is what the driver does next.
type Action string

const (
	// Deliver the answer that came: a success, or a failure that is final.
	Deliver Action = "deliver"
	// Resend the same request after Decision.Wait.
	Resend Action = "resend"
	// Switch to Decision.Fallback, at once.
	Switch Action = "switch"
)

// Decision is what to do, and why.
type Decision struct {
	Action Action
	// Wait before a Resend.
	Wait Millis
	// Fallback to Switch to.
	Fallback Fallback
	// DeliverFirst is set where the failure of the first model asked is to be
	// delivered rather than this last one: a fallback failed, too.
	DeliverFirst bool
	// Reason, one of the Reason constants; of a Switch, why there was no retry.
	Reason string
	source string // of the wait
	base   Millis // the wait, jitter aside
}

// Reasons of decisions. Public and never renamed.
const (
	ReasonSuccess       = "success"
	ReasonRetry         = "retry"
	ReasonMended        = "mended"          // sent again with the change that the error names
	ReasonAdvise        = "advise"          // a retry may help, and is left to the SDK above
	ReasonFinal         = "not-retryable"   // no retry would help
	ReasonRetried       = "already-retried" // another edge behind this one has retried and gave up
	ReasonMaxAttempts   = "max-attempts"    // the policy grants no more
	ReasonSDKRetries    = "sdk-retries"     // the SDK above is retrying already, and what it will
	ReasonMaxRetryAfter = "max-retry-after" // the stated wait is too long to be waited for
	ReasonMaxElapsed    = "max-elapsed"     // the wait would not fit into the deadline
	ReasonNotReplayable = "not-replayable"  // the body was streamed and is gone, or its signature holds once
	ReasonNotRepeatable = "not-idempotent"  // it may have done its work, and twice would harm
	ReasonSilent        = "silent"          // no answer came in time; an attempt that we ended is not repeated
	ReasonBreaker       = "breaker-open"    // the model fails again and again
	ReasonBudget        = "retry-budget"    // retries have added enough load
	ReasonOtherKey      = "other-key"       // another key of the same model was asked at once
	ReasonBegun         = "begun"           // the answer had begun and cannot be resumed
)

// Moment is the time and the randomness of a decision. Both are arguments, so that
// a decision can be repeated.
type Moment struct {
	// Now in Unix milliseconds.
	Now Millis
	// Random is at least 0 and below 1.
	Random float64
}

// DecideInput is what Decide needs to know.
type DecideInput struct {
	// State and Health as the last Begin or Decide of this call returned them.
	State  State
	Health Health
	// Request of the caller, the same for all attempts.
	Request Request
	// Outcome of the attempt that just ended.
	Outcome Outcome
	// Moment at which it ended.
	Moment Moment
	// Again: a Resend that is not due yet is decided again, because a newer hint came.
	// State is the one that Decide returned; the rest is as it was.
	Again bool
}

// DecideResult is a decision, and the values to hand to the next call of Decide.
type DecideResult struct {
	State    State
	Health   Health
	Decision Decision
}

// Decide returns what to do after an attempt. It changes none of its inputs.
func (p Policy) Decide(in DecideInput) DecideResult {
	s, o := &in.State, &in.Outcome
	if n := len(s.Attempts); o.Committed && n > 0 && s.Attempts[n-1].Class == "" {
		s.Attempts = s.Attempts[:n-1] // this attempt was recorded as a success when its answer began
	}
	targets := p.targets(in.Request)
	t := targets[min(s.Target, len(targets)-1)]
	// While all is well a driver reports no successes, so failures are not counted either:
	// alone they look like an outage.
	counts := CanShare && in.Health.Shares && !in.Health.IsQuiet()
	if CanShare && in.Again {
		p.takeBack(&in, t)
	} else {
		p.recordOutcome(&in, t, targets, counts)
	}
	a := Attempt{Status: o.Status, Model: t.fallback.Model, Key: t.fallback.Key, Events: o.Events}
	if t.fallback.Upstream == "" && t.model == in.Request.Model {
		a.Model = "" // only the key is another
	}
	if o.Verdict != nil {
		a.Class = o.Verdict.Class
		if a.Model+a.Key != "" {
			a.Message = shorten(o.Verdict.Message) // redacted by classify
		}
	}
	s.Probe = false
	d := p.nextKey(&in, targets)
	if d.Action == "" {
		d = p.next(&in, t)
		if d.Reason == ReasonMended {
			s.Changes = append(s.Changes[:len(s.Changes):len(s.Changes)], o.Fix.Changes...)
			a.Cure, a.Fix = o.Fix.Cure, o.FixLabel
		} else if d.Action == Resend && !p.spend(&in, t, counts) {
			d = Decision{Action: Deliver, Reason: ReasonBudget}
		}
		if d.Action == Deliver && d.Reason != ReasonSuccess {
			d = p.switchTarget(&in, d, targets, false)
		}
	}
	s.Continues = d.Action != Deliver && o.Committed && p.continues(in.Request, targets[min(s.Target, len(targets)-1)])
	if d.Action == Resend {
		a.Wait, a.Source = d.Wait, d.source
		s.Waited += d.base
	}
	if len(s.Attempts) == 0 {
		a.Paced = s.Paced
	}
	if CanPace && s.SentAt > 0 && d.Action != Deliver {
		in.Health = s.countNext(in.Health, targets[min(s.Target, len(targets)-1)], in.Moment.Now+d.Wait, in.Moment.Now)
	}
	if d.Action != Deliver && ambiguous(*o) {
		s.Ambiguous++
	}
	// A new slice: states are values, and an earlier one may still be in use.
	s.Attempts = append(s.Attempts[:len(s.Attempts):len(s.Attempts)], a)
	return DecideResult{State: in.State, Health: in.Health, Decision: d}
}

// next decides without regard to the retry budget and to fallbacks. The first
// reason not to resend wins.
func (p Policy) next(in *DecideInput, t target) Decision {
	s, r, o, now := &in.State, &in.Request, &in.Outcome, in.Moment.Now
	stop := func(reason string) Decision { return Decision{Action: Deliver, Reason: reason} }
	switch {
	case o.Verdict == nil:
		return stop(ReasonSuccess)
	case o.Committed && (!o.Resumable || !p.canResume(*r, t)):
		return stop(ReasonBegun)
	case !o.Verdict.Retry && p.canMend(in):
		return Decision{Action: Resend, Reason: ReasonMended}
	case !o.Verdict.Retry:
		return stop(ReasonFinal)
	case o.Verdict.Exhausted:
		return stop(ReasonRetried)
	case o.Verdict.Wait.After > p.MaxRetryAfter:
		return stop(ReasonMaxRetryAfter)
	case p.Mode == Advise:
		return stop(ReasonAdvise)
	case s.SingleAttempt || isUpstreamFailure(*o) && in.Health.breaker(t).open(now):
		return stop(ReasonBreaker)
	case o.TimedOut:
		return stop(ReasonSilent)
	case len(s.Attempts)+1 >= p.MaxAttempts:
		return stop(ReasonMaxAttempts)
	case r.HasRetryingSDK() && !o.Committed:
		return stop(ReasonSDKRetries)
	case !r.replayable():
		return stop(ReasonNotReplayable)
	case ambiguous(*o) && !repeatable(*r):
		return stop(ReasonNotRepeatable)
	}
	d := p.wait(len(s.Attempts), o.Verdict.Wait, in.Moment.Random)
	// A wait that does not fit is not begun.
	if o.Elapsed+d.Wait > p.deadline(*r) || s.Waited+d.base > p.maxWaiting() {
		return stop(ReasonMaxElapsed)
	}
	return d
}

// maxWaiting is how much of a call may be spent waiting: half of its time, at
// most a minute.
func (p Policy) maxWaiting() Millis { return min(max(p.MaxElapsed/2, p.InitialBackoff), 60_000) }

// spend takes the cost of a retry from the budget of the upstream. It returns
// false if too few tokens are left.
func (p Policy) spend(in *DecideInput, t target, counts bool) bool {
	in.State.BudgetSpent, in.State.Counts = 0, false
	if p.RetryBudget == 0 {
		if CanShare { // the question to the others has the targets of all tallies, those of nothing too
			in.Health.count(t, in.Moment.Now, func(*Tally) {})
		}
		return true
	}
	b := in.Health.budget(t.upstream)
	price := cost(in.Outcome.Verdict.Class)
	now, size := in.Moment.Now, float64(p.RetryBudget)
	if CanShare && in.Again {
		now = max(now, b.At)
	}
	if in.Health.Hint.spent(t.upstream, now)+price > size || !b.withdraw(price, size, now) {
		return false
	}
	if CanShare { // likewise
		in.Health.count(t, now, func(tally *Tally) {
			if counts {
				tally.Withdrawn += int64(price)
			}
		})
	}
	in.State.BudgetSpent, in.State.Counts = price, counts
	in.Health = in.Health.withBudget(b, now)
	return true
}

// switchTarget turns a final failure into a switch to the next target that may
// succeed, if there is one; onlyKeys: to another key of the same model.
func (p Policy) switchTarget(in *DecideInput, d Decision, targets []target, onlyKeys bool) Decision {
	s, o, asked := &in.State, &in.Outcome, targets[min(in.State.Target, len(targets)-1)]
	d.DeliverFirst = s.Target > 0 && isPrimaryAttempted(*s) && !o.Committed
	if p.Mode == Advise || o.Committed && !o.Resumable ||
		ambiguous(*o) && !repeatable(in.Request) || o.Elapsed >= p.deadline(in.Request) {
		return d
	}
	known := in.Health
	if CanShare {
		known.Hint.Keys = nil // a hint chooses the key that a call begins with; now that it failed, all may help
	}
	for i := s.Target + 1; i < len(targets); i++ {
		t := targets[i]
		if !mayHelp(in, asked, t) || onlyKeys && !t.isSamePool(asked) || o.Committed && !p.canResume(in.Request, t) {
			continue
		}
		if h, ok := known.admit(s, t, targets, in.Moment.Now); ok {
			h.Hint.Keys = in.Health.Hint.Keys
			in.Health = h
			s.Target, s.SingleAttempt, s.BudgetSpent = i, false, 0
			s.begin(p, h, in.Request, t)
			return Decision{Action: Switch, Fallback: t.fallback, Reason: d.Reason}
		}
	}
	return d
}

// mayHelp reports whether a target may answer where the one that was asked did not.
// That depends on the class. An account error of a fallback does not prevent a switch
// to the next one.
func mayHelp(in *DecideInput, asked, t target) bool {
	class := in.Outcome.Verdict.Class
	if t.isSamePool(asked) { // another key may be free, or be allowed to use the model
		isKeys := keyTime(in.Outcome) > 0 || class == classify.Permission || class == classify.ModelNotFound
		return isKeys && t.key() != asked.key() && mayUseOtherKey(in.Request, in.State, in.Outcome)
	}
	switch class {
	case classify.Authentication, classify.Permission, classify.Billing:
		return in.State.Target > 0
	case classify.ContextLength:
		return !t.fallback.Smaller
	}
	return class.Info().OtherModel
}

// isPrimaryAttempted reports whether a request for the model that the caller named
// was sent upstream. It was not if its breaker was open.
func isPrimaryAttempted(s State) bool {
	return len(s.Attempts) > 0 && s.Attempts[0].Model+s.Attempts[0].Key == ""
}
