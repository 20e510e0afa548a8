package retry

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// pacedCall takes the turn of a call, and returns how long it waited in all.
func pacedCall(p Policy, h Health, r Request, now Millis) (Health, State, Fallback) {
	in := BeginInput{Health: h, Request: r, Now: now}
	for range 100 {
		b := p.Begin(in)
		if !b.Again {
			return b.Health, b.State, b.Fallback
		}
		in.Health, in.State, in.Now = b.Health, b.State, in.Now+b.Wait
	}
	panic("asks for ever")
}

// answered ends an attempt whose answer states windows.
func answered(p Policy, h Health, s State, r Request, now Millis, windows []classify.Window, status int) (Health, State) {
	o := Outcome{Status: status, Sent: true, Windows: windows}
	if status != 200 {
		o.Verdict = &classify.Verdict{Class: classify.RateLimit, Retry: true}
	}
	d := p.Decide(DecideInput{State: s, Health: h, Request: r, Outcome: o, Moment: Moment{Now: now}})
	return d.Health, d.State
}

func TestTurns(t *testing.T) {
	data, err := os.ReadFile("testdata/turns.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Name              string
		Windows           [][4]any
		Headers           map[string]string
		MaxRetryAfter     Millis
		Mode              Mode
		Sent              int
		After             Millis
		Streamed, NoModel bool
		Other             struct{ Model, Key string }
		Fallbacks         string
		Target            string
		Want              [2]Millis
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		p := Policy{Mode: row.Mode, MaxRetryAfter: row.MaxRetryAfter, Pace: true}.WithDefaults()
		if row.Fallbacks != "" {
			if err := p.Fallbacks.UnmarshalJSON([]byte(row.Fallbacks)); err != nil {
				t.Fatal(err)
			}
		}
		var windows []classify.Window
		for _, w := range row.Windows {
			windows = append(windows, classify.Window{
				Name: w[0].(string), Limit: w[1].(float64), Remaining: w[2].(float64), Reset: Millis(w[3].(float64)),
			})
		}
		r := keyed
		for name, value := range row.Headers {
			r.Headers = append(r.Headers, classify.Header{Name: name, Value: value})
		}
		if row.NoModel {
			r.Model = ""
		}
		now := Millis(1_000_000)
		h, s, _ := pacedCall(p, Health{}, r, now)
		h, _ = answered(p, h, s, r, now, windows, 200)
		for range row.Sent {
			h, _, _ = pacedCall(p, h, r, now+1)
		}
		r.Replayable = !row.Streamed
		if row.Other.Model != "" {
			r.Model = row.Other.Model
		}
		if row.Other.Key != "" {
			r.CallerKey = row.Other.Key
		}
		_, s, f := pacedCall(p, h, r, now+row.After)
		if s.Paced < row.Want[0] || s.Paced > row.Want[1] || f.Key+f.Model != row.Target {
			t.Errorf("%s: waits %d ms at %q, want %d to %d ms at %q", row.Name, s.Paced, f.Key+f.Model,
				row.Want[0], row.Want[1], row.Target)
		}
	}
}

// TestTwoModels: what one call waits for does not make another be forgotten that is
// under way.
func TestTwoModels(t *testing.T) {
	p, now, other := Default(), Millis(1_795_883_860_841), keyed
	p.Pace, other.Model = true, "n"
	empty := []classify.Window{{Name: "requests", Limit: 30, Reset: 60_000}}
	h, s, _ := pacedCall(p, Health{}, keyed, now)
	h, _, _ = pacedCall(p, h, other, now+1)
	h, _ = answered(p, h, s, keyed, now+2, empty, 200)
	if _, s, _ = pacedCall(p, h, keyed, now+3); s.Paced < 1900 {
		t.Errorf("waits %d ms", s.Paced)
	}
}

// TestPaceOff: without Pace nothing is remembered, and nothing waits.
func TestPaceOff(t *testing.T) {
	p, now := Default(), Millis(1_000_000)
	h, s, _ := pacedCall(p, Health{}, keyed, now)
	h, s = answered(p, h, s, keyed, now, []classify.Window{{Name: "requests", Limit: 1, Reset: 60_000}}, 200)
	if len(h.Limits) != 0 || s.SentAt != 0 || !h.IsQuiet() {
		t.Errorf("%+v, %+v", h, s)
	}
}

