// What most values of a container are: a string without an escape, a number, a literal,
// each right before a delimiter. The reader has the same result for them, in several times
// the time.

package jsonish

// plain reads such a value; not ok for any other.
func (r *reader) plain(depth int) (v Value, ok bool) {
	if depth == 0 || r.peek() == '"' {
		return r.plainString(depth)
	}
	return r.plainWord()
}

// plainString reads "…" with neither a backslash nor a quote in it.
func (r *reader) plainString(depth int) (v Value, ok bool) {
	src := r.src
	if depth == 0 || r.peek() != '"' {
		return v, false
	}
	for i := r.pos + 1; i < len(src)-1; i++ {
		switch src[i] {
		case '"':
			if !ends(src[i+1]) && src[i+1] != ':' {
				return v, false
			}
			v = Value{Kind: String, Text: src[r.pos+1 : i], Start: r.pos, End: i + 1}
			r.pos = i + 1
			return v, true
		case '\\':
			return v, false
		}
	}
	return v, false
}

// plainWord reads a number, null, true or false.
func (r *reader) plainWord() (v Value, ok bool) {
	src := r.src
	for i := r.pos; i < len(src); i++ {
		c := src[i]
		if c >= 'a' && c <= 'z' || c >= '-' && c <= '9' {
			continue
		}
		text := src[r.pos:i]
		v = Value{Kind: kindOf(text), Text: text, Start: r.pos, End: i}
		if ok = ends(c) && v.Kind != Word; ok {
			r.pos = i
		}
		break
	}
	return v, ok
}

// ends reports whether a byte ends a value in JSON.
func ends(c byte) bool { return c == ',' || c == '}' || c == ']' }
