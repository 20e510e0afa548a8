// Package letters changes and compares the case of ASCII, Western European and
// Cyrillic letters, in which error messages are written. It replaces
// strings.ToLower, ToUpper and EqualFold in the core, which link the case tables of
// all of Unicode.
package letters

import "strings"

// Lower returns s in lowercase. Its length in bytes never changes, so that
// offsets stay valid.
func Lower(s string) string {
	i := 0
	for i < len(s) && (s[i] < 'A' || s[i] > 'Z' && s[i] < 0x80 || lower(s, i) == s[i]) {
		i++
	}
	if i == len(s) {
		return s
	}
	var few [512]byte // most texts need no copy but the result
	out := append(few[:0], s...)
	for ; i < len(s); i++ {
		if c := s[i]; c < 0x80 {
			if c >= 'A' && c <= 'Z' {
				out[i] = c | 0x20
			}
			continue
		}
		out[i] = lower(s, i)
		if i > 0 && s[i-1] == 0xD0 && out[i] != s[i] && s[i] >= 0xA0 { // Р…Я: D0 A0… becomes D1 80…
			out[i-1] = 0xD1
		}
	}
	return string(out)
}

// lower returns the byte at i in lowercase, second bytes of letters included.
func lower(s string, i int) byte {
	c := s[i]
	switch {
	case c >= 'A' && c <= 'Z':
		return c | 0x20
	case c < 0x80 || i == 0:
	case c == 0xD0:
	case s[i-1] == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97: // À…Þ without ×
		return c + 0x20
	case s[i-1] == 0xD0 && c >= 0x90 && c <= 0x9F: // А…П
		return c + 0x20
	case s[i-1] == 0xD0 && c >= 0xA0 && c <= 0xAF: // Р…Я
		return c - 0x20
	}
	return c
}

// Upper returns s with its ASCII letters in uppercase.
func Upper(s string) string {
	if !HasLower(s) {
		return s
	}
	out := []byte(s)
	for i, c := range out {
		if c >= 'a' && c <= 'z' {
			out[i] = c &^ 0x20
		}
	}
	return string(out)
}

// HasLower reports whether s has a lowercase ASCII letter.
func HasLower(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 'a' && s[i] <= 'z' {
			return true
		}
	}
	return false
}

// EqualFold compares without regard to the case of ASCII letters.
func EqualFold(a, b string) bool { return len(a) == len(b) && HasPrefixFold(a, b) }

// HasPrefixFold reports whether s begins with prefix, in whatever case of
// ASCII letters.
func HasPrefixFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	if strings.HasPrefix(s, prefix) {
		return true
	}
	for i := 0; i < len(prefix); i++ {
		a, b := s[i], prefix[i]
		if a != b && (a|0x20 != b|0x20 || a|0x20 < 'a' || a|0x20 > 'z') {
			return false
		}
	}
	return true
}

// CutBar cuts the first word off a list of words between bars; rest is "" after the last.
// It takes half of the time of strings.Cut, and lists are cut apart for each error.
func CutBar(list string) (first, rest string) {
	if i := strings.IndexByte(list, '|'); i >= 0 {
		return list[:i], list[i+1:]
	}
	return list, ""
}

// CutFirst cuts a list with a bar before each word behind the first word that begins with
// a byte; first is "" where none does.
func CutFirst(list string, begins byte) (first, rest string) {
	before := [2]byte{'|', begins}
	at := strings.Index(list, string(before[:]))
	if at < 0 {
		return "", ""
	}
	first, _ = CutBar(list[at+1:])
	return first, list[at+1+len(first):]
}

// CutLast does the same for a list with a bar behind each word, and the first word that
// ends with a byte.
func CutLast(list string, ends byte) (first, rest string) {
	behind := [2]byte{ends, '|'}
	at := strings.Index(list, string(behind[:]))
	if at < 0 {
		return "", ""
	}
	return list[strings.LastIndexByte(list[:at], '|')+1 : at+1], list[at+2:]
}

// Clip cuts a text to at most n bytes, at the border of a character.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// Shorten clips a text to n bytes and marks the cut.
func Shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return Clip(s, n) + "…"
}
