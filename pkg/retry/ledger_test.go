package retry

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// randomLedger has entries and keys of few names, so that they meet; sometimes it is in no
// order, has repetitions, or is full.
func randomLedger(r *rand.Rand, size int) (l Ledger) {
	name := func(kind string, n int) string { return kind + fmt.Sprint(r.IntN(n)) }
	for range r.IntN(size + 1) {
		l.Entries = append(l.Entries, Entry{
			Origin: name("o", 2+size/50),
			Tally: Tally{
				Upstream: name("u", 2), Model: name("m", 2), Window: r.Int64N(4 + int64(size/200)),
				Failures: r.Int64N(3), Successes: r.Int64N(3), Withdrawn: r.Int64N(3), Deposited: r.Int64N(3),
				Slowest: Millis(r.IntN(3)),
			},
		})
	}
	for range r.IntN(size + 1) {
		l.Keys = append(l.Keys, RestingKey{
			Upstream: name("u", 2), Model: name("m", 2), Key: name("K", 2+size/20), Until: Millis(r.IntN(5)),
		})
	}
	for range r.IntN(size + 1) {
		l.Limits = append(l.Limits, InstanceLimit{
			Origin: name("o", 2+size/50), Upstream: name("u", 2), Model: name("m", 2), Key: name("K", 2+size/20),
			Made: Millis(r.IntN(5)), At: Millis(r.IntN(3)), Waiting: float64(r.IntN(2)),
			Windows: make([]SharedWindow, r.IntN(2)), Sends: []Sends{{Millis(r.IntN(2)), float64(r.IntN(2))}},
		})
	}
	return l
}

func checkLaws(t *testing.T, a, b, c Ledger) {
	t.Helper()
	same := func(law string, x, y Ledger) {
		t.Helper()
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("%s:\n%+v\n%+v", law, x, y)
		}
	}
	ab := a.Merge(b)
	same("commutative", ab, b.Merge(a))
	same("associative", ab.Merge(c), a.Merge(b.Merge(c)))
	same("idempotent", ab, ab.Merge(ab))
	same("idempotent in a part", ab, ab.Merge(b))
	if len(ab.Entries) > maxEntries || len(ab.Keys) > maxKeys || len(ab.Limits) > maxInstanceLimits {
		t.Fatalf("%d entries, %d keys, %d limits", len(ab.Entries), len(ab.Keys), len(ab.Limits))
	}
}

// TestLedgerLaws checks the laws on random ledgers, some of them larger than what fits.
func TestLedgerLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 3_000 {
		size := []int{3, 12, 60}[i%3]
		checkLaws(t, randomLedger(r, size), randomLedger(r, size), randomLedger(r, size))
	}
	for range 2 {
		checkLaws(t, randomLedger(r, 30_000), randomLedger(r, 30_000), randomLedger(r, 30_000))
	}
}

// TestFold: a folded ledger gives the same hint, now and when it is merged with what comes
// later, and is small.
func TestFold(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	now := Millis(1_000_000)
	var whole, folded Ledger
	for range 400 { // 100 s
		now += 250
		var sent Ledger
		for range 20 {
			origin := fmt.Sprint("o", r.IntN(200))
			for age := range int64(ownWindows) {
				seed := rand.New(rand.NewPCG(uint64(origin[1]), uint64(windowOf(now)-age))) // the same again
				sent = sent.Merge(Ledger{Entries: []Entry{{origin, Tally{
					Upstream: "u", Model: fmt.Sprint("m", seed.IntN(2)), Window: windowOf(now) - age,
					Failures: seed.Int64N(3), Withdrawn: 10 * seed.Int64N(2), Deposited: seed.Int64N(5),
				}}}})
			}
		}
		whole = whole.Merge(sent).Recent(now)
		folded = folded.Merge(sent.Open(now)).Recent(now).Fold(now)
		if a, b := whole.Hint(100, now), folded.Hint(100, now); !reflect.DeepEqual(a, b) {
			t.Fatalf("whole  %+v\nfolded %+v", a, b)
		}
	}
	if len(folded.Entries) > 200*closedWindows+2*ledgerWindows || len(folded.Entries) > len(whole.Entries)/2 {
		t.Errorf("%d entries, %d folded", len(whole.Entries), len(folded.Entries))
	}
}