// TestFalseLimit: a limit whose window is stated to be empty while calls succeed that
// went before their turn is not heeded, until a refusal shows that there is one.
func TestFalseLimit(t *testing.T) {
	p, now := Default(), Millis(1_000_000)
	p.Pace, p.MaxRetryAfter = true, 2_000
	empty := []classify.Window{{Name: "requests", Limit: 6, Reset: 10_000}} // one each 1.7 s
	h, s, _ := pacedCall(p, Health{}, keyed, now)
	h, _ = answered(p, h, s, keyed, now, empty, 200)
	for range maxDoubts {
		for s.Early = false; !s.Early; {
			if h, s, _ = pacedCall(p, h, keyed, now); s.Paced == 0 {
				t.Fatal("does not wait")
			}
		}
		now += s.Paced
		h, _ = answered(p, h, s, keyed, now, empty, 200)
	}
	if h, s, _ = pacedCall(p, h, keyed, now); s.Paced > 0 {
		t.Errorf("still waits %d ms", s.Paced)
	}
	h, _ = answered(p, h, s, keyed, now, empty, 429)
	if _, s, _ = pacedCall(p, h, keyed, now+1); s.Paced == 0 {
		t.Error("a refusal does not count")
	}
}

// TestLimitsAreBounded: the newest stay.
func TestLimitsAreBounded(t *testing.T) {
	p, h := Default(), Health{}
	p.Pace = true
	for i := range 200 {
		r := keyed
		r.CallerKey = Fingerprint(string(rune('a' + i)))
		h, _, _ = pacedCall(p, h, r, Millis(i))
		for range 50 {
			h, _, _ = pacedCall(p, h, r, Millis(i))
		}
	}
	if n := len(h.Limits); n != maxLimits {
		t.Errorf("%d limits", n)
	}
	for _, l := range h.Limits {
		if len(l.Sends) > maxSends {
			t.Errorf("%d sends", len(l.Sends))
		}
	}
	if h, _, _ = pacedCall(p, h, keyed, limitTime+1000); len(h.Limits) != 1 {
		t.Errorf("%d limits after a time", len(h.Limits))
	}
}

// FuzzTurn: whatever was stated, no call waits longer than the policy allows, none
// asks for ever, and nothing grows.
func FuzzTurn(f *testing.F) {
	f.Add("requests", 60.0, 0.0, int64(60_000), uint8(9), int64(5), 0.5)
	f.Add("tokens", 1e12, 1e12, int64(1), uint8(200), int64(600_001), 0.999)
	f.Add("", 1.0, 0.0, int64(34_560_000_000), uint8(3), int64(0), 0.0)
	f.Fuzz(func(t *testing.T, name string, limit, left float64, reset int64, calls uint8, step int64, random float64) {
		if !(limit >= 1 && limit <= 1e12 && left >= 0 && left <= limit && reset >= 0 && reset <= 34_560_000_000) ||
			!(random >= 0 && random < 1) || step < 0 || step > 1e9 {
			return
		}
		p := Default()
		p.Pace = true
		h, now := Health{}, Millis(1_000_000)
		for i := range calls {
			in := BeginInput{Health: h, Request: keyed, Now: now, Random: random}
			b, asked := p.Begin(in), 0
			for ; b.Again; asked++ {
				in.Health, in.State, in.Now = b.Health, b.State, in.Now+b.Wait
				b = p.Begin(in)
			}
			if b.State.Paced < 0 || b.State.Paced > 60_000 || asked > 70 {
				t.Fatalf("waits %d ms, asked %d times", b.State.Paced, asked)
			}
			status := 200
			if i%7 == 6 {
				status = 429
			}
			left = max(0, left-float64(i))
			w := []classify.Window{{Name: name, Limit: limit, Remaining: left, Reset: Millis(reset)}}
			if h, _ = answered(p, b.Health, b.State, keyed, in.Now+b.Wait, w, status); len(h.Limits) != 1 {
				t.Fatalf("%+v", h)
			}
			now += Millis(step)
		}
	})
}
