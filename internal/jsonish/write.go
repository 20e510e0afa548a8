// The writer: strict JSON, appended to a byte slice. The output is valid JSON in
// valid UTF-8 for any input.

package jsonish

import (
	"strconv"
	"unicode/utf8"
)

const hex = "0123456789abcdef"

// AppendString appends s as a JSON string, quotes included. Invalid UTF-8
// becomes U+FFFD; '<', '>' and '&' stay as they are, because the answers are
// sent as application/json and read by people too.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
				i++
				continue
			}
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, c)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		// U+2028 and U+2029 end a line in JavaScript source, where JSON is pasted.
		if (r == utf8.RuneError && size == 1) || r == '\u2028' || r == '\u2029' {
			dst = append(dst, s[start:i]...)
			if size == 1 {
				dst = append(dst, "\uFFFD"...)
			} else {
				dst = append(dst, '\\', 'u', '2', '0', '2', hex[r&0xF])
			}
			start = i + size
		}
		i += size
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xF])
}

// Builder appends one object, with its members in the order of the calls.
//
//	o := jsonish.Begin(dst)
//	o.String("class", "rate_limit")
//	dst = o.End()
type Builder struct {
	buf  []byte
	open bool // a member has been written
}

// Quote returns a JSON string.
func Quote(s string) string { return string(AppendString(nil, s)) }

// Begin appends an opening brace and returns the object to add members to.
func Begin(dst []byte) Builder { return Builder{buf: append(dst, '{')} }

// End closes the object and returns all bytes so far.
func (o *Builder) End() []byte { return append(o.buf, '}') }

// key appends the name of a member, which is the program's own and plain.
func (o *Builder) key(name string) {
	if o.open {
		o.buf = append(o.buf, ',')
	}
	o.open = true
	o.buf = append(append(append(o.buf, '"'), name...), '"', ':')
}

// String adds a string member.
func (o *Builder) String(name, value string) {
	o.key(name)
	o.buf = AppendString(o.buf, value)
}

// StringOrNull adds a string member, null where the string is empty.
func (o *Builder) StringOrNull(name, value string) {
	if value == "" {
		o.Raw(name, "null")
		return
	}
	o.String(name, value)
}

// Int adds a number member.
func (o *Builder) Int(name string, value int64) {
	o.key(name)
	o.buf = strconv.AppendInt(o.buf, value, 10)
}

// Bool adds a boolean member.
func (o *Builder) Bool(name string, value bool) {
	o.key(name)
	o.buf = strconv.AppendBool(o.buf, value)
}

// SetString adds a string member, nothing where the string is empty.
func (o *Builder) SetString(name, value string) {
	if value != "" {
		o.String(name, value)
	}
}

// SetInt is SetString for a number.
func (o *Builder) SetInt(name string, value int64) {
	if value != 0 {
		o.Int(name, value)
	}
}

// SetBool is SetString for a boolean.
func (o *Builder) SetBool(name string, value bool) {
	if value {
		o.Bool(name, value)
	}
}

// Raw adds a member whose value is JSON already.
func (o *Builder) Raw(name, json string) {
	o.key(name)
	o.buf = append(o.buf, json...)
}

// Append adds a member whose value is appended by write.
func (o *Builder) Append(name string, write func(dst []byte) []byte) {
	o.key(name)
	o.buf = write(o.buf)
}

// AppendArray appends n elements, each written by element, as a JSON array.
func AppendArray(dst []byte, n int, element func(dst []byte, i int) []byte) []byte {
	dst = append(dst, '[')
	for i := range n {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = element(dst, i)
	}
	return append(dst, ']')
}

// IntOrNull adds a number member, null where the number is 0.
func (o *Builder) IntOrNull(name string, value int64) {
	if value == 0 {
		o.Raw(name, "null")
		return
	}
	o.Int(name, value)
}