// FuzzLedger reads any JSON as ledgers: the laws hold, nothing panics, and what is left
// after Recent is plausible.
func FuzzLedger(f *testing.F) {
	f.Add([]byte(`{"entries":[{"origin":"a","upstream":"u","model":"m","window":500,"failures":9}]}`),
		[]byte(`{"entries":[{"origin":"b","upstream":"u","model":"m","window":501,"successes":-1}],"keys":[{"key":"K","until":9}]}`),
		[]byte(`{"keys":[{"upstream":"u","key":"K","until":9000000000000000000}]}`), int64(1_000_000))
	limit := `{"limits":[{"origin":"a","upstream":"u","model":"m","made":1000000,"at":999000,` +
		`"windows":[{"name":"requests","limit":60,"remaining":0,"reset":60000,"cost":1}],"sends":[{"at":999000,"count":1}],"waiting":5}]}`
	f.Add([]byte(limit), []byte(strings.ReplaceAll(limit, `"reset":60000`, `"reset":1e300`)),
		[]byte(strings.ReplaceAll(limit, `"count":1`, `"count":1e9`)), int64(1_000_100))
	f.Fuzz(func(t *testing.T, x, y, z []byte, now int64) {
		var a, b, c Ledger
		_, _, _ = json.Unmarshal(x, &a), json.Unmarshal(y, &b), json.Unmarshal(z, &c)
		checkLaws(t, a, b, c)
		all := a.Merge(b).Merge(c)
		for _, e := range all.Recent(Millis(now)).Entries {
			if !e.isPlausible() {
				t.Fatalf("implausible: %+v", e)
			}
		}
		hint := all.Hint(100, Millis(now))
		for _, r := range hint.Targets {
			if !(r.Spent >= 0 && r.Spent <= 100) || r.Slowest < 0 {
				t.Fatalf("%+v", r)
			}
		}
		checkHint(t, hint, Millis(now))
		if hint.Limits = all.LimitHints("own", Millis(now)); len(hint.Limits) > maxKeys {
			t.Fatalf("%d limits", len(hint.Limits))
		}
		checkTurns(t, hint, Millis(now))
	})
}

// checkHint makes a call with any hint: it is sent, and it ends.
func checkHint(t *testing.T, hint Hint, now Millis) {
	t.Helper()
	p := Default()
	r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m", Upstream: "u"}
	begin := p.Begin(BeginInput{Health: Health{Shares: true, Hint: hint}, Request: r, Now: now})
	if begin.State.Target != 0 || begin.Fallback.Model != "" {
		t.Fatalf("begins with %+v", begin.Fallback)
	}
}

// TestHint plays what instances saw, and checks the hint that all get.
func TestHint(t *testing.T) {
	data, err := os.ReadFile("testdata/hint.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name    string
		Now     float64
		Entries []struct {
			Origin string
			Tally
		}
		Keys []RestingKey
		Want Hint
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			var l Ledger
			for _, e := range c.Entries {
				l = l.Merge(Ledger{Entries: []Entry{{e.Origin, e.Tally}}})
			}
			l = l.Merge(Ledger{Keys: c.Keys})
			got := l.Hint(100, Millis(c.Now))
			c.Want.At = Millis(c.Now)
			if len(got.Keys) == 0 {
				got.Keys = nil
			}
			if !reflect.DeepEqual(got, c.Want) {
				t.Errorf("got  %+v\nwant %+v", got, c.Want)
			}
		})
	}
}

