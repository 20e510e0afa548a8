// Package jsonedit edits JSON bodies by JSON Pointer (RFC 6901) and leaves every byte
// that is not concerned: white space, order, escapes, large numbers.
//
// There are two editors with the same results: library.go uses tidwall/sjson, in the
// native and Worker builds; own.go uses internal/jsonish, in the npm core, where the
// library costs 430 KB. A fuzz test compares them. This file and valid.go are shared.
package jsonedit

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

const (
	maxTokens  = 32 // of a pointer
	maxRepeats = 16 // of one member in its object; with more, the body is refused
)

// Pointer returns the pointer for a parameter: the name of a member of the outermost
// object, or a pointer, which begins with a slash.
func Pointer(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	return "/" + strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// IsPointer reports whether a pointer is one that the edits accept.
func IsPointer(pointer string) bool {
	_, ok := tokensOf(pointer)
	return ok
}

// Valid reports whether text is one JSON value, with white space around it at most.
func Valid(text string) bool { return isValid(text) }

// Get returns the text of the value at a pointer. Where a member is repeated in its
// object, it is the last one, which most parsers take.
func Get(body []byte, pointer string) (raw string, ok bool) {
	tokens, ok := tokensOf(pointer)
	start, end, valid := jsonish.Strict(body)
	if !ok || !valid {
		return "", false
	}
	return theEditor.get(string(body[start:end]), tokens)
}

// Set replaces the value at a pointer, or adds it at the end of its object. The token
// "-" adds at the end of an array. It is false where the parent is missing, where an
// array has no such element, or where body or raw is no JSON. A member that is
// repeated is set every time, so that all parsers read the same.
func Set(body []byte, pointer, raw string) (edited []byte, ok bool) {
	if !isValid(raw) {
		return body, false
	}
	return edit(body, pointer, func(src string, tokens []string) (string, bool) {
		return theEditor.set(src, tokens, strings.Trim(raw, whiteSpace))
	})
}

// Remove removes the value at a pointer, every time it is repeated. It is false where
// there is none.
func Remove(body []byte, pointer string) (edited []byte, ok bool) {
	return edit(body, pointer, theEditor.remove)
}

// RemoveAll removes the values at pointers, which stand in the order of the text.
func RemoveAll(body []byte, pointers []string) []byte {
	for i := len(pointers) - 1; i >= 0; i-- { // so that no index moves
		body, _ = Remove(body, pointers[i])
	}
	return body
}

// Rename gives a member another name in the same object; its value and its place
// stay. It is false where from is missing, or where the new name is present.
func Rename(body []byte, from, to string) (edited []byte, ok bool) {
	old, is := tokensOf(from)
	renamed, are := tokensOf(to)
	last := len(old) - 1
	if !is || !are || len(renamed) != len(old) || !isPlain(renamed[last]) {
		return body, false
	}
	for i := range last {
		if old[i] != renamed[i] {
			return body, false
		}
	}
	return edit(body, from, func(src string, tokens []string) (string, bool) {
		return theEditor.rename(src, tokens, renamed[last])
	})
}

// editor is one of the two. Bodies are valid, tokens are not empty, and a failed edit
// returns anything.
type editor struct {
	get    func(src string, tokens []string) (raw string, ok bool)
	set    func(src string, tokens []string, raw string) (string, bool)
	remove func(src string, tokens []string) (string, bool)
	rename func(src string, tokens []string, name string) (string, bool)
}

// edit the trimmed body, so that what surrounds it stays, too.
func edit(body []byte, pointer string, by func(string, []string) (string, bool)) ([]byte, bool) {
	tokens, ok := tokensOf(pointer)
	start, end, valid := jsonish.Strict(body)
	if !ok || !valid {
		return body, false
	}
	edited, ok := by(string(body[start:end]), tokens)
	if !ok {
		return body, false
	}
	return []byte(string(body[:start]) + edited + string(body[end:])), true
}

// tokensOf splits a pointer. The whole document, which no edit is for, and an empty
// name, which no parameter has, are not ok.
func tokensOf(pointer string) (tokens []string, ok bool) {
	rest, is := strings.CutPrefix(pointer, "/")
	if !is {
		return nil, false
	}
	tokens = strings.Split(rest, "/")
	for i, token := range tokens {
		plain := strings.ReplaceAll(strings.ReplaceAll(token, "~0", ""), "~1", "")
		if token == "" || strings.IndexByte(plain, '~') >= 0 {
			return nil, false
		}
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
	}
	return tokens, len(tokens) <= maxTokens
}

// index of an array that a token names; −1 where it is none.
func index(token string) int {
	if len(token) > 7 || token[0] == '0' && len(token) > 1 {
		return -1
	}
	n := 0
	for i := range len(token) {
		if token[i] < '0' || token[i] > '9' {
			return -1
		}
		n = n*10 + int(token[i]-'0')
	}
	return n
}

// isPlain reports whether a name needs no escapes in JSON. Only such members are added.
func isPlain(name string) bool {
	for i := range len(name) {
		if c := name[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return name != ""
}
