// Scanning JSON without reading its values: the place of a member in a large
// object, and whether a text is complete.

package jsonish

import "strings"

// Span is a part of a source: the bytes from Start up to End.
type Span struct{ Start, End int }

// Members returns the spans of the values of an object's own members of this name,
// in their order; nil without one, or where the source is no JSON object. In a
// source that is cut, it finds the members before the cut.
func Members(src, name string) (found []Span) {
	for _, e := range OwnMembers(src) {
		if e.Key == name {
			found = append(found, e.Value)
		}
	}
	return found
}

// nameOf returns the name in a member's key, which has its quotes.
func nameOf(key string) string {
	if strings.IndexByte(key, '\\') < 0 {
		return key[1 : len(key)-1]
	}
	v, _, _ := Read(key, 0)
	return v.Text
}

// OwnMembers returns all of an object's own members, for a large source in which several
// names are looked for.
func OwnMembers(src string) (all []Entry) {
	if at := space(src, 0); at < len(src) && src[at] == '{' {
		Each(src, at, func(e Entry) { all = append(all, e) })
	}
	return all
}

// Entries visits the members of the object, or the elements of the array, that begins
// at this offset of valid JSON. An element's key is empty.
func Entries(src string, at int, visit func(key, value Span)) {
	isObject := src[at] == '{'
	for i := space(src, at+1); i < len(src) && src[i] != '}' && src[i] != ']'; i = space(src, i) {
		var key Span
		if isObject {
			key = Span{i, skipString(src, i)}
			i = space(src, space(src, key.End)+1)
		}
		end := skipValue(src, i)
		if end > len(src) {
			return
		}
		visit(key, Span{i, end})
		if i = space(src, end); i < len(src) && src[i] == ',' {
			i = space(src, i+1)
		}
	}
}

// BreaksOff reports whether a text is the beginning of a JSON object or array, or
// empty. Only brackets and quotes are read.
func BreaksOff(src string) bool {
	i := space(src, 0)
	if i == len(src) {
		return true
	}
	return (src[i] == '{' || src[i] == '[') && skipValue(src, i) > len(src)
}

func space(src string, i int) int {
	for i < len(src) && (src[i] == ' ' || src[i] == '\n' || src[i] == '\r' || src[i] == '\t') {
		i++
	}
	return i
}

// skipString returns the end of the string that begins at i, past the end of
// the source when it breaks off.
func skipString(src string, i int) int {
	for start := i + 1; ; {
		quote := strings.IndexByte(src[i+1:], '"') // several bytes at a time
		if quote < 0 {
			return len(src) + 1
		}
		i += 1 + quote
		slashes := i
		for slashes > start && src[slashes-1] == '\\' {
			slashes--
		}
		if (i-slashes)%2 == 0 {
			return i + 1
		}
	}
}

// skipValue returns the end of the value that begins at i, past the end of the
// source when it breaks off.
func skipValue(src string, i int) int {
	depth := 0
	for i < len(src) {
		switch src[i] {
		case '"':
			i = skipString(src, i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return len(src) + 1
}

// Entry is a member of an object, or an element of an array, and where its value is.
type Entry struct {
	Key   string
	Index int // of an element; of a member, its place among the others
	Value Span
}

// Each visits the entries of the object or array that begins at an offset, without
// reading their values. Of a source that is cut, it visits the entries before the cut.
func Each(src string, at int, visit func(e Entry)) {
	at = space(src, at)
	if at >= len(src) || src[at] != '{' && src[at] != '[' {
		return
	}
	inObject := src[at] == '{'
	for i, n := space(src, at+1), 0; i < len(src) && src[i] != '}' && src[i] != ']'; n++ {
		e := Entry{Index: n}
		if inObject {
			name, value, ok := member(src, i)
			if !ok {
				return
			}
			e.Key, i = name, value
		}
		e.Value = Span{i, skipValue(src, i)}
		if e.Value.End > len(src) || e.Value.End == i {
			return
		}
		visit(e)
		if i = space(src, e.Value.End); i >= len(src) || src[i] != ',' {
			return
		}
		i = space(src, i+1)
	}
}
