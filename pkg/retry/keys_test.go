package retry

import (
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// pool is a policy with two more keys for every model, and another model after them.
func pool(t *testing.T, entries string) Policy {
	t.Helper()
	p := Default()
	if err := p.Fallbacks.UnmarshalJSON([]byte(`{"*": ` + entries + `}`)); err != nil {
		t.Fatal(err)
	}
	return p
}

// playKeys plays one call, whose keys answer as stated: a class, "" for a success.
// It returns the trail without waits and classes.
func playKeys(p Policy, h Health, r Request, now Millis, answers map[string]classify.Class, after Millis) (Health, string) {
	begin := p.Begin(BeginInput{Health: h, Request: r, Now: now})
	s, h, f := begin.State, begin.Health, begin.Fallback
	for range maxSteps {
		name := f.Key
		if f.Key == "" {
			name = strings.TrimPrefix(f.Model, r.Model)
		}
		o := Outcome{Status: 200, Sent: true}
		if class := answers[name]; class != "" {
			info := class.Info()
			o.Status, o.Verdict = info.Status, &classify.Verdict{Class: class, Retry: info.Retry, Wait: classify.Wait{After: after}}
		}
		d := p.Decide(DecideInput{State: s, Health: h, Request: r, Outcome: o, Moment: Moment{Now: now}})
		s, h = d.State, d.Health
		if d.Decision.Action == Deliver {
			break
		}
		if now += d.Decision.Wait; d.Decision.Action == Switch {
			f = d.Decision.Fallback
		}
	}
	attempts := strings.Split(s.Trail(), ", ")
	for i := range attempts {
		attempts[i], _, _ = strings.Cut(attempts[i], ";class=")
		attempts[i], _, _ = strings.Cut(attempts[i], ";wait=")
	}
	return h, strings.Join(attempts, ", ")
}

var keyed = Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m", CallerKey: "#a"}

// TestKeyPool: a permanent refusal of the caller's key costs one call, then none until
// the key is due again, and then one.
func TestKeyPool(t *testing.T) {
	p := pool(t, `[{"key":"B"},{"key":"C"},"n"]`)
	for _, class := range []classify.Class{classify.RateLimit, classify.QuotaExhausted, classify.Billing} {
		h, now := Health{}, Millis(1_000_000)
		rest := Millis(exhaustedTime)
		if class == classify.RateLimit {
			rest = throttledTime
		}
		answers := map[string]classify.Class{"": class}
		status := map[classify.Class]string{classify.Billing: "402"}[class]
		if status == "" {
			status = "429"
		}
		for i, want := range []string{status + ", 200;key=B", "200;key=B", "200;key=B"} {
			var got string
			if h, got = playKeys(p, h, keyed, now+Millis(i), answers, 0); got != want {
				t.Errorf("%s, call %d: %s, want %s", class, i, got, want)
			}
		}
		var got string
		if h, got = playKeys(p, h, keyed, now+rest+2, answers, 0); got != status+", 200;key=B" {
			t.Errorf("%s, due again: %s", class, got)
		}
		if h, got = playKeys(p, h, keyed, now+rest+3, answers, 0); got != "200;key=B" {
			t.Errorf("%s, rested again: %s", class, got)
		}
		if h, got = playKeys(p, h, keyed, now+2*rest+3, nil, 0); got != "200" || !h.IsQuiet() {
			t.Errorf("%s, well again: %s, %+v", class, got, h)
		}
	}
}

// TestKeysOfCallers: what one caller's key is refused for does not concern another's,
// and a wrong key of a caller does not open the deployment's.
func TestKeysOfCallers(t *testing.T) {
	p := pool(t, `[{"key":"B"}]`)
	other := keyed
	other.CallerKey = "#b"
	h, _ := playKeys(p, Health{}, keyed, 1000, map[string]classify.Class{"": classify.QuotaExhausted}, 0)
	if _, got := playKeys(p, h, other, 1001, nil, 0); got != "200" {
		t.Errorf("another caller: %s", got)
	}
	wrong := map[string]classify.Class{"": classify.Authentication}
	if h, got := playKeys(p, Health{}, keyed, 1000, wrong, 0); got != "401" || !h.IsQuiet() {
		t.Errorf("a caller's wrong key: %s, %+v", got, h)
	}
	owner := keyed
	owner.OwnsKeys = true
	h, got := playKeys(p, Health{}, owner, 1000, wrong, 0)
	if _, again := playKeys(p, h, owner, 1001, wrong, 0); got != "401, 200;key=B" || again != "200;key=B" {
		t.Errorf("the program's own wrong key: %s, then %s", got, again)
	}
	for n := range 200 { // a flood of callers does not push out the deployment's
		r := keyed
		r.CallerKey = Fingerprint(string(rune('a' + n)))
		h, _ = playKeys(p, h, r, 1002, map[string]classify.Class{"": classify.QuotaExhausted, "B": classify.QuotaExhausted}, 0)
	}
	if named := h.rests(target{model: "m", fallback: Fallback{Key: "B"}}, 0); len(h.Keys) > maxKnown || named == 0 {
		t.Errorf("%d keys are known, B until %d", len(h.Keys), named)
	}
}

// TestKeysAreNoFallbacks: only a refusal of the key leads to another one.
func TestKeysAreNoFallbacks(t *testing.T) {
	all := func(c classify.Class) map[string]classify.Class { return map[string]classify.Class{"": c, "B": c} }
	for class, want := range map[classify.Class]string{
		classify.Unavailable:     "502, 502, 502, 502, 200;model=n",
		classify.RateLimit:       "429, 429;key=B, 429;key=B, 429;key=B, 200;model=n",
		classify.Authentication:  "401",
		classify.InvalidRequest:  "400",
		classify.ContentFiltered: "400",
		classify.ContextLength:   "400, 200;model=n",
		classify.ModelNotFound:   "404, 404;key=B, 200;model=n",
		classify.QuotaExhausted:  "429, 429;key=B, 200;model=n",
		classify.Billing:         "402, 402;key=B, 200;model=n",
	} {
		if _, got := playKeys(pool(t, `[{"key":"B"},"n"]`), Health{}, keyed, 1000, all(class), 0); got != want {
			t.Errorf("%s: %s, want %s", class, got, want)
		}
	}
	// Throttled keys are waited for, as one key is; exhausted ones are not.
	h, _ := playKeys(pool(t, `[{"key":"B"},"n"]`), Health{}, keyed, 1000, all(classify.RateLimit), 2000)
	if _, got := playKeys(pool(t, `[{"key":"B"},"n"]`), h, keyed, 1001, nil, 0); got != "200" {
		t.Errorf("both throttled for a moment: %s", got)
	}
	h, _ = playKeys(pool(t, `[{"key":"B"},"n"]`), Health{}, keyed, 1000, all(classify.QuotaExhausted), 0)
	if _, got := playKeys(pool(t, `[{"key":"B"},"n"]`), h, keyed, 1001, all(classify.QuotaExhausted), 0); got != "200;model=n" {
		t.Errorf("both exhausted: %s", got)
	}
	bound := keyed
	bound.UpstreamBound = true
	if _, got := playKeys(pool(t, `[{"key":"B"}]`), Health{}, bound, 1000, all(classify.QuotaExhausted), 0); got != "429" {
		t.Errorf("what an account has stored: %s", got)
	}
	// A fallback's keys are a pool, too.
	away := `[{"model":"n","upstream":"https://x","key":"B"},{"model":"n","upstream":"https://x","key":"C"}]`
	answers := map[string]classify.Class{"": classify.QuotaExhausted, "B": classify.Authentication}
	h, got := playKeys(pool(t, away), Health{}, keyed, 1000, answers, 0)
	if want := "429, 401;model=n;key=B, 200;model=n;key=C"; got != want {
		t.Errorf("a fallback's keys: %s, want %s", got, want)
	}
	if _, got = playKeys(pool(t, away), h, keyed, 1001, answers, 0); got != "429, 200;model=n;key=C" {
		t.Errorf("a fallback's keys, again: %s", got)
	}
}
