// What the tables of codes and words consist of: rules, each of which is one
// feature of the sum (signals.go, weigh.go). The tables:
//
//   - rules_codes.go: codes that mean one thing only
//   - rules_codes_generic.go: codes that providers put on errors of several kinds
//   - rules_words.go: phrases of messages
//   - rules_status.go: the bare status
//
// A rule decides nothing alone. How much it counts, and for which classes, is
// fitted: weights.go.

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
	// retry is set where the answer to "may it be sent again" is not the class's.
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
// together with its provider: bare numbers in the tables are Zhipu's and Baidu's,
// those of MiniMax stand in base_resp.status_code, Baidu's short ones in
// error_code, and the numbers of Mistral and vLLM, whose bodies contain
// "object": "error", are none of these.
func namedCode(rd *parsed, code *field) string {
	switch {
	case !isNumber(code.value):
		return code.value
	case len(code.value) <= 2 && equalFold(code.key, "status"): // of a stream, as iFlytek counts, or of a job
		return ""
	case code.key == "status_code" && strings.HasSuffix(code.path, "base_resp"):
		return "minimax" + code.value
	case equalFold(code.key, "error_code") && len(code.value) <= 3:
		return "baidu" + code.value
	case rd.leaf("object").value == "error":
		return ""
	}
	return code.value
}
