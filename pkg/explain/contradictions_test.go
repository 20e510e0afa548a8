// An explanation must agree with itself: no two parts of it may say the
// opposite. Every explanation of the labelled cases is read for pairs that must
// not meet.

package explain

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// pairs must not meet in one explanation. A side is a fact ("retry=false", see
// factsOf), several facts ("class=connection status=4xx"), or words of a part
// ("steps ~ send it again"; the part "any" is all of them), in lowercase, with
// '*' for anything between.
var pairs = [...][2]string{
	// the badge and whether to send it again
	{"retry=false", "badge_kind=retry"},
	{"retry=true", "badge_kind=fix"},
	{"retry=true", "badge_kind=key"},
	{"retry=true", "badge_kind=pay"},
	{"retry=true", "badge_kind=switch"},
	{"retry=true", "badge_kind=stop"},
	{"badge_kind=retry", "advice ~ fails again until"},
	{"badge ~ nothing to do", "advice ~ send the same request again"},
	{"badge ~ do not retry", "advice ~ send the same request again"},
	{"badge ~ do not retry", "steps ~ send it again"},

	// steps and whether to send it again
	{"retry=false", "steps ~ send it again"},
	{"retry=false", "steps ~ send the request again"},
	{"retry=false", "steps ~ growing waits"},
	{"retry=false", "advice ~ send the same request again"},
	{"retry=true", "advice ~ fails again until"},
	{"retry=true", "advice ~ not by itself"},
	{"retry=true", "advice ~ not now"},
	{"retry=true", "steps ~ switch off automatic retries"},
	{"retry=true", "steps ~ wait for the reset"},
	{"retry=true", "any ~ changes nothing"},
	{"retry=true", "summary ~ will probably fail again"},
	{"retry=false", "any ~ waiting fixes"},

	// the SDKs
	{"retry=true", "sdks ~ in vain"},
	{"retry=false", "sdks ~ a retry may help"},
	{"sdks ~ gives up at once – in vain", "any ~ "},
	{"class=unknown", "sdks ~ in vain"},
	{"confidence=guess", "sdks ~ – in vain"},
	{"status=none class=unknown", "sdks ~ retries twice"},

	// the stated wait
	{"wait=hours", "any ~ few seconds"},
	{"wait=hours", "steps ~ 0.5 s"},
	{"wait=stated", "advice ~ 0.5 s"},
	{"wait=stated", "steps ~ 0.5 s"},
	{"wait=none", "any ~ as stated"},
	{"wait=none", "advice ~ states a wait"},
	{"wait=none", "advice ~ stated wait"},
	{"wait=none", "badge ~ wait 1"},
	{"wait=seconds class=quota_exhausted", "badge_kind=wait"},
	{"badge_kind=wait", "advice ~ does not change that"},

	// who is responsible
	{"responsible ~ request is fine", "badge ~ fix the request"},
	{"responsible ~ request is fine", "summary ~ did not accept the request"},
	{"responsible ~ request itself is fine", "badge_kind=fix"},
	{"responsible ~ needs a change", "badge_kind=retry"},
	{"responsible ~ needs a change", "badge_kind=wait"},
	{"responsible ~ needs a change", "class=conflict"},
	{"responsible ~ needs a change", "class=canceled"},
	{"responsible ~ nobody's", "steps ~ top up"},

	// money
	{"class=billing retry=true", "title ~ no money left"},
	{"class=billing retry=true", "steps ~ has the money"},
	{"class=billing", "steps ~ another model"},
	{"class=rate_limit", "steps ~ top up"},

	// whether an answer came
	{"class=connection status=4xx", "title ~ no answer came"},
	{"class=connection status=5xx", "title ~ no answer came"},
	{"class=connection status=4xx", "any ~ check the host name and port"},
	{"class=connection status=4xx", "responsible ~ between you and the server"},
	{"rule=no-error", "any ~ has a problem"},
	{"rule=no-error", "any ~ in vain"},
	{"rule=no-error", "title ~ probably"},
	{"rule=no-error", "steps ~ request id"},
	{"title ~ not json", "summary ~ no rule recognizes"},
	{"provider=proxy class=invalid_request", "summary ~ cloudflare:"},

	// how sure it is
	{"confidence=guess", "sure ~ sure:"},
	{"confidence=guess", "sure ~ likely:"},
	{"confidence=guess known", "title ~ "},
	{"confidence=sure", "any ~ guess"},
	{"confidence=sure", "title ~ probably"},
	{"confidence=likely", "any ~ guess"},
	{"sure ~ only this points to it", "sure ~ evidence agrees"},

	// who answered
	{"provider=", "steps ~ the place for it"},
	{"provider=", "steps ~ limits are listed here"},
	{"provider=", "steps ~ platform.openai.com →"},
	{"provider=", "steps ~ whether others have it"},
	{"provider=proxy class=billing", "steps ~ the place for it"},
	{"provider=proxy class=authentication", "steps ~ the place for it"},
	{"provider=proxy class=permission", "steps ~ the place for it"},
	{"provider=openai", "steps ~ the api or gateway that you call"},

	// what is quoted
	{"sure ~ is “”", "any ~ "},
	{"evidence=empty", "any ~ "},
	{"evidence=cut letter", "any ~ "},
	{"quote=stack frame", "any ~ "},
	{"quote=many lines", "any ~ "},
	{"quote=log prefix", "any ~ "},
	{"quote=only a wrapper", "any ~ "},
}

