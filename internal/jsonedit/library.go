//go:build !wasip1

package jsonedit

import (
	"strings"

	"github.com/tidwall/gjson"
	"github.com/tidwall/sjson"
)

var theEditor = libraryEditor

// libraryEditor is tidwall/sjson, made to lose nothing: it takes a dot, a colon and
// other signs of a name as its own path's, removes only the first of a member's
// repetitions, and fills an array up to a missing element.
var libraryEditor = editor{libraryGet, librarySet, libraryRemove, libraryRename}

// spot is where a pointer leads.
type spot struct {
	path   string // in sjson's syntax
	parent gjson.Result
	found  []member
}

type member struct{ key, value gjson.Result }

// find the spot of a pointer; not ok where its parent is missing, repeated or no
// container.
func find(src string, tokens []string) (s spot, ok bool) {
	s.parent = gjson.Parse(src)
	for i, token := range tokens {
		if i > 0 {
			s.path += "."
		}
		s.path += libraryToken(token, s.parent.IsArray())
		if s.found = named(s.parent, token); i == len(tokens)-1 {
			break
		}
		if len(s.found) != 1 {
			return s, false
		}
		s.parent = s.found[0].value
	}
	return s, s.parent.Type == gjson.JSON && len(s.found) <= maxRepeats
}

// named returns the entries of a container that a token names.
func named(in gjson.Result, token string) (found []member) {
	if in.Type != gjson.JSON {
		return nil
	}
	n, wanted, isArray := -1, index(token), in.IsArray()
	in.ForEach(func(key, value gjson.Result) bool {
		if n++; isArray && n == wanted || !isArray && key.Str == token {
			found = append(found, member{key, value})
		}
		return true
	})
	return found
}

// libraryToken writes a token in sjson's syntax, in which a colon marks a name that is
// no index, and a backslash any other sign.
func libraryToken(token string, isArray bool) string {
	if isArray {
		return strings.ReplaceAll(token, "-", "-1")
	}
	out := []byte{':'}
	for i := range len(token) {
		c := token[i]
		isLetter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c >= 0x80
		if !isLetter {
			out = append(out, '\\')
		}
		out = append(out, c)
	}
	return string(out)
}

func libraryGet(src string, tokens []string) (string, bool) {
	at := gjson.Parse(src)
	for _, token := range tokens {
		found := named(at, token)
		if len(found) == 0 {
			return "", false
		}
		at = found[len(found)-1].value
	}
	return at.Raw, true
}

func librarySet(src string, tokens []string, raw string) (string, bool) {
	s, ok := find(src, tokens)
	if !ok {
		return "", false
	}
	token := tokens[len(tokens)-1]
	if len(s.found) == 0 && (s.parent.IsArray() && token != "-" || s.parent.IsObject() && !isPlain(token)) {
		return "", false
	}
	if len(s.found) > 1 { // sjson replaces only the first
		for i := len(s.found) - 1; i >= 0; i-- {
			at := s.found[i].value
			src = src[:at.Index] + raw + src[at.Index+len(at.Raw):]
		}
		return src, true
	}
	src, err := sjson.SetRaw(src, s.path, raw)
	return src, err == nil
}

// libraryRemove gives members whose names are written with escapes a plain name first:
// sjson does not find where a name that begins with an escaped quote begins.
func libraryRemove(src string, tokens []string) (string, bool) {
	s, ok := find(src, tokens)
	if !ok || len(s.found) == 0 {
		return "", false
	}
	for _, m := range s.found {
		if strings.IndexByte(m.key.Raw, '\\') < 0 {
			continue
		}
		plain := "_"
		for len(named(s.parent, plain)) > 0 {
			plain += "_"
		}
		last := len(tokens) - 1
		src, _ = libraryRename(src, tokens, plain)
		return libraryRemove(src, append(tokens[:last:last], plain))
	}
	for range s.found {
		src, _ = sjson.Delete(src, s.path)
	}
	return src, true
}

// libraryRename replaces the names where gjson finds them; sjson renames nothing.
func libraryRename(src string, tokens []string, name string) (string, bool) {
	s, ok := find(src, tokens)
	if !ok || len(s.found) == 0 || !s.parent.IsObject() || len(named(s.parent, name)) > 0 {
		return "", false
	}
	for i := len(s.found) - 1; i >= 0; i-- {
		key := s.found[i].key
		src = src[:key.Index] + `"` + name + `"` + src[key.Index+len(key.Raw):]
	}
	return src, true
}
