package retry

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// again plays a call whose attempts failed, and decides the last one once more with a hint.
func again(p Policy, status, attempts int, hint Hint) (in DecideInput, first, second DecideResult) {
	const now = Millis(1_000_000)
	r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m", Upstream: "u"}
	v := classify.FromResponse(classify.Response{Status: status})
	in = DecideInput{
		State: State{SentAt: now}, Health: Health{Shares: true}, Request: r,
		Outcome: Outcome{Verdict: &v, Status: status, Sent: true}, Moment: Moment{Now: now, Random: 0.5},
	}
	for range attempts {
		first = p.Decide(in)
		in.State, in.Health = first.State, first.Health
	}
	in.Again, in.Health.Hint = true, hint
	return in, first, p.Decide(in)
}

// TestAgain: a decision is taken back with all that it changed.
func TestAgain(t *testing.T) {
	const now = Millis(1_000_000)
	failing := Hint{At: now, Targets: []HintTarget{{Upstream: "u", Model: "m", Failing: true}}}
	spent := Hint{At: now, Targets: []HintTarget{{Upstream: "u", Spent: 95}}}
	t.Run("a hint of nothing changes nothing", func(t *testing.T) {
		for _, status := range []int{503, 500, 429} {
			for attempts := 1; attempts <= 3; attempts++ {
				_, first, second := again(Default(), status, attempts, Hint{})
				first.Health.Tallies, second.Health.Tallies = nil, nil
				first.State.Counts, second.State.Counts = false, false
				if !reflect.DeepEqual(first, second) {
					t.Errorf("%d after %d attempts:\n%+v\n%+v", status, attempts, first, second)
				}
			}
		}
	})
	t.Run("all see it fail", func(t *testing.T) {
		_, first, second := again(Default(), 500, 1, failing)
		if first.Decision.Action != Resend || second.Decision.Reason != ReasonBreaker {
			t.Fatalf("%+v, then %+v", first.Decision, second.Decision)
		}
		s := second.State
		if len(s.Attempts) != 1 || s.Attempts[0].Wait != 0 || s.Ambiguous != 0 || s.Waited != 0 || s.BudgetSpent != 0 {
			t.Errorf("%+v", s)
		}
		h := second.Health
		if len(h.Budgets) != 0 || len(h.Breakers) != 1 || h.Breakers[0].ConsecutiveFailures != 1 || !h.Breakers[0].open(now) {
			t.Errorf("%+v, %+v", h.Budgets, h.Breakers)
		}
		if n := h.Limits[0].waiting(); n != 0 {
			t.Errorf("%g requests under the rate limit", n)
		}
	})
	t.Run("an error of the request does not open the breaker", func(t *testing.T) {
		if _, _, second := again(Default(), 429, 1, failing); second.Decision.Action != Resend {
			t.Errorf("%+v", second.Decision)
		}
	})
	t.Run("the retries of all have spent the budget", func(t *testing.T) {
		_, _, second := again(Default(), 503, 1, spent)
		if second.Decision.Reason != ReasonBudget || len(second.Health.Budgets) != 0 {
			t.Errorf("%+v, %+v", second.Decision, second.Health.Budgets)
		}
	})
	t.Run("what was counted is counted as given back", func(t *testing.T) {
		_, _, second := again(Default(), 503, 2, spent)
		tally := second.Health.Tallies[0]
		if tally.Failures != 1 || tally.Withdrawn != 10 || tally.Deposited != 10 {
			t.Errorf("%+v", tally)
		}
	})
	t.Run("a fallback is asked at once", func(t *testing.T) {
		p := Default()
		p.Fallbacks = Routes{{Model: "m", To: []Fallback{{Model: "other"}}}}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		if _, _, second := again(p, 503, 1, failing); second.Decision.Action != Switch {
			t.Errorf("%+v", second.Decision)
		}
	})
	t.Run("time that has passed for another call does not refill the budget twice", func(t *testing.T) {
		in, first, _ := again(Default(), 503, 1, Hint{})
		other := in
		other.Again, other.State, other.Health = false, State{}, first.Health
		other.Moment.Now += 1_500
		in.Health = Default().Decide(other).Health
		in.Health.Hint = Hint{At: now + 1_500}
		for range 2 { // the same Resend; a Deliver
			b := Default().Decide(in).Health.budget("u")
			if b.At < other.Moment.Now {
				t.Errorf("spent %g as of %d ms before", b.Spent, other.Moment.Now-b.At)
			}
			in.Health.Hint.Targets = spent.Targets
		}
	})
	t.Run("an isolate without a budget names the target that it asks for", func(t *testing.T) {
		p := Default()
		p.RetryBudget = 0
		_, first, _ := again(p, 503, 1, Hint{})
		if l := first.Health.Ledger("o").Entries; len(l) != 1 || l[0].Model != "m" || l[0].Failures+l[0].Withdrawn != 0 {
			t.Errorf("%+v", l)
		}
	})
	t.Run("nothing to take back", func(t *testing.T) {
		in, _, _ := again(Default(), 503, 1, failing)
		in.State = State{}
		Default().Decide(in)
	})
}

// FuzzAgain: with any hint, a Resend that is decided again is the same Resend, or less; it
// spends no more, and the call has as many attempts.
func FuzzAgain(f *testing.F) {
	f.Add([]byte(`{"at":1000000,"targets":[{"upstream":"u","model":"m","failing":true,"spent":95}]}`), 503, 1)
	f.Add([]byte(`{"at":1000000,"targets":[{"upstream":"u","spent":-1e300}],"keys":[{"upstream":"u","key":"K","until":9}]}`), 429, 2)
	f.Fuzz(func(t *testing.T, data []byte, status, attempts int) {
		var hint Hint
		if json.Unmarshal(data, &hint) != nil || status < 400 || status > 599 {
			return
		}
		p := Default()
		_, first, second := again(p, status, max(1, min(attempts, p.MaxAttempts)), hint)
		if first.Decision.Action != Resend {
			return // drivers do not ask again
		}
		if n := len(second.State.Attempts); n != len(first.State.Attempts) {
			t.Fatalf("%d attempts, then %d", len(first.State.Attempts), n)
		}
		if d := second.Decision; d.Action == Resend && d.Wait != first.Decision.Wait || d.Action == Switch {
			t.Fatalf("%+v, then %+v", first.Decision, d)
		}
		if a, b := first.Health.budget("u").Spent, second.Health.budget("u").Spent; b > a || b < 0 {
			t.Fatalf("spent %g, then %g", a, b)
		}
		if s := second.State; s.Waited < 0 || s.Ambiguous < 0 {
			t.Fatalf("%+v", s)
		}
	})
}
