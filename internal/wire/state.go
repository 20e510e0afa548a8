// What the driver carries from call to call, in both directions: the state of
// one call, and the health of the upstreams. Zeros and empty lists are left out.

package wire

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func appendState(dst []byte, s retry.State) []byte {
	o := jsonish.Begin(dst)
	o.SetInt("ambiguous", int64(s.Ambiguous))
	o.SetInt("waited", int64(s.Waited))
	o.SetInt("target", int64(s.Target))
	o.SetBool("single", s.SingleAttempt)
	o.SetBool("probe", s.Probe)
	if retry.CanShare {
		o.SetBool("counts", s.Counts)
	}
	o.SetBool("continues", s.Continues)
	if s.BudgetSpent != 0 {
		o.Raw("paid", float(s.BudgetSpent))
	}
	if retry.CanPace && s.SentAt+s.Paced > 0 {
		early := 0.0
		if s.Early {
			early = 1
		}
		o.Append("turn", func(dst []byte) []byte {
			return appendNumbers(dst, float64(s.SentAt), float64(s.Paced), s.Ticket, early)
		})
	}
	if len(s.Changes) > 0 {
		o.Append("changes", func(dst []byte) []byte { return appendChanges(dst, s.Changes) })
		o.String("mended", s.Mended)
	}
	o.Append("attempts", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(s.Attempts), func(dst []byte, i int) []byte {
			a := s.Attempts[i]
			e := jsonish.Begin(dst)
			e.Int("status", int64(a.Status))
			e.String("class", string(a.Class))
			e.SetString("model", a.Model)
			e.SetString("key", a.Key)
			e.SetString("message", a.Message)
			e.SetInt("wait", int64(a.Wait))
			e.SetString("source", a.Source)
			e.SetInt("events", int64(a.Events))
			if retry.CanPace {
				e.SetInt("paced", int64(a.Paced))
			}
			e.SetString("resume", a.Resume)
			if a.Fix != "" {
				e.SetString("cure", a.Cure)
				e.String("fix", a.Fix)
			}
			return e.End()
		})
	})
	return o.End()
}

func readState(v jsonish.Value) (s retry.State) {
	s.Ambiguous, s.Waited, s.Target = integer(v.Get("ambiguous")), millis(v.Get("waited")), max(0, integer(v.Get("target")))
	s.SingleAttempt, s.Probe, s.BudgetSpent = truth(v.Get("single")), truth(v.Get("probe")), float64Of(v.Get("paid"))
	s.Changes, s.Mended = readChanges(v.Get("changes")), v.Get("mended").Text
	s.Continues, s.Counts = truth(v.Get("continues")), retry.CanShare && truth(v.Get("counts"))
	if retry.CanPace {
		if n := readNumbers(v.Get("turn")); len(n) == 4 {
			s.SentAt, s.Paced, s.Ticket, s.Early = retry.Millis(n[0]), retry.Millis(n[1]), n[2], n[3] > 0
		}
	}
	for _, m := range v.Get("attempts").Members {
		a := m.Value
		s.Attempts = append(s.Attempts, retry.Attempt{Status: integer(a.Get("status")), Class: classify.Class(a.Get("class").Text), Model: a.Get("model").Text, Key: a.Get("key").Text, Message: a.Get("message").Text, Wait: millis(a.Get("wait")), Source: a.Get("source").Text, Events: integer(a.Get("events")), Resume: a.Get("resume").Text, Paced: millis(a.Get("paced")), Cure: a.Get("cure").Text, Fix: a.Get("fix").Text})
	}
	return s
}

