package classify

import (
	"strings"
	"testing"
)

// TestRulesDecide: every phrase and every code decides an error that contains
// nothing else, or nothing but the status that goes with it. So none is dead.
func TestRulesDecide(t *testing.T) {
	eachAlternative(func(r *rule, what, body string) { checkDecides(t, r, what, body) })
}

// eachAlternative calls visit for each phrase and each code of the tables, with an error
// that contains nothing else.
func eachAlternative(visit func(r *rule, what, body string)) {
	for i := range certainWords {
		r := &certainWords[i]
		for phrase := range strings.SplitSeq(r.words, "|") {
			text := strings.ReplaceAll(strings.TrimPrefix(phrase, "^"), "*", " x ")
			visit(r, phrase, `{"error":{"message":"`+strings.ReplaceAll(text, `"`, `\"`)+` z"}}`)
		}
	}
	for _, rules := range [...][]rule{certainCodes[:], genericCodes[:]} {
		for i := range rules {
			for code := range strings.SplitSeq(rules[i].codes, "|") {
				visit(&rules[i], code, `{"error":{"message":"error `+"Z9"+`","code":"`+code+`"}}`)
			}
		}
	}
}

func checkDecides(t *testing.T, r *rule, what, body string) {
	v := FromPaste(body)
	if v.Class != r.class {
		if w := FromResponse(Response{Status: r.class.Info().Status, Body: []byte(body)}); w.Class == r.class {
			return
		}
		t.Errorf("%s: %q is taken for %s (%s)", r.id, what, v.Class, v.Rule)
	}
}

// TestRulesAreUnique refuses an alternative that stands in two rows.
func TestRulesAreUnique(t *testing.T) {
	for name, lists := range map[string][]string{
		"phrase": wordsOf(certainWords[:], func(r *rule) string { return r.words }),
		"code":   wordsOf(append(certainCodes[:], genericCodes[:]...), func(r *rule) string { return r.codes }),
		"stem":   concepts[:],
	} {
		seen := map[string]int{}
		for row, list := range lists {
			for one := range strings.SplitSeq(list, "|") {
				if before, there := seen[one]; there && (name != "stem" || before == row) {
					t.Errorf("the %s %q stands twice", name, one)
				}
				seen[one] = row
			}
		}
	}
}

func wordsOf(rules []rule, of func(*rule) string) (lists []string) {
	for i := range rules {
		lists = append(lists, of(&rules[i]))
	}
	return lists
}

// TestAlternatives refuses a stem that another stem of its concept begins with: it
// costs bytes and finds nothing more.
func TestAlternatives(t *testing.T) {
	for i := range concepts {
		stems := strings.Split(concepts[i], "|")
		for _, long := range stems {
			for _, short := range stems {
				if long != short && short[0] != 0 && strings.HasPrefix(long, short) {
					t.Errorf("concept %d: %q is found by %q", i, long, short)
				}
			}
		}
	}
}