// TestSharedCounts plays calls of an instance that has a hint.
func TestSharedCounts(t *testing.T) {
	p := Default()
	v := classify.FromResponse(classify.Response{Status: 503})
	failed := Outcome{Verdict: &v, Status: 503, Sent: true}
	r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m", Upstream: "u"}
	now := Millis(1_000_000)
	decide := func(h Health, o Outcome) DecideResult {
		return p.Decide(DecideInput{Health: h, Request: r, Outcome: o, Moment: Moment{Now: now, Random: 0.5}})
	}
	// Another failure of late.
	unwell := Health{Shares: true}.withBreaker(Breaker{Upstream: "u", Model: "other", Window: 1, Samples: 1})
	t.Run("counts nothing unless it shares", func(t *testing.T) {
		if got := decide(Health{}, failed).Health.Tallies; got != nil {
			t.Errorf("%+v", got)
		}
	})
	t.Run("counts failures, retries and successes", func(t *testing.T) {
		h := decide(unwell, failed).Health
		h = decide(h, Outcome{Status: 200, Sent: true}).Health
		want := []Tally{{Upstream: "u", Model: "m", Window: 500, Failures: 1, Successes: 1, Withdrawn: 10, Deposited: 1}}
		if !slices.Equal(h.Tallies, want) {
			t.Errorf("%+v", h.Tallies)
		}
	})
	t.Run("counts neither the first failure nor its retry, and what follows", func(t *testing.T) {
		first := decide(Health{Shares: true}, failed)
		if want := []Tally{{Upstream: "u", Model: "m", Window: 500}}; !slices.Equal(first.Health.Tallies, want) {
			t.Errorf("%+v", first.Health.Tallies)
		}
		in := DecideInput{State: first.State, Health: first.Health, Request: r, Moment: Moment{Now: now}}
		in.Outcome = Outcome{Status: 200, Sent: true}
		want := []Tally{{Upstream: "u", Model: "m", Window: 500, Successes: 1, Deposited: 1}}
		if got := p.Decide(in).Health.Tallies; !slices.Equal(got, want) {
			t.Errorf("a retry that succeeds: %+v", got)
		}
		in.Outcome = failed
		want = []Tally{{Upstream: "u", Model: "m", Window: 500, Failures: 1, Withdrawn: 10}}
		second := p.Decide(in)
		if got := second.Health.Tallies; !slices.Equal(got, want) {
			t.Errorf("a retry that fails: %+v", got)
		}
		in.State, in.Health, in.Outcome = second.State, second.Health, Outcome{Status: 200, Sent: true}
		want[0].Successes, want[0].Deposited = 1, 10
		if got := p.Decide(in).Health.Tallies; !slices.Equal(got, want) {
			t.Errorf("then one that succeeds: %+v", got)
		}
	})
	t.Run("one failure opens the breaker where all see it fail", func(t *testing.T) {
		hint := Hint{At: now - 2_000, Targets: []HintTarget{{Upstream: "u", Model: "m", Failing: true}}}
		result := decide(Health{Shares: true, Hint: hint}, failed)
		if result.Decision.Reason != ReasonBreaker {
			t.Errorf("%+v", result.Decision)
		}
		hint.At = now - maxHintAge
		if result := decide(Health{Shares: true, Hint: hint}, failed); result.Decision.Reason != ReasonRetry {
			t.Errorf("an old hint: %+v", result.Decision)
		}
	})
	t.Run("a key that rests by a hint: another one is asked first, an old hint means nothing", func(t *testing.T) {
		keyed, r := p, r
		keyed.Fallbacks = Routes{{Model: "m", To: []Fallback{{Key: "UKEMI_KEY_B"}, {Model: "other"}}}}
		if err := keyed.Check(); err != nil {
			t.Fatal(err)
		}
		rest := []RestingKey{{Upstream: "u", Model: "m", Key: "UKEMI_KEY_B", Until: now + 600_000}}
		limited := classify.FromResponse(classify.Response{Status: 429})
		next := func(at Millis) string {
			d := keyed.Decide(DecideInput{Health: Health{Shares: true, Hint: Hint{At: at, Keys: rest}}, Request: r,
				Outcome: Outcome{Verdict: &limited, Status: 429, Sent: true}, Moment: Moment{Now: now, Random: 0.5}})
			return d.Decision.Fallback.Key
		}
		if key := next(now); key != "UKEMI_KEY_B" {
			t.Errorf("after a failure a hint prevents no switch: %q", key)
		}
		h := Health{Hint: Hint{At: now - maxHintAge, Keys: rest}}
		if until := h.rests(target{upstream: "u", model: "m", fallback: Fallback{Key: "UKEMI_KEY_B"}}, now); until != 0 {
			t.Errorf("an old hint: %d", until)
		}
		h.Hint.At = now
		if until := h.rests(target{upstream: "u", model: "m", fallback: Fallback{Key: "UKEMI_KEY_B"}}, now); until != now+maxHintedRest {
			t.Errorf("a hint: %d", until)
		}
	})
	t.Run("the retries of all count against the budget", func(t *testing.T) {
		hint := Hint{At: now, Targets: []HintTarget{{Upstream: "u", Model: "other", Spent: 95}}}
		if result := decide(Health{Shares: true, Hint: hint}, failed); result.Decision.Reason != ReasonBudget {
			t.Errorf("%+v", result.Decision)
		}
	})
}
