// Strings of the reader: every kind of quote, and quotes that are escaped because
// the whole text was a part of another string.

package jsonish

import (
	"strings"
	"unicode/utf8"
)

// maxQuoteTries is how many quotes inside a string may fail to close it before the
// first of them counts as its end. It bounds the look-ahead.
const maxQuoteTries = 8

// atQuote reports whether a quoted string starts here: a quote, one that is
// escaped (\" or \\\"), or one with a Python prefix (b'…', u'…').
func (r *reader) atQuote() bool {
	i := r.pos
	if i+1 < len(r.src) && strings.IndexByte("bufr", r.src[i]|0x20) >= 0 && isQuote(r.src[i+1]) {
		return true
	}
	for i < len(r.src) && i-r.pos < 8 && r.src[i] == '\\' {
		i++
	}
	return i < len(r.src) && isQuote(r.src[i])
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// quoted reads a string. Inside a container a quote only ends it when a
// delimiter follows, so that an apostrophe in a badly quoted message stays
// part of it; in valid JSON that is always so.
func (r *reader) quoted(inside bool) Value {
	start := r.pos
	if !isQuote(r.src[r.pos]) && r.src[r.pos] != '\\' {
		r.pos++ // a Python prefix
	}
	slashes := r.pos
	for r.src[r.pos] == '\\' {
		r.pos++
	}
	slashes = r.pos - slashes
	quote := r.src[r.pos]
	r.pos++
	body := r.pos
	end, found := r.closing(quote, slashes, inside)
	text := r.src[body:end]
	for level := slashes; ; level >>= 1 {
		text = unescape(text)
		if level == 0 {
			break
		}
	}
	if !found {
		r.pos = len(r.src)
		return Value{Kind: String, Text: text, Start: start, End: len(r.src), Cut: true}
	}
	r.pos = end + slashes + 1
	v := Value{Kind: String, Text: text, Start: start, End: r.pos}
	return r.joined(v, inside)
}

// closing finds where the closing quote (with its backslashes) begins.
func (r *reader) closing(quote byte, slashes int, inside bool) (end int, found bool) {
	first, tries := -1, 0
	for i := r.pos; i < len(r.src); i++ {
		c := r.src[i]
		if c != '\\' && c != quote {
			continue
		}
		run := i
		for i < len(r.src) && r.src[i] == '\\' {
			i++
		}
		if i >= len(r.src) || r.src[i] != quote {
			i-- // the run escapes something else
			if slashes == 0 && (i+1-run)%2 == 1 {
				i++
			}
			continue
		}
		n := i - run
		if n != slashes && !(slashes == 0 && n%2 == 0) {
			continue
		}
		at := i - slashes
		if !inside || r.delimited(i+1) {
			return at, true
		}
		if first < 0 {
			first = at
		}
		if tries++; tries >= maxQuoteTries {
			break
		}
	}
	if first >= 0 {
		return first, true
	}
	return len(r.src), false
}

// delimited reports whether a delimiter, a line end or the end of the text
// follows at i.
func (r *reader) delimited(i int) bool {
	for i < len(r.src) && (r.src[i] == ' ' || r.src[i] == '\t') {
		i++
	}
	if i >= len(r.src) {
		return true
	}
	switch r.src[i] {
	case ',', ':', '}', ']', ')', '=', ';', '\n', '\r', '+':
		return true
	}
	return false
}

// joined reads on where util.inspect broke a long string: 'abc' + 'def'.
func (r *reader) joined(v Value, inside bool) Value {
	var parts []byte
	for inside {
		at := r.pos
		r.space()
		if r.peek() != '+' {
			r.pos = at
			break
		}
		r.pos++
		r.space()
		if !isQuote(r.peek()) {
			r.pos = at
			break
		}
		next := r.quoted(false)
		if parts == nil {
			parts = []byte(v.Text)
		}
		parts = append(parts, next.Text...)
		v.End, v.Cut = next.End, next.Cut
	}
	if parts != nil {
		v.Text = string(parts)
	}
	return v
}

// unescape resolves the escapes of JSON, JavaScript and Python; an unknown
// one keeps its character, a broken one stays as it is.
func unescape(s string) string {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for {
		out = append(out, s[:i]...)
		s = s[i:]
		var n int
		out, n = appendUnescaped(out, s)
		s = s[n:]
		if i = strings.IndexByte(s, '\\'); i < 0 {
			return string(append(out, s...))
		}
	}
}

// appendUnescaped resolves the escape that s begins with and returns how many
// bytes of s it took.
func appendUnescaped(out []byte, s string) ([]byte, int) {
	if len(s) < 2 {
		return append(out, s...), len(s)
	}
	switch c := s[1]; c {
	case 'n':
		return append(out, '\n'), 2
	case 't':
		return append(out, '\t'), 2
	case 'r':
		return append(out, '\r'), 2
	case 'b':
		return append(out, '\b'), 2
	case 'f':
		return append(out, '\f'), 2
	case 'x':
		if r, ok := hexRune(s, 2, 2); ok {
			return utf8.AppendRune(out, r), 4
		}
	case 'u':
		if r, ok := hexRune(s, 2, 4); ok {
			return appendUTF16(out, s, r)
		}
	default:
		return append(out, c), 2
	}
	return append(out, s[:2]...), 2
}

// appendUTF16 appends the rune of \uXXXX, joined with a low surrogate after it.
func appendUTF16(out []byte, s string, r rune) ([]byte, int) {
	if r >= 0xD800 && r < 0xDC00 && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if low, ok := hexRune(s, 8, 4); ok && low >= 0xDC00 && low < 0xE000 {
			return utf8.AppendRune(out, 0x10000+(r-0xD800)<<10+(low-0xDC00)), 12
		}
	}
	return utf8.AppendRune(out, r), 6 // a lone surrogate becomes U+FFFD
}

func hexRune(s string, from, n int) (r rune, ok bool) {
	if len(s) < from+n {
		return 0, false
	}
	for _, c := range []byte(s[from : from+n]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
