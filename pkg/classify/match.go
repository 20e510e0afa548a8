// Matching of codes and words. Both are tables of text, so that a rule reads
// as what it matches.

package classify

import "strings"

// searchable is a lowercase text in which many phrases are looked for. It knows
// which runs of three bytes occur, so that most phrases need no search: the
// tables hold about a thousand, of which a message has one or two.
type searchable struct {
	lower string
	runs  [64]uint64 // a set of hashes of three bytes
}

func newSearchable(text string) *searchable {
	s := &searchable{lower: strings.ToLower(text)}
	for i := 0; i+3 <= len(s.lower); i++ {
		h := hashRun(s.lower[i:])
		s.runs[h>>6] |= 1 << (h & 63)
	}
	return s
}

// hashRun maps the first three bytes to 0…4095.
func hashRun(s string) uint32 {
	return (uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16) * 0x9E3779B1 >> 20
}

// may reports whether a phrase can occur: its beginning does.
func (s *searchable) may(words string) bool {
	if len(words) < 3 || words[0] == '^' || words[1] == '*' || words[2] == '*' {
		return true
	}
	h := hashRun(words)
	return s.runs[h>>6]&(1<<(h&63)) != 0
}

// matchAny returns the first of the alternatives, separated by '|', that
// occurs in a text; '*' in one stands for anything between its parts within
// one sentence or two, '^' at its beginning for the text's.
func (s *searchable) matchAny(alternatives string) string {
	for alternatives != "" {
		end := strings.IndexByte(alternatives, '|')
		if end < 0 {
			end = len(alternatives)
		}
		if words := alternatives[:end]; s.may(words) && occurs(s.lower, words) {
			return words
		}
		alternatives = alternatives[min(end+1, len(alternatives)):]
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
