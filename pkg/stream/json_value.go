// Reading JSON that json_validate.go has found valid: members, elements, strings.
// Only strings with escapes are copied.

package stream

import (
	"bytes"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// cursor iterates over the members of an object or the elements of an array.
type cursor struct {
	src value
	at  int
	key []byte // of an object's member, as it stands between its quotes
	val value
}

// each returns a cursor before the first member; there is none in a scalar.
func (v value) each() cursor { return cursor{src: v, at: 1} }

func (c *cursor) next() bool {
	if len(c.src) < 2 || c.src[0] != '{' && c.src[0] != '[' {
		return false
	}
	i := space(c.src, c.at)
	if i < len(c.src) && c.src[i] == ',' {
		i = space(c.src, i+1)
	}
	if i >= len(c.src)-1 {
		return false
	}
	if c.src[0] == '{' {
		end := skip(c.src, i)
		c.key = c.src[i+1 : end-1]
		i = space(c.src, space(c.src, end)+1)
	}
	c.at = skip(c.src, i)
	c.val = c.src[i:c.at]
	return true
}

// skip returns the end of the valid value that begins at i.
func skip(b []byte, i int) int {
	for depth := 0; ; {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		default:
			for depth == 0 && i+1 < len(b) && b[i+1] > ' ' && b[i+1] != ',' && b[i+1] != '}' && b[i+1] != ']' {
				i++
			}
		}
		if i++; depth == 0 {
			return i
		}
	}
}

// get returns the member of an object with this key, nil if there is none.
func (v value) get(key string) value {
	for c := v.each(); c.next(); {
		if string(c.key) == key {
			return c.val
		}
	}
	return nil
}

// set sets v, unless it is set: of members with the same key the first one counts, as
// for get.
func (v *value) set(to value) {
	if *v == nil {
		*v = to
	}
}

func (v value) startsWith(c byte) bool { return len(v) > 0 && v[0] == c }

// isSet reports whether a value is present and not null, false, "", {} or [].
func (v value) isSet() bool {
	switch {
	case len(v) == 0, string(v) == "null", string(v) == "false":
		return false
	case v[0] == '"':
		return len(v) > 2
	case v[0] == '{' || v[0] == '[':
		return space(v, 1) < len(v)-1
	}
	return true
}

// is reports whether v is the string s, which has no escapes.
func (v value) is(s string) bool {
	return len(v) == len(s)+2 && v[0] == '"' && string(v[1:len(v)-1]) == s
}

// word returns a string without its quotes, escapes included.
func (v value) word() []byte {
	if !v.startsWith('"') {
		return nil
	}
	return v[1 : len(v)-1]
}

// text of a string, unescaped.
func (v value) text() []byte {
	if word := v.word(); bytes.IndexByte(word, '\\') < 0 {
		return word
	}
	s, _, _ := jsonish.Read(string(v), 0)
	return []byte(s.Text)
}

// int of a whole number, 0 of anything else.
func (v value) int() int {
	n, _ := jsonish.ParseInt(string(v))
	return n
}
