// The rules' engine: four lists in one order, the first rule that knows wins.
//
//  1. codes that mean one thing only, innermost error first
//  2. words that providers fix, innermost error first
//  3. codes that are generic: rate_limit_error, INVALID_ARGUMENT, BadRequest
//  4. the bare status
//
// Before them comes what needs numbers or several facts (numbers.go), and, in a
// paste that tells of no answer, the words of runtimes before 3 (failure.go).
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
	// codes in plain form (see appendPlain), separated by '|'.
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
	if r.unless == "" || status == 0 {
		return true
	}
	from, n := 0, 0
	for i := 0; i <= len(r.unless); i++ {
		switch {
		case i < len(r.unless) && isDigit(r.unless[i]):
			n = n*10 + int(r.unless[i]-'0')
		case i < len(r.unless) && r.unless[i] == '-':
			from, n = n, 0
		default:
			if from == 0 {
				from = n
			}
			if status >= from && status <= n {
				return false
			}
			from, n = 0, 0
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
	at   fact    // the piece of evidence
	said *saying // the text it comes from, nil for a code
}

func (f *finding) ok() bool { return f.rule != nil }

// findCode looks up the codes of every error object, innermost first.
func findCode(rd *reading, in list, rules []rule) finding {
	status := rd.realStatus()
	for i := len(rd.layers) - 1; i >= 0; i-- {
		codes := rd.layers[i].codes
		for j := range codes {
			if r := byCode(in, rules, namedCode(rd, &codes[j]), status); r != nil {
				return finding{r, codes[j], nil}
			}
		}
	}
	return finding{}
}

// byCode returns the first rule of a list that has a code and speaks under a
// status.
func byCode(in list, rules []rule, code string, status int) *rule {
	var plain [64]byte
	found := rowsOf(in, appendPlain(plain[:0], code))
	if first, _, many := strings.Cut(code, "."); many && !found.any() { // RateLimitExceeded.EndpointRPMExceeded
		found = rowsOf(in, appendPlain(plain[:0], first))
	}
	for i := range rules {
		if found.has(i) && rules[i].speaks(status) {
			return &rules[i]
		}
	}
	return nil
}

// findWords looks through the messages, innermost first, then through the
// words that stood outside of every error object. Of the texts of one object
// the first speaks, unless another says the same more exactly.
func findWords(rd *reading, rules []rule) (found finding) {
	status := rd.realStatus()
	for layer := len(rd.layers) - 1; layer >= -1; layer-- {
		for i := range rd.said {
			s := &rd.said[i]
			if s.layer != layer || !s.of[inWords].any() {
				continue
			}
			r := s.firstRule(rules, status)
			if r != nil && (!found.ok() || isNarrower(r.class, found.rule.class)) {
				found = finding{r, s.around(r.words), s}
			}
		}
		if found.ok() {
			break
		}
	}
	return found
}

// firstRule returns the first rule whose words occur and that speaks under a
// status, nil if none does.
func (s *saying) firstRule(rules []rule, status int) *rule {
	for row := range rules {
		if s.of[inWords].has(row) && rules[row].speaks(status) {
			return &rules[row]
		}
	}
	return nil
}

// isNumber reports whether a code consists of digits.
func isNumber(code string) bool {
	for i := 0; i < len(code); i++ {
		if !isDigit(code[i]) {
			return false
		}
	}
	return code != ""
}

// namedCode is a code as it stands in the tables. A number means something only
// together with who says it: bare numbers there are Zhipu's and Baidu's, those
// of MiniMax stand in base_resp.status_code, Baidu's short ones in error_code,
// and the numbers of Mistral and
// vLLM, whose bodies say "object": "error", are none of these.
func namedCode(rd *reading, code *fact) string {
	switch {
	case !isNumber(code.value):
		return code.value
	case code.key == "status_code" && strings.HasSuffix(code.path, "base_resp"):
		return "minimax" + code.value
	case equalFold(code.key, "error_code") && len(code.value) <= 3:
		return "baidu" + code.value
	case rd.fact("object").value == "error":
		return ""
	}
	return code.value
}
