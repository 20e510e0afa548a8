package jsonedit

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// ownEditor is the npm core's.
var ownEditor = editor{ownGet, ownSet, ownRemove, ownRename}

// place is where a pointer leads.
type place struct {
	parent jsonish.Span // the object or array
	// found are the entries there: several where a member is repeated.
	found []entry
}

// entry of an object or array. The key of an element is empty.
type entry struct {
	key, value jsonish.Span
	cut        jsonish.Span // the entry with one comma, where there is one
}

// ownPlace finds the place of a pointer; not ok where its parent is missing, repeated
// or no container.
func ownPlace(src string, tokens []string) (p place, ok bool) {
	p.parent = jsonish.Span{End: len(src)}
	for i, token := range tokens {
		if p.found = entriesOf(src, p.parent, token); i == len(tokens)-1 {
			break
		}
		if len(p.found) != 1 {
			return p, false
		}
		p.parent = p.found[0].value
	}
	c := src[p.parent.Start]
	return p, (c == '{' || c == '[') && len(p.found) <= maxRepeats
}

// entriesOf returns the entries of a container that a token names.
func entriesOf(src string, in jsonish.Span, token string) (found []entry) {
	if c := src[in.Start]; c != '{' && c != '[' {
		return nil
	}
	n, last, wanted := 0, 0, index(token)
	jsonish.Entries(src, in.Start, func(key, value jsonish.Span) {
		cut := jsonish.Span{Start: value.Start, End: value.End}
		if n > 0 {
			cut.Start = last + strings.IndexByte(src[last:], ',')
		} else if key.End > 0 {
			cut.Start = in.Start + 1
		}
		if n == 1 && len(found) == 1 { // the first entry leaves with the comma behind it
			found[0].cut.End = cut.Start + 1
		}
		is := n == wanted
		if key.End > 0 {
			name, _, _ := jsonish.StringAt(src, key.Start)
			is = name == token
		}
		if is {
			found = append(found, entry{key, value, cut})
		}
		n, last = n+1, value.End
	})
	return found
}

func ownGet(src string, tokens []string) (string, bool) {
	p := jsonish.Span{End: len(src)}
	for _, token := range tokens {
		found := entriesOf(src, p, token)
		if len(found) == 0 {
			return "", false
		}
		p = found[len(found)-1].value
	}
	return src[p.Start:p.End], true
}

func ownSet(src string, tokens []string, raw string) (string, bool) {
	p, ok := ownPlace(src, tokens)
	if !ok {
		return "", false
	}
	for i := len(p.found) - 1; i >= 0; i-- {
		at := p.found[i].value
		src = src[:at.Start] + raw + src[at.End:]
	}
	if len(p.found) > 0 {
		return src, true
	}
	name := tokens[len(tokens)-1]
	if isObject := src[p.parent.Start] == '{'; isObject && isPlain(name) {
		raw = `"` + name + `":` + raw
	} else if isObject || name != "-" {
		return "", false
	}
	end := p.parent.End - 1
	if strings.Trim(src[p.parent.Start+1:end], whiteSpace) != "" {
		raw = "," + raw
	}
	return src[:end] + raw + src[end:], true
}

func ownRemove(src string, tokens []string) (string, bool) {
	p, ok := ownPlace(src, tokens)
	if !ok || len(p.found) == 0 {
		return "", false
	}
	for i := len(p.found) - 1; i >= 0; i-- {
		p, _ = ownPlace(src, tokens)
		src = without(src, p.found[0])
	}
	return src, true
}

// without an entry.
func without(src string, e entry) string { return src[:e.cut.Start] + src[e.cut.End:] }

func ownRename(src string, tokens []string, name string) (string, bool) {
	p, ok := ownPlace(src, tokens)
	if !ok || len(p.found) == 0 || src[p.parent.Start] != '{' || len(entriesOf(src, p.parent, name)) > 0 {
		return "", false
	}
	for i := len(p.found) - 1; i >= 0; i-- {
		key := p.found[i].key
		src = src[:key.Start] + `"` + name + `"` + src[key.End:]
	}
	return src, true
}
