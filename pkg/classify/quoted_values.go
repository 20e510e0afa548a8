// Values of the request that a message quotes: Unknown role 'rate limit'. Their
// words are the caller's and no evidence.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// withoutQuoted blanks what stands between single quotes, where at least three
// words stand outside of them. (Backticks enclose names of parameters.)
func withoutQuoted(text string) string {
	if strings.IndexByte(text, '\'') < 0 {
		return text
	}
	out := []byte(text)
	for i := 0; i < len(out); i++ {
		if out[i] != '\'' || i > 0 && partOfName(out[i-1]) {
			continue
		}
		end := i + 1
		for end < len(out) && out[end] != '\n' && !(out[end] == '\'' && (end+1 == len(out) || !partOfName(out[end+1]))) {
			end++
		}
		if end == len(out) || out[end] != '\'' || end < i+3 {
			continue
		}
		for j := i + 1; j < end; j++ {
			out[j] = ' '
		}
		i = end
	}
	if masked := string(out); masked != text && saysMore(letters.Lower(masked)) {
		return masked
	}
	return text
}

// partOfName: the apostrophe of "doesn't" opens and closes no quotation.
func partOfName(c byte) bool { return isIdent(c) || c >= 0x80 }