// appendHealth writes null while nothing is known. The member quiet is Health.IsQuiet.
func appendHealth(dst []byte, h retry.Health) []byte {
	if h.IsQuiet() && len(h.Paces)+len(h.Limits) == 0 && !h.Shares {
		return append(dst, "null"...)
	}
	o := jsonish.Begin(dst)
	o.Bool("quiet", h.IsQuiet())
	appendList(&o, "paces", len(h.Paces), func(dst []byte, i int) []byte { return appendPace(dst, h.Paces[i]) })
	appendKeys(&o, h.Keys)
	appendList(&o, "budgets", len(h.Budgets), func(dst []byte, i int) []byte {
		b := h.Budgets[i]
		e := jsonish.Begin(dst)
		e.String("upstream", b.Upstream)
		e.Raw("spent", float(b.Spent))
		e.Int("at", int64(b.At))
		return e.End()
	})
	appendList(&o, "breakers", len(h.Breakers), func(dst []byte, i int) []byte {
		b := h.Breakers[i]
		e := jsonish.Begin(dst)
		e.String("upstream", b.Upstream)
		e.String("model", b.Model)
		e.Int("inRow", int64(b.ConsecutiveFailures))
		e.Int("window", int64(b.Window))
		e.Int("seen", int64(b.Samples))
		e.Int("openUntil", int64(b.OpenUntil))
		return e.End()
	})
	appendList(&o, "fixes", len(h.Fixes), func(dst []byte, i int) []byte {
		f := h.Fixes[i]
		e := jsonish.Begin(dst)
		e.String("upstream", f.Upstream)
		e.String("model", f.Model)
		e.Append("changes", func(dst []byte) []byte { return appendChanges(dst, f.Changes) })
		return e.End()
	})
	if retry.CanPace && len(h.Limits) > 0 {
		appendLimits(&o, h.Limits)
	}
	if retry.CanShare && h.Shares {
		appendShared(&o, h)
	}
	return o.End()
}

func appendKeys(o *jsonish.Builder, keys []retry.RestingKey) {
	appendList(o, "keys", len(keys), func(dst []byte, i int) []byte {
		k := keys[i]
		e := jsonish.Begin(dst)
		e.String("upstream", k.Upstream)
		e.String("key", k.Key)
		e.String("model", k.Model)
		e.Int("until", int64(k.Until))
		return e.End()
	})
}

// appendList adds a member with an array, nothing where the array is empty.
func appendList(o *jsonish.Builder, name string, n int, element func(dst []byte, i int) []byte) {
	if n > 0 {
		o.Append(name, func(dst []byte) []byte { return jsonish.AppendArray(dst, n, element) })
	}
}

// appendShared writes the tallies and the hint with the names that encoding/json has for
// them, because a Worker's Durable Object reads the one and makes the other.
func appendShared(o *jsonish.Builder, h retry.Health) {
	o.Bool("shares", true)
	o.Append("tallies", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(h.Tallies), func(dst []byte, i int) []byte {
			t := h.Tallies[i]
			e := jsonish.Begin(dst)
			e.String("upstream", t.Upstream)
			e.String("model", t.Model)
			e.Int("window", t.Window)
			e.Int("failures", t.Failures)
			e.Int("successes", t.Successes)
			e.Int("withdrawn", t.Withdrawn)
			e.Int("deposited", t.Deposited)
			e.Int("slowest", int64(t.Slowest))
			return e.End()
		})
	})
	o.Append("hint", func(dst []byte) []byte {
		hint := jsonish.Begin(dst)
		hint.Int("at", int64(h.Hint.At))
		hint.Append("targets", func(dst []byte) []byte {
			return jsonish.AppendArray(dst, len(h.Hint.Targets), func(dst []byte, i int) []byte {
				t := h.Hint.Targets[i]
				e := jsonish.Begin(dst)
				e.String("upstream", t.Upstream)
				e.String("model", t.Model)
				e.Bool("failing", t.Failing)
				e.Raw("spent", float(t.Spent))
				e.Int("slowest", int64(t.Slowest))
				return e.End()
			})
		})
		appendKeys(&hint, h.Hint.Keys)
		return hint.End()
	})
}

// appendChanges writes changes as arrays [op, name, value, from, lasting].
func appendChanges(dst []byte, changes []cure.Change) []byte {
	return jsonish.AppendArray(dst, len(changes), func(dst []byte, i int) []byte {
		c := changes[i]
		words := [...]string{string(c.Op), c.Name, c.Value, c.From, strconv.FormatBool(c.Lasting)}
		return jsonish.AppendArray(dst, len(words), func(dst []byte, i int) []byte { return jsonish.AppendString(dst, words[i]) })
	})
}

func readChanges(v jsonish.Value) (changes []cure.Change) {
	for _, m := range v.Members {
		if w := m.Value.Members; len(w) == 5 {
			changes = append(changes, cure.Change{
				Op: cure.Op(w[0].Value.Text), Name: w[1].Value.Text, Value: w[2].Value.Text, From: w[3].Value.Text,
				Lasting: truth(w[4].Value),
			})
		}
	}
	return changes
}