// TestAgrees reads every explanation for pairs that must not meet.
func TestAgrees(t *testing.T) {
	ids, verdicts := examples(t)
	found := map[int][]string{}
	for i, v := range verdicts {
		s := sidesOf(Verdict(v))
		for row, pair := range pairs {
			if s.holds(pair[0]) && s.holds(pair[1]) {
				found[row] = append(found[row], ids[i])
			}
		}
	}
	for row, pair := range pairs {
		if f := found[row]; len(f) > 0 {
			t.Errorf("“%s” meets “%s” in %d of %d: %s", pair[0], pair[1], len(f), len(ids),
				strings.Join(f[:min(len(f), 12)], " "))
		}
	}
}

// TestSidesOf: a pair that could never be found would be of no use.
func TestSidesOf(t *testing.T) {
	s := sidesOf(Verdict(classify.FromResponse(classify.Response{
		Status: 429, Headers: classify.Headers{{Name: "retry-after", Value: "7200"}},
	})))
	for _, side := range []string{"status=4xx", "wait=hours wait=stated", "provider=", "badge ~ wait",
		"steps ~ whoever*call", "any ~ "} {
		if !s.holds(side) {
			t.Errorf("“%s” does not hold: %+v", side, s)
		}
	}
	if s.holds("status=5xx") || s.holds("badge ~ retry") {
		t.Errorf("holds too much: %+v", s)
	}
}

// sides are the facts and the parts of an explanation.
type sides struct {
	facts map[string]bool
	parts map[string]string
}

func (s sides) holds(side string) bool {
	part, words, isWords := strings.Cut(side, " ~ ")
	if !isWords {
		for _, fact := range splitFacts(side) {
			if !s.facts[fact] {
				return false
			}
		}
		return true
	}
	text := s.parts[part]
	for _, word := range strings.Split(words, "*") {
		_, rest, ok := strings.Cut(text, word)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// splitFacts splits before each word that has a '='; "quote=stack frame" is one.
func splitFacts(side string) (facts []string) {
	for _, word := range strings.Split(side, " ") {
		if strings.Contains(word, "=") || len(facts) == 0 || word == "known" {
			facts = append(facts, word)
		} else {
			facts[len(facts)-1] += " " + word
		}
	}
	return facts
}

func sidesOf(e Explanation) sides {
	v := e.Verdict
	s := sides{map[string]bool{}, map[string]string{
		"title": e.Title, "summary": e.Summary, "badge": e.Badge, "steps": withoutQuotes(strings.Join(e.Steps, "\n")),
		"advice": e.RetryAdvice, "responsible": e.ResponsibleText, "sure": e.Sure,
	}}
	for _, sdk := range e.SDKs {
		s.parts["sdks"] += sdk.Does + "\n"
	}
	for name, text := range s.parts {
		s.parts[name] = strings.ToLower(text)
	}
	s.parts["any"] = " "
	for _, name := range []string{"title", "summary", "badge", "steps", "advice", "responsible", "sdks"} {
		s.parts["any"] += s.parts[name] + "\n"
	}
	s.parts["any"] += strings.SplitN(s.parts["sure"], "“", 2)[0]
	add := func(fact string, ok bool) {
		if ok {
			s.facts[fact] = true
		}
	}
	s.facts[fmt.Sprintf("retry=%v", v.Retry)] = true
	s.facts["class="+string(v.Class)] = true
	s.facts["rule="+v.Rule] = true
	s.facts["badge_kind="+e.BadgeKind] = true
	s.facts["confidence="+v.Confidence.String()] = true
	s.facts["provider="+v.Provider] = true
	p, _ := provider.Find(v.Provider)
	add("provider=proxy", p.Carrier && !carrierAnswered(v))
	add("known", v.Class != classify.Unknown && !strings.HasPrefix(e.Title, "Probably"))
	add("status=none", v.Status == 0)
	add("status="+strconv.Itoa(v.Status/100)+"xx", v.Status > 0)
	add("wait=stated", v.Wait.Stated())
	add("wait=none", !v.Wait.Stated())
	add("wait=hours", v.Wait.Stated() && v.Wait.After >= 3_600_000)
	add("wait=seconds", v.Wait.Stated() && v.Wait.After <= 120_000)
	add("evidence=empty", len(v.Evidence) == 0)
	for _, ev := range v.Evidence {
		add("evidence=empty", strings.TrimSpace(ev.Value) == "")
		add("evidence=cut letter", strings.ToValidUTF8(ev.Value, "") != ev.Value)
	}
	add("quote=only a wrapper", wrapper.MatchString(v.Message))
	add("quote=log prefix", logPrefix.MatchString(v.Message))
	for _, text := range []string{v.Message, v.Evidence[0].Value} {
		add("quote=stack frame", frame.MatchString(text))
		add("quote=many lines", strings.Count(strings.TrimSpace(text), "\n") > 0 && len(text) > 480 && v.Dialect == "text")
	}
	return s
}

var (
	quoted    = regexp.MustCompile(`“[^”]*”`)
	frame     = regexp.MustCompile(`(?m)^\s+at \S+ ?\(|^\s*File ".*", line \d+`)
	logPrefix = regexp.MustCompile(`^(\[?\d{4}[-/]\d\d[-/]\d\d[T ]|\[(INFO|WARN|ERROR)\]|(INFO|WARN|DEBUG): )`)
	wrapper   = regexp.MustCompile(`^(Traceback \(most recent call last\):|The above exception was .*|.*: \{)$`)
)

// withoutQuotes leaves out what is quoted from the input.
func withoutQuotes(text string) string { return quoted.ReplaceAllString(text, "“…”") }
