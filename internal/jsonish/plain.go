// What most values of a container are: a string without an escape, a number, a literal,
// each right before a delimiter. The reader has the same result for them, in several times
// the time.

package jsonish

// plain reads such a value of a container; false for any other.
func (r *reader) plain(v *Value) bool {
	if r.peek() != '"' {
		return r.plainWord(v)
	}
	end := r.plainString()
	if end < 0 {
		return false
	}
	v.Kind, v.Text, v.Start, v.End = String, r.src[r.pos+1:end], r.pos, end+1
	r.pos = end + 1
	return true
}

// plainString returns where "…" ends that has neither a backslash nor a quote in it, and is
// a key or the value of a member; -1 for any other.
func (r *reader) plainString() int {
	if r.peek() != '"' {
		return -1
	}
	rest := r.src[r.pos+1:]
	for i := 0; i < len(rest)-1; i++ {
		switch rest[i] {
		case '"':
			if !ends(rest[i+1]) && rest[i+1] != ':' {
				return -1
			}
			return r.pos + 1 + i
		case '\\':
			return -1
		}
	}
	return -1
}

// plainWord reads a number, null, true or false.
func (r *reader) plainWord(v *Value) bool {
	src := r.src
	for i := r.pos; i < len(src); i++ {
		c := src[i]
		if c >= 'a' && c <= 'z' || c >= '-' && c <= '9' {
			continue
		}
		text := src[r.pos:i]
		kind := kindOf(text)
		if !ends(c) || kind == Word {
			return false
		}
		v.Kind, v.Text, v.Start, v.End = kind, text, r.pos, i
		r.pos = i
		return true
	}
	return false
}

// ends reports whether a byte ends a value in JSON.
func ends(c byte) bool { return c == ',' || c == '}' || c == ']' }
