package retry

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

var empty = []classify.Window{{Name: "requests", Limit: 60, Reset: 60_000}}

// hintOf returns the hint of an instance whose answers stated windows, after calls.
func hintOf(t *testing.T, windows []classify.Window, calls int, now Millis) Hint {
	t.Helper()
	p, h := Default(), Health{}
	p.Pace = true
	for range calls {
		var s State
		h, s, _ = pacedCall(p, h, keyed, now)
		h, _ = answered(p, h, s, keyed, now, windows, 200)
	}
	l := Ledger{Limits: h.SharedLimits("other", nil, now)}.Recent(now)
	if len(l.Limits) != 1 || !l.Limits[0].IsLow {
		t.Fatalf("%+v", l.Limits)
	}
	return Hint{At: now, Limits: l.LimitHints("own", now)}
}

// TestLimitOfAnother: an instance that has no answer yet waits for its turn by what another
// one knows, while the hint is new, and sends on nothing of it.
func TestLimitOfAnother(t *testing.T) {
	p, now := Default(), Millis(1_000_000)
	p.Pace = true
	h := Health{Hint: hintOf(t, empty, 1, now)}
	for _, c := range []struct {
		at, least, most Millis
	}{{now + 1, 1500, 8_000}, {now + 8_000, 0, 0}, {now + maxHintAge, 0, 0}} {
		after, s, _ := pacedCall(p, h, keyed, c.at)
		if s.Paced < c.least || s.Paced > c.most {
			t.Errorf("%d ms later: waits %d ms", c.at-now, s.Paced)
		}
		for _, l := range after.SharedLimits("own", nil, c.at) {
			if l.At != 0 || len(l.Windows) != 0 {
				t.Errorf("states as its own: %+v", l)
			}
		}
	}
	other := keyed
	other.CallerKey = "#b"
	if _, s, _ := pacedCall(p, h, other, now+1); s.Paced != 0 {
		t.Errorf("another key: waits %d ms", s.Paced)
	}
}

// TestHintChoosesNoModel: a limit that another instance states leads to no other model and to
// no other key.
func TestHintChoosesNoModel(t *testing.T) {
	p, now := Default(), Millis(1_000_000)
	p.Pace = true
	p.Fallbacks = Routes{{Model: "m", To: []Fallback{{Key: "UKEMI_KEY_B", Model: "m"}, {Model: "n"}}}}
	hint := hintOf(t, []classify.Window{{Name: "requests", Limit: 1, Reset: 60_000}}, 1, now)
	hint.Limits[0].Demand = 1e9
	if _, s, f := pacedCall(p, Health{Hint: hint}, keyed, now+1); s.Target != 0 || f.Model != "" || s.Paced != 30_000 { // by then the hint is old
		t.Errorf("%q after %d ms", f.Model+f.Key, s.Paced)
	}
}

// TestFalseHint: an instance that is misled by the others three times is alone for a minute.
func TestFalseHint(t *testing.T) {
	p, now := Default(), Millis(1_000_000)
	p.Pace = true
	plenty := []classify.Window{{Name: "requests", Limit: 60, Remaining: 44, Reset: 16_000}}
	h := Health{}
	for i := range 3 {
		h.Hint = hintOf(t, plenty, 1, now)
		var s State
		h, s, _ = pacedCall(p, h, keyed, now+1)
		if s.Paced != 0 {
			t.Errorf("%d: waits %d ms", i, s.Paced)
		}
		h, _ = answered(p, h, s, keyed, now+2, empty, 429)
		now += 9_000
	}
	h.Hint = hintOf(t, plenty, 1, now)
	if l := h.limit(target{model: "m", callerKey: "#a"}); h.shared(&l, now) != nil || h.shared(&l, now+60_000) != nil {
		t.Errorf("%+v", l)
	}
}

// TestHistory: what an instance sent is known for a minute, in few numbers.
func TestHistory(t *testing.T) {
	p, h, now := Default(), Health{}, Millis(1_000_000)
	p.Pace = true
	var own []InstanceLimit
	for i := range 4 * 200 { // 200 s, four calls a second
		now += 250
		var s State
		h, s, _ = pacedCall(p, h, keyed, now)
		h, _ = answered(p, h, s, keyed, now, []classify.Window{{Name: "requests", Limit: 1000, Remaining: 500, Reset: 30_000}}, 200)
		if own = h.SharedLimits("a", own, now); len(own) != 1 || len(own[0].Sends) > maxHistory || !own[0].isPlausible() {
			t.Fatalf("%d: %+v", i, own)
		}
	}
	hint := limitHint(own, now)
	for _, c := range []struct{ age, sent float64 }{{1_000, 4}, {4_000, 16}, {30_000, 120}} {
		got := hint.sentBy(now) - hint.sentBy(now-Millis(c.age))
		if math.Abs(got-c.sent) > 2+c.sent/10 {
			t.Errorf("in %g ms: %g sent, want %g", c.age, got, c.sent)
		}
	}
}

// TestManyLimits: of too many the newest stay, whatever their names, and in any order.
func TestManyLimits(t *testing.T) {
	var a, b Ledger
	for i := range maxInstanceLimits {
		a.Limits = append(a.Limits, InstanceLimit{Origin: fmt.Sprintf("a%05d", i), Made: 5})
		b.Limits = append(b.Limits, InstanceLimit{Origin: fmt.Sprintf("b%05d", i), Made: 6})
	}
	for _, all := range []Ledger{a.Merge(b), b.Merge(a), a.Merge(b).Merge(a)} {
		if !reflect.DeepEqual(all.Limits, b.Limits) {
			t.Fatalf("%d limits, the first is %+v", len(all.Limits), all.Limits[0])
		}
	}
	if n := len(b.Recent(6 + sharedLimitTime).Limits); n != 0 {
		t.Errorf("%d after a minute", n)
	}
}

// checkTurns makes calls with any hint: none waits longer than the policy allows, none asks
// for ever, and all stay where they are.
func checkTurns(t *testing.T, hint Hint, now Millis) {
	t.Helper()
	p := Default()
	p.Pace = true
	r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m", Upstream: "u"}
	h := Health{Hint: hint}
	for i := range Millis(3) {
		in, asked := BeginInput{Health: h, Request: r, Now: now + i, Random: 0.5}, 0
		b := p.Begin(in)
		for ; b.Again; asked++ {
			in.Health, in.State, in.Now = b.Health, b.State, in.Now+b.Wait
			b = p.Begin(in)
		}
		if b.State.Paced < 0 || b.State.Paced > 60_000 || asked > 70 || b.State.Target != 0 {
			t.Fatalf("waits %d ms, asked %d times: %+v", b.State.Paced, asked, hint.Limits)
		}
		h, _ = answered(p, b.Health, b.State, r, in.Now+b.Wait, empty, 200)
		h.Hint = hint
	}
}
