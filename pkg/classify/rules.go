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

type tristate int8

const (
	unset tristate = iota
	yes
	no
)

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
func namedCode(rd *parsed, code *field) string {
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
