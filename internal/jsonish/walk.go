// Members at any depth, found without reading their values.

package jsonish

// maxLevel of nested arrays and objects; the stack of the WebAssembly core does not grow.
const maxLevel = 1000

// Walk visits the members of the objects in a JSON text, at any depth and in
// their order: how deep the object is (the outermost is 0), the member's name,
// and where its value begins. Values for which enter returns false are skipped.
// A text that is cut is visited up to the cut.
func Walk(src string, enter func(depth int, name string, at int) bool) {
	walk(src, space(src, 0), 0, 0, enter)
}

// walk through one value and return its end, past the end of the source when
// it breaks off. Depth counts the objects around it, level the arrays as well.
func walk(src string, i, depth, level int, enter func(int, string, int) bool) int {
	if i >= len(src) || src[i] != '{' && src[i] != '[' || depth >= maxDepth || level >= maxLevel {
		return skipValue(src, i)
	}
	object, inner := src[i] == '{', depth
	if object {
		inner++
	}
	for i = space(src, i+1); i < len(src); i = space(src, i+1) {
		if src[i] == '}' || src[i] == ']' {
			return i + 1
		}
		into := true
		if object {
			name, value, ok := member(src, i)
			if !ok {
				break
			}
			i, into = value, enter(depth, name, value)
		}
		if into {
			i = walk(src, i, inner, level+1, enter)
		} else {
			i = skipValue(src, i)
		}
		if i = space(src, i); i >= len(src) || src[i] != ',' {
			break
		}
	}
	if i < len(src) && (src[i] == '}' || src[i] == ']') {
		return i + 1
	}
	return len(src) + 1
}

// member reads the name of the member that begins at i, and where its value
// begins.
func member(src string, i int) (name string, value int, ok bool) {
	if src[i] != '"' {
		return "", 0, false
	}
	end := skipString(src, i)
	if value = space(src, end); value >= len(src) || src[value] != ':' {
		return "", 0, false
	}
	value = space(src, value+1)
	return nameOf(src[i:end]), value, value < len(src)
}

// StringAt reads the string that begins at i; ok is false without a
// complete string there.
func StringAt(src string, i int) (text string, at Span, ok bool) {
	if i >= len(src) || src[i] != '"' {
		return "", Span{}, false
	}
	at = Span{i, skipString(src, i)}
	if at.End > len(src) {
		return "", Span{}, false
	}
	v, _, ok := Read(src[at.Start:at.End], 0)
	return v.Text, at, ok && v.Kind == String && !v.Cut
}
