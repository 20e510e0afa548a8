// Matching of codes and words. Both are tables of text, so that a rule reads
// as what it matches.

package classify

import "strings"

// matchAny returns the first of the alternatives, separated by '|', that
// occurs in a lowercase text; '*' in one stands for anything between its
// parts within one sentence or two, '^' at its beginning for the text's.
func matchAny(lower, alternatives string) string {
	for alternatives != "" {
		var words string
		words, alternatives, _ = strings.Cut(alternatives, "|")
		if occurs(lower, words) {
			return words
		}
	}
	return ""
}

// reach is how far apart the parts of a phrase may stand, in bytes.
const reach = 160

func occurs(text, words string) bool {
	if words != "" && words[0] == '^' {
		return strings.HasPrefix(text, words[1:])
	}
	part, rest, more := strings.Cut(words, "*")
	i := strings.Index(text, part)
	for more && i >= 0 {
		text = text[i+len(part):]
		text = text[:min(len(text), reach)]
		part, rest, more = strings.Cut(rest, "*")
		i = strings.Index(text, part)
	}
	return i >= 0
}

// plainCode brings a code into the form of the tables: lowercase letters and
// digits only, without an AWS namespace before '#' or address after ':'.
func plainCode(code string) string {
	if i := strings.LastIndexByte(code, '#'); i >= 0 {
		code = code[i+1:]
	}
	if i := strings.Index(code, ":http"); i > 0 {
		code = code[:i]
	}
	if i := strings.LastIndexByte(code, '.'); i >= 0 && i+1 < len(code) { // openai.RateLimitError
		code = code[i+1:]
	}
	out := make([]byte, 0, len(code))
	for i := 0; i < len(code) && len(out) < 64; i++ {
		c := code[i]
		if isUpper(c) {
			c |= 0x20
		}
		if c >= 'a' && c <= 'z' || isDigit(c) {
			out = append(out, c)
		}
	}
	return string(out)
}

// listed reports whether a plain code stands in a list separated by spaces.
func listed(list, code string) bool {
	for i := 0; code != ""; {
		n := strings.Index(list[i:], code)
		if n < 0 {
			return false
		}
		i += n
		end := i + len(code)
		if (i == 0 || list[i-1] == ' ') && (end == len(list) || list[end] == ' ') {
			return true
		}
		i = end
	}
	return false
}
