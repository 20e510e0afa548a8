// The rules' engine: four lists in one order, the first rule that knows wins.
//
//  1. codes that mean one thing only, innermost error first
//  2. words that providers fix, innermost error first
//  3. codes that are generic: rate_limit_error, INVALID_ARGUMENT, BadRequest
//  4. the bare status
//
// Codes come before words because they are made for programs; generic codes
// come after words because providers put them on errors of other kinds
// (Anthropic's "credit balance is too low" is an invalid_request_error). Words
// overrule a certain code only where they say the same more exactly (narrower),
// and no rule speaks under a status that contradicts it (unless).

package classify

import "strings"

// rule is what several providers call the same thing.
type rule struct {
	id    string // kebab-case, public, never renamed
	class Class
	// codes in plain form (see plainCode), separated by spaces.
	codes string
	// words, lowercase, alternatives separated by '|', '*' between parts.
	words string
	// unless lists statuses under which the rule does not speak, as spans:
	// "400-422 500". A status is made for programs, too.
	unless string
	// retry overrules the class's default.
	retry tristate
}

// speaks reports whether the rule may decide under a status.
func (r *rule) speaks(status int) bool {
	for spans := r.unless; spans != "" && status != 0; {
		var span string
		span, spans, _ = strings.Cut(spans, " ")
		from, to, wide := strings.Cut(span, "-")
		if !wide {
			to = from
		}
		if s := itoa(status); s >= from && s <= to {
			return false
		}
	}
	return true
}

// narrower lists, for the class of a certain code, the classes that words may
// make of it: a throttling code on a message about a day's quota, "resource not
// found" on one about a model, "invalid value" on one about a missing right.
var narrower = [...][2]Class{
	{RateLimit, QuotaExhausted}, {RateLimit, Billing}, {RateLimit, Overloaded}, {NotFound, ModelNotFound}, {NotFound, Permission},
	{Unavailable, Overloaded}, {InvalidRequest, Permission}, {InvalidRequest, ContextLength}, {InvalidRequest, RequestTooLarge},
	{InvalidRequest, ContentFiltered}, {InvalidRequest, ModelNotFound}, {Permission, Authentication}, {Permission, Billing}, {Permission, ContentFiltered},
}

func isNarrower(words, code Class) bool {
	for i := range narrower {
		if narrower[i] == [2]Class{code, words} {
			return true
		}
	}
	return false
}

type tristate int8

const (
	unsaid tristate = iota
	yes
	no
)

// finding is what a list of rules found.
type finding struct {
	rule *rule
	at   fact   // the piece of evidence
	said string // the code or words that matched
}

func (f finding) ok() bool { return f.rule != nil }

// findCode looks up the codes of every error object, innermost first.
func findCode(rd *reading, rules []rule) (found finding) {
	rd.inner(func(l *layer) bool {
		for _, code := range l.codes {
			if r := byCode(rules, namedCode(rd, code)); r != nil && r.speaks(rd.realStatus()) {
				found = finding{r, code, code.value}
				return true
			}
		}
		return false
	})
	return found
}

func byCode(rules []rule, code string) *rule {
	plain := plainCode(code)
	if plain == "" {
		return nil
	}
	for i := range rules {
		if listed(rules[i].codes, plain) {
			return &rules[i]
		}
	}
	return nil
}

// findWords looks through the messages, innermost first, then through the
// words that stood outside of every error object.
func findWords(rd *reading, rules []rule) (found finding) {
	status := rd.realStatus()
	look := func(f fact) bool {
		text := newSearchable(f.value[:min(len(f.value), 4*maxWords)])
		for i := range rules {
			if !rules[i].speaks(status) {
				continue
			}
			if words := text.matchAny(rules[i].words); words != "" {
				found = finding{&rules[i], f, words}
				return true
			}
		}
		return false
	}
	if rd.inner(func(l *layer) bool {
		if l.message.value != "" && look(l.message) {
			return true
		}
		for _, f := range l.facts {
			if strings.IndexByte(f.value, ' ') > 0 && look(f) {
				return true
			}
		}
		return false
	}) {
		return found
	}
	look(fact{field: "text", value: rd.words})
	return found
}

func isNumber(code string) bool {
	return code != "" && strings.Trim(code, "0123456789") == ""
}

// namedCode is a code as it stands in the tables. A number means something only
// together with who says it: bare numbers there are Zhipu's and Baidu's, those
// of MiniMax stand in base_resp.status_code, and the numbers of Mistral and
// vLLM, whose bodies say "object": "error", are none of these.
func namedCode(rd *reading, code fact) string {
	switch {
	case !isNumber(code.value):
		return code.value
	case strings.HasSuffix(code.field, "base_resp.status_code"):
		return "minimax" + code.value
	case rd.fact("object").value == "error":
		return ""
	}
	return code.value
}
