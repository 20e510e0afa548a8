// The reader: one tolerant grammar for JSON, Python reprs, JavaScript dumps
// and texts cut in the middle. It is linear in its input, bounded in depth,
// and agrees with encoding/json on everything that is valid JSON.

package jsonish

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

const (
	maxDepth = 64     // of nested containers; deeper ones are cut
	maxNodes = 16_384 // values in one container; what comes after is cut
)

// Read reads one value of src at offset at, leading white space skipped. It
// reports where the value ends and whether there was one. A container that
// breaks off or turns into garbage keeps what was read so far and is marked
// Cut; only something that never was a value is not ok.
func Read(src string, at int) (v Value, end int, ok bool) {
	r := reader{src: src, pos: max(at, 0)}
	r.space()
	v, ok = r.value(0, 0)
	return v, r.pos, ok
}

// Parse reads src as one value with nothing but white space after it.
func Parse(src string) (v Value, ok bool) {
	v, end, ok := Read(src, 0)
	return v, ok && !v.Cut && strings.TrimSpace(src[end:]) == ""
}

type reader struct {
	src   string
	pos   int
	nodes int // values read so far
}

func (r *reader) peek() byte {
	if r.pos < len(r.src) {
		return r.src[r.pos]
	}
	return 0
}

func (r *reader) space() {
	for r.pos < len(r.src) && isSpace(r.src[r.pos]) {
		r.pos++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func (r *reader) value(closer byte, depth int) (Value, bool) {
	start := r.pos
	if v, ok := r.plain(depth); ok {
		return v, true
	}
	switch c := r.peek(); {
	case c == '{':
		return r.container(start, '}', depth)
	case c == '[':
		if v, ok := r.bracketWord(); ok {
			return v, true
		}
		return r.container(start, ']', depth)
	case c == '(':
		return r.container(start, ')', depth)
	case r.atQuote():
		return r.quoted(depth > 0)
	case depth > 0 || isWordByte(c):
		return r.word(closer, depth)
	}
	return Value{}, false
}

// container reads {…}, […] or (…): members with or without a key. It is an
// Object when it is written with braces or when a member bears a key, as in
// Python's Error(code=400).
func (r *reader) container(start int, closer byte, depth int) (Value, bool) {
	v := Value{Kind: Array, Start: start}
	if closer == '}' {
		v.Kind = Object
	}
	r.pos++ // the opening bracket
	if r.nodes++; depth >= maxDepth || r.nodes > maxNodes {
		// Consumed with all that is around it: to begin again at the second of
		// a million brackets would cost their depth each time.
		v.Cut, v.End = true, r.pos
		return v, true
	}
	for {
		r.separators()
		if r.peek() == closer && r.pos < len(r.src) {
			r.pos++
			v.End = r.pos
			return v, true
		}
		m, ok := r.member(closer, depth+1)
		if !ok {
			break
		}
		if m.Key != "" && closer == ')' {
			v.Kind = Object
		}
		if v.Members == nil { // an error's object has about four members, a header's pair two
			v.Members = make([]Member, 0, 2+2*int(v.Kind-Array))
		}
		v.Members = append(v.Members, m)
		if m.Value.Cut {
			break
		}
	}
	v.Cut, v.End = true, r.pos
	// A lone bracket in prose is no container.
	return v, len(v.Members) > 0 || r.pos >= len(r.src)
}

func (r *reader) separators() {
	for r.pos < len(r.src) {
		if c := r.src[r.pos]; !isSpace(c) && c != ',' && c != ';' {
			return
		}
		r.pos++
	}
}

func (r *reader) member(closer byte, depth int) (Member, bool) {
	if r.pos >= len(r.src) {
		return Member{}, false
	}
	start := r.pos
	if key, ok := r.key(closer); ok {
		r.space()
		v, ok := r.value(closer, depth)
		if !ok {
			v = Value{Start: r.pos, End: r.pos, Cut: true}
		}
		return Member{key, v}, true
	}
	r.pos = start
	if closer == '}' {
		return Member{}, false
	}
	v, ok := r.value(closer, depth)
	return Member{Value: v}, ok && r.pos > start
}

// key reads a quoted or bare key and the ':', '=' or '=>' after it.
func (r *reader) key(closer byte) (string, bool) {
	if closer == ']' {
		return "", false
	}
	var key string
	if v, ok := r.plainString(1); ok {
		key = v.Text
	} else if r.atQuote() {
		v, ok := r.quoted(true)
		if !ok || v.Cut {
			return "", false
		}
		key = v.Text
	} else {
		start := r.pos
		for r.pos < len(r.src) && isWordByte(r.src[r.pos]) {
			r.pos++
		}
		key = r.src[start:r.pos]
		if key == "" {
			return "", false
		}
	}
	r.space()
	switch rest := r.src[r.pos:]; {
	case strings.HasPrefix(rest, "=>"):
		r.pos += 2
	case closer == '}' && strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "="):
		r.pos++
	default:
		return "", false
	}
	return key, true
}

// bracketWord reads the placeholders of util.inspect: [Object], [Circular *1].
func (r *reader) bracketWord() (Value, bool) {
	rest := r.src[r.pos:]
	if len(rest) < 3 || rest[1] < 'A' || rest[1] > 'Z' {
		return Value{}, false
	}
	end := strings.IndexByte(rest[:min(len(rest), 80)], ']')
	if end < 2 {
		return Value{}, false
	}
	for i := 1; i < end; i++ {
		if c := rest[i]; !isWordByte(c) && c != ' ' && c != '*' && c != ':' && c != '(' && c != ')' {
			return Value{}, false
		}
	}
	v := Value{Kind: Word, Text: rest[:end+1], Start: r.pos, End: r.pos + end + 1}
	r.pos = v.End
	return v, true
}

// word reads an unquoted value: a number, null, true, or whatever stands up
// to the next delimiter. A word right before a bracket names the container.
// In an object it goes on after a comma or a line break that a key does not
// follow: {message: You exceeded your quota, please check your plan, type: …}.
func (r *reader) word(closer byte, depth int) (Value, bool) {
	start, named := r.pos, false
	for r.pos < len(r.src) {
		c := r.src[r.pos]
		if c == ',' || c == '}' || c == ']' || c == ')' || c == '\n' || c == '\r' || depth == 0 && isSpace(c) {
			sentence := closer == '}' && strings.IndexByte(r.src[start:r.pos], ' ') >= 0
			if !sentence || c != ',' && c != '\n' || !goesOn(r.src[r.pos+1:]) {
				break
			}
		}
		// Only the first bracket is tried: trying every one would be exponential.
		if (c == '(' || c == '{') && !named && r.pos > start {
			named = true
			if v, ok := r.named(start, c, depth); ok {
				return v, true
			}
		}
		r.pos++
	}
	text := strings.TrimRight(r.src[start:r.pos], " \t")
	v := Value{Kind: kindOf(text), Text: text, Start: start, End: start + len(text), Cut: r.pos >= len(r.src) && depth > 0}
	if v.Kind == Bool {
		v.Text = letters.Lower(text)
	}
	return v, text != ""
}

// goesOn reports whether a sentence goes on: with a word in lowercase that
// another one follows.
func goesOn(rest string) bool {
	i := space(rest, 0)
	start := i
	for i < len(rest) && rest[i] >= 'a' && rest[i] <= 'z' {
		i++
	}
	return i > start && i+1 < len(rest) && rest[i] == ' ' && isWordByte(rest[i+1])
}

// named reads Name(…) and Name {…}; the name is kept in Text.
func (r *reader) named(start int, opener byte, depth int) (Value, bool) {
	name := strings.TrimRight(r.src[start:r.pos], " ")
	if strings.IndexByte(name, ' ') >= 0 {
		return Value{}, false
	}
	closer := byte(')')
	if opener == '{' {
		closer = '}'
	}
	at := r.pos
	v, ok := r.container(r.pos, closer, depth)
	if !ok {
		r.pos = at
		return Value{}, false
	}
	v.Text, v.Start = name, start
	return v, true
}

func kindOf(text string) Kind {
	switch text {
	case "null", "None", "nil", "undefined", "<nil>", "NULL":
		return Null
	case "true", "false", "True", "False":
		return Bool
	}
	if isNumber(text) {
		return Number
	}
	return Word
}

// isNumber reports whether text is a number as JSON writes it, or nearly so.
func isNumber(text string) bool {
	digits := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits = true
		case c == '-' || c == '+':
			if i > 0 && text[i-1]|0x20 != 'e' {
				return false
			}
		case c == '.' || (c|0x20 == 'e' && digits):
		default:
			return false
		}
	}
	return digits
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '_' || c == '$' || c == '-' || c == '.' || c == '@' || c == '/' || c == '#' || c >= 0x80
}