func appendPace(dst []byte, p retry.Pace) []byte {
	o := jsonish.Begin(dst)
	o.String("upstream", p.Upstream)
	o.String("model", p.Model)
	o.Append("took", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(p.Samples), func(dst []byte, i int) []byte { return strconv.AppendInt(dst, int64(p.Samples[i]), 10) })
	})
	return o.End()
}

func readPace(v jsonish.Value) retry.Pace {
	p := retry.Pace{Upstream: v.Get("upstream").Text, Model: v.Get("model").Text}
	for _, m := range v.Get("took").Members {
		p.Samples = append(p.Samples, millis(m.Value))
	}
	return p
}

func readHealth(v jsonish.Value) (h retry.Health) {
	for _, m := range v.Get("paces").Members {
		h.Paces = append(h.Paces, readPace(m.Value))
	}
	h.Keys = readKeys(v.Get("keys"))
	for _, m := range v.Get("budgets").Members {
		b := m.Value
		h.Budgets = append(h.Budgets, retry.Budget{Upstream: b.Get("upstream").Text, Spent: float64Of(b.Get("spent")), At: millis(b.Get("at"))})
	}
	for _, m := range v.Get("breakers").Members {
		b := m.Value
		h.Breakers = append(h.Breakers, retry.Breaker{Upstream: b.Get("upstream").Text, Model: b.Get("model").Text, ConsecutiveFailures: integer(b.Get("inRow")), Window: uint32(integer(b.Get("window"))), Samples: integer(b.Get("seen")), OpenUntil: millis(b.Get("openUntil"))})
	}
	for _, m := range v.Get("fixes").Members {
		f := m.Value
		h.Fixes = append(h.Fixes, retry.KnownFix{Upstream: f.Get("upstream").Text, Model: f.Get("model").Text, Changes: readChanges(f.Get("changes"))})
	}
	if retry.CanPace {
		for _, m := range v.Get("limits").Members {
			h.Limits = append(h.Limits, readLimit(m.Value))
		}
	}
	if retry.CanShare && truth(v.Get("shares")) {
		h.Shares = true
		h.Tallies, h.Hint = readTallies(v.Get("tallies")), readHint(v.Get("hint"))
	}
	return h
}

func readKeys(v jsonish.Value) (keys []retry.RestingKey) {
	for _, m := range v.Members {
		k := m.Value
		keys = append(keys, retry.RestingKey{Upstream: k.Get("upstream").Text, Key: k.Get("key").Text,
			Model: k.Get("model").Text, Until: millis(k.Get("until"))})
	}
	return keys
}

func readTallies(v jsonish.Value) (tallies []retry.Tally) {
	count := func(v jsonish.Value) int64 { return int64(float64Of(v)) }
	for _, m := range v.Members {
		t := m.Value
		tallies = append(tallies, retry.Tally{Upstream: t.Get("upstream").Text, Model: t.Get("model").Text, Window: count(t.Get("window")), Failures: count(t.Get("failures")), Successes: count(t.Get("successes")), Withdrawn: count(t.Get("withdrawn")), Deposited: count(t.Get("deposited")), Slowest: millis(t.Get("slowest"))})
	}
	return tallies
}

func readHint(v jsonish.Value) retry.Hint {
	hint := retry.Hint{At: millis(v.Get("at")), Keys: readKeys(v.Get("keys"))}
	for _, m := range v.Get("targets").Members {
		t := m.Value
		hint.Targets = append(hint.Targets, retry.HintTarget{Upstream: t.Get("upstream").Text, Model: t.Get("model").Text, Failing: truth(t.Get("failing")), Spent: float64Of(t.Get("spent")), Slowest: millis(t.Get("slowest"))})
	}
	return hint
}

func float(f float64) string { return string(jsonish.AppendFloat(nil, f)) }

func float64Of(v jsonish.Value) float64 {
	n, _ := jsonish.ParseFloat(v.Text)
	return n
}

func integer(v jsonish.Value) int            { return int(float64Of(v)) }
func millis(v jsonish.Value) classify.Millis { return classify.Millis(float64Of(v)) }
func truth(v jsonish.Value) bool             { return v.Text == "true" }
