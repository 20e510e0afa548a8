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
	ok = r.value(&v, 0, 0)
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

// value reads into the place where the value stays, which must be zero: a copy on each level
// took a fifth of the time.
func (r *reader) value(v *Value, closer byte, depth int) (ok bool) {
	start := r.pos
	if depth > 0 && r.plain(v) {
		return true
	}
	switch c := r.peek(); {
	case c == '{':
		return r.container(v, start, '}', depth)
	case c == '[':
		if *v, ok = r.bracketWord(); ok {
			return true
		}
		return r.container(v, start, ']', depth)
	case c == '(':
		return r.container(v, start, ')', depth)
	case r.atQuote():
		*v = r.quoted(depth > 0)
		return true
	case depth > 0 || isWordByte(c):
		return r.word(v, closer, depth)
	}
	return false
}

// container reads {…}, […] or (…): members with or without a key. It is an
// Object when it is written with braces or when a member bears a key, as in
// Python's Error(code=400).
func (r *reader) container(v *Value, start int, closer byte, depth int) bool {
	*v = Value{Kind: Array, Start: start}
	if closer == '}' {
		v.Kind = Object
	}
	r.pos++ // the opening bracket
	if r.nodes++; depth >= maxDepth || r.nodes > maxNodes {
		// Consumed with all that is around it: to begin again at the second of
		// a million brackets would cost their depth each time.
		v.Cut, v.End = true, r.pos
		return true
	}
	for {
		r.separators()
		if r.peek() == closer && r.pos < len(r.src) {
			r.pos++
			v.End = r.pos
			return true
		}
		last := len(v.Members)
		if v.Members == nil {
			v.Members = make([]Member, 1, room(v.Kind, depth))
		} else {
			v.Members = append(v.Members, Member{})
		}
		m := &v.Members[last]
		if !r.member(m, closer, depth+1) {
			v.Members = v.Members[:last]
			break
		}
		if m.Key != "" && closer == ')' {
			v.Kind = Object
		}
		if m.Value.Cut {
			break
		}
	}
	v.Cut, v.End = true, r.pos
	// A lone bracket in prose is no container.
	return len(v.Members) > 0 || r.pos >= len(r.src)
}

// room is for how many members there is place at first: the arguments of the core have about
// ten on two levels, an error's object has four, a header's pair two.
func room(kind Kind, depth int) int {
	switch {
	case kind == Array:
		return 2
	case depth < 2:
		return 12
	}
	return 4
}

func (r *reader) separators() {
	for r.pos < len(r.src) {
		if c := r.src[r.pos]; !isSpace(c) && c != ',' && c != ';' {
			return
		}
		r.pos++
	}
}

func (r *reader) member(m *Member, closer byte, depth int) bool {
	if r.pos >= len(r.src) {
		return false
	}
	start, ok := r.pos, false
	if m.Key, ok = r.key(closer); ok {
		r.space()
		if !r.value(&m.Value, closer, depth) {
			m.Value = Value{Start: r.pos, End: r.pos, Cut: true}
		}
		return true
	}
	r.pos = start
	return closer != '}' && r.value(&m.Value, closer, depth) && r.pos > start
}

// key reads a quoted or bare key and the ':', '=' or '=>' after it.
func (r *reader) key(closer byte) (key string, ok bool) {
	if closer == ']' {
		return "", false
	}
	if end := r.plainString(); end > 0 {
		key = r.src[r.pos+1 : end]
		r.pos = end + 1
	} else if r.atQuote() {
		v := r.quoted(true)
		if v.Cut {
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
	case closer == '}' && strings.HasPrefix(rest, ":"):
		r.pos++
	case strings.HasPrefix(rest, "=>"):
		r.pos += 2
	case strings.HasPrefix(rest, "="):
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
func (r *reader) word(v *Value, closer byte, depth int) bool {
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
			if r.named(v, start, c, depth) {
				return true
			}
		}
		r.pos++
	}
	text := strings.TrimRight(r.src[start:r.pos], " \t")
	*v = Value{Kind: kindOf(text), Text: text, Start: start, End: start + len(text), Cut: r.pos >= len(r.src) && depth > 0}
	if v.Kind == Bool {
		v.Text = letters.Lower(text)
	}
	return text != ""
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
func (r *reader) named(v *Value, start int, opener byte, depth int) bool {
	name := strings.TrimRight(r.src[start:r.pos], " ")
	if strings.IndexByte(name, ' ') >= 0 {
		return false
	}
	closer := byte(')')
	if opener == '{' {
		closer = '}'
	}
	at := r.pos
	if !r.container(v, r.pos, closer, depth) {
		r.pos = at
		return false
	}
	v.Text, v.Start = name, start
	return true
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
