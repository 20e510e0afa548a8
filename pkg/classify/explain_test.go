package classify

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestProse: every class and every provider that can be recognized has words.
func TestProse(t *testing.T) {
	for i := range classes {
		v := Verdict{Class: classes[i].Class, Retry: classes[i].Retry, Rule: "r", Message: "m"}
		e := Explain(v)
		if e.Title == "" || e.Badge == "" || e.BadgeKind == "" || len(e.Steps) == 0 || e.RetryAdvice == "" || e.FaultText == "" {
			t.Errorf("%s is not explained: %+v", v.Class, e)
		}
		if first, _ := utf8.DecodeRuneInString(e.Summary); strings.ToUpper(string(first)) != string(first) {
			t.Errorf("%s: the summary begins in lowercase: %s", v.Class, e.Summary)
		}
		if e.Contract.Status != classes[i].Status {
			t.Errorf("%s leaves as %d, the table says %d", v.Class, e.Contract.Status, classes[i].Status)
		}
	}
	for i := range providers {
		if name := providers[i].name; speaker(name).Kind == "" {
			t.Errorf("%s has no name for people", name)
		}
	}
	for i := range tips {
		for _, name := range strings.Fields(tips[i].providers) {
			if speaker(name).Kind == "" {
				t.Errorf("a tip for %q, which is no provider", name)
			}
			if tip(name, tips[i].class) == "" {
				t.Errorf("the tip for %s, %s is not found", name, tips[i].class)
			}
		}
	}
}

// TestAdviceAgrees: the badge never says retry where the verdict says no.
func TestAdviceAgrees(t *testing.T) {
	for _, folder := range []string{"corpus", "selftest"} {
		for _, c := range examples(t, folder) {
			e := Explain(c.verdict())
			if e.BadgeKind == "retry" && !e.Verdict.Retry {
				t.Errorf("%s: badge %q, retry %v", c.ID, e.Badge, e.Verdict.Retry)
			}
			if e.Verdict.Retry && !strings.HasPrefix(e.RetryAdvice, "Send the same request again") {
				t.Errorf("%s: retry, but: %s", c.ID, e.RetryAdvice)
			}
		}
	}
}
