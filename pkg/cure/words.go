// Names and phrases in the text of an error.

package cure

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// text of an error: as it stood, and in lowercase of the same length.
type text struct {
	source, lower string
	// sequences are the hashes of all three bytes in a row of lower. Most phrases are in no
	// error, and a look here shows it without a search.
	sequences [1 << 12 / 64]uint64
	hasDigit  bool
	limits    *[2]string // see bounds; nil before
	digits    []number   // see numbers; nil before
	hasLists  bool       // it has an opening bracket, before which a name's root may stand

	// See readNames.
	areRead bool
	words   []jsonish.Span // every word that begins with a letter, parts joined: a.b[0]
	names   []name         // those that may be parameters
}

// name of a parameter in a text.
type name struct {
	written    string // its last part, as it stood
	path       string // all of it, as it stood: messages.0.cache_control
	bare       string
	root       string // the bare first part, or that of a list: ["body", "tools", 0, "strict"]
	start, end int
	hasParts   bool // it is a path of several
	isKnown    bool // it may be in one of the lists of parameters
	isRead     bool // root and marked are known, see readPlace
	marked     bool // the text shows that it is a name: by quotes, '_', or a word before
}

func newText(source string) *text {
	t := new(text)
	t.read(source)
	return t
}

// read takes another text, in the room of the one before.
func (t *text) read(source string) {
	source = letters.Clip(source, MaxText)
	source = withoutEcho(source)
	if strings.IndexByte(source, '\\') >= 0 { // JSON in JSON: its quotes shall look like others
		source = strings.ReplaceAll(strings.ReplaceAll(source, `\"`, `"`), `\n`, "\n")
	}
	*t = text{source: source, lower: letters.Lower(source), words: t.words[:0], names: t.names[:0]}
	three := uint32(0)
	for i := 0; i < len(t.lower); i++ {
		c := t.lower[i]
		if three = three>>8 | uint32(c)<<16; c <= '[' {
			t.hasDigit = t.hasDigit || isDigit(c)
			t.hasLists = t.hasLists || c == '(' || c == '['
		}
		if i >= 2 {
			h := hashOf(three)
			t.sequences[h>>6] |= 1 << (h & 63)
		}
	}
}

// hashAt is a hash of three bytes.
func hashAt(s string, i int) uint32 {
	return hashOf(uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16)
}

func hashOf(three uint32) uint32 { return three * 0x9E3779B1 >> 20 }

// contains reports whether the text has a phrase.
func (t *text) contains(phrase string) bool {
	return t.mayContain(phrase) && strings.Contains(t.lower, phrase)
}

// mayContain reports whether the sequences of a phrase are in the text.
func (t *text) mayContain(phrase string) bool {
	n := len(phrase)
	if n < 3 || t == nil {
		return true
	}
	first, last := hashAt(phrase, 0), hashAt(phrase, n-3)
	return t.sequences[first>>6]>>(first&63)&(t.sequences[last>>6]>>(last&63))&1 != 0
}

// readNames finds the words and names, which few cures need.
func (t *text) readNames() {
	if t.areRead {
		return
	}
	t.areRead = true
	source, few := t.source, min(16, 1+len(t.source)/8)
	if t.words == nil {
		t.words, t.names = make([]jsonish.Span, 0, 2*few), make([]name, 0, few)
	}
	for i := 0; i < len(source); i++ {
		if !isLetter(source[i]) {
			continue
		}
		end := i
		for end < len(source) && (isNameByte(source[end]) || joins(source, end)) {
			end++
		}
		t.words = append(t.words, jsonish.Span{Start: i, End: end})
		if n := t.name(i, end); n.bare != "" {
			n.isKnown = mayBeKnown(n.bare)
			t.names = append(t.names, n)
		}
		i = end
	}
}

// has reports whether the text contains one of the phrases; "" is in every text.
func (t *text) has(phrases string) bool {
	if phrases == "" {
		return true
	}
	for phrases != "" {
		var phrase string
		if phrase, phrases = letters.CutBar(phrases); t.contains(phrase) {
			return true
		}
	}
	return false
}

// endOf returns where the first of the phrases ends in the text, from an offset on; -1 for
// none.
func (t *text) endOf(phrases string, from int) int {
	if end := t.endIn(t.lower[from:], phrases); end >= 0 {
		return from + end
	}
	return -1
}

// endOf does the same in any string.
func endOf(s, phrases string) int { return (*text)(nil).endIn(s, phrases) }

func (t *text) endIn(s, phrases string) int {
	first, end := -1, -1
	for phrases != "" {
		var phrase string
		if phrase, phrases = letters.CutBar(phrases); !t.mayContain(phrase) {
			continue
		}
		if at := strings.Index(s, phrase); at >= 0 && (first < 0 || at < first) {
			first, end = at, at+len(phrase)
		}
	}
	return end
}

// endsInAny reports whether a text ends in one of the phrases, which have a bar behind each.
func endsInAny(s, phrases string) bool {
	if s == "" {
		return false
	}
	for phrases != "" {
		var phrase string
		if phrase, phrases = letters.CutLast(phrases, s[len(s)-1]); phrase != "" && strings.HasSuffix(s, phrase) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool   { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }
func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isNameByte(c byte) bool { return isLetter(c) || isDigit(c) }

// joins reports whether the byte connects two parts of a name: tools[0].strict,
// prompt-cache-key.
func joins(s string, i int) bool {
	next := i+1 < len(s) && isNameByte(s[i+1])
	switch s[i] {
	case '.', '-', '/', ':':
		return next
	case '[':
		return next && isDigit(s[i+1])
	case ']':
		return i > 1 && isDigit(s[i-1])
	}
	return false
}

// parts of a path: messages[0].role are three.
func parts(path string) []string { return appendParts(nil, path) }

func appendParts(all []string, path string) []string {
	from := 0
	for i := 0; i <= len(path); i++ {
		if i == len(path) || !isNameByte(path[i]) && path[i] != '-' {
			if i > from {
				all = append(all, path[from:i])
			}
			from = i + 1
		}
	}
	return all
}

func (t *text) name(start, end int) (n name) {
	s := t.source
	n = name{path: s[start:end], start: start, end: end}
	if colon := strings.IndexByte(n.path, ':'); colon >= 0 { // max_tokens:100000, role:user
		n.path = n.path[:colon]
	}
	if len(n.path) > 100 || isKey(s, start, end) {
		return name{}
	}
	var few [4]string
	all := appendParts(few[:0], n.path)
	for len(all) > 1 && isDigit(all[len(all)-1][0]) {
		all = all[:len(all)-1]
	}
	for len(all) > 1 && wraps.has(bare(all[0])) {
		all = all[1:]
	}
	if len(all) == 0 {
		return name{}
	}
	n.written, n.hasParts = all[len(all)-1], len(all) > 1
	n.bare = bare(n.written)
	if n.hasParts {
		n.root = bare(all[0])
	}
	return n
}

// readPlace finds the root of a name and whether it is marked, which need what stands
// around it.
func (t *text) readPlace(n *name) {
	if n.isRead {
		return
	}
	n.isRead = true
	t.readRoot(n)
	s, start, end := t.source, n.start, n.end
	atStart, after := strings.TrimSpace(s[:start]) == "", byte(' ')
	if end < len(s) {
		after = s[end]
	}
	switch {
	case n.hasParts, strings.IndexByte(n.written, '_') > 0, n.written[1:] != letters.Lower(n.written[1:]),
		strings.IndexByte("'\"`=", after) >= 0, after == ':' && (atStart || !n.in(commonWords)),
		atStart && beginsWithAny(t.lower[end:], verbs), strings.HasPrefix(t.lower[end:], " parameter"),
		isNumbered(t.lower[end:]):
		n.marked = true
	case start > 0:
		n.marked = strings.IndexByte("'\"`[", s[start-1]) >= 0 || s[start-1] >= 0x80 || endsInAny(t.lower[:start], nouns)
	}
}

func (t *text) readRoot(n *name) {
	if n.root != "" {
		return
	}
	if n.root = n.bare; t.hasLists {
		n.root = t.listRoot(n.start, n.bare)
	}
}

// isNumbered: the temperature 3.5 must be …
func isNumbered(after string) bool {
	return len(after) > 2 && after[0] == ' ' && (isDigit(after[1]) || after[1] == '-' && isDigit(after[2]))
}

// verbs follow a parameter at the beginning of a text, nouns stand before one.
const (
	verbs = "| is | are | must| may| cannot| does| should| has | not "
	nouns = "-> |invalid |parameter |parameters |argument |field |key |property |parameter: |option |"
)

// isKey reports whether a word is the name of a member of the error itself.
func isKey(s string, start, end int) bool {
	if start == 0 || end+1 >= len(s) || s[end] != s[start-1] || s[end] != '"' && s[end] != '\'' {
		return false
	}
	before := strings.TrimRight(s[:start-1], " \n\t")
	if strings.HasSuffix(before, "parameters: {") { // LiteLLM lists them so
		return false
	}
	return s[end+1] == ':' && before != "" && (before[len(before)-1] == '{' || before[len(before)-1] == ',')
}

// listRoot is the first name in the list of which the name is an element, as in
// pydantic's "loc": ["body", "tools", 0, "strict"].
func (t *text) listRoot(start int, own string) string {
	before := t.lower[max(0, start-200):start]
	for i := len(before) - 1; i >= 0; i-- {
		switch c := before[i]; {
		case c == '[' || c == '(':
			for _, part := range parts(before[i:]) {
				if part = bare(part); part != "" && !isDigit(part[0]) && !wraps.has(part) {
					return part
				}
			}
			return own
		case !isNameByte(c) && c != ' ' && c != ',' && c != '\'' && c != '"':
			return own
		}
	}
	return own
}

// in reports whether a name is in one of the lists that known.go has, rootIn whether its root is.
func (n *name) in(list names) bool     { return n.isKnown && list.has(n.bare) }
func (n *name) rootIn(list names) bool { return (n.isKnown || n.root != n.bare) && list.has(n.root) }

// isParameter reports whether a name stands for a parameter of the request itself.
func (n *name) isParameter() bool {
	return (n.marked || !n.in(commonWords)) && !n.rootIn(messageLists) && !n.rootIn(toolLists)
}

// inObject is a parameter with the optional object that it stands in:
// "reasoning.summary", but "temperature" of "body.temperature".
func (n *name) inObject() string {
	if n.root == n.bare || !optional.has(n.root) {
		return n.written
	}
	for _, part := range parts(n.path) {
		if bare(part) == n.root {
			return part + "." + n.written
		}
	}
	return n.written
}

// isPath reports whether a name leads to a member of an element: tools.0.custom.strict.
func (n *name) isPath() bool {
	for i := 1; i < len(n.path); i++ {
		if isDigit(n.path[i]) && !isNameByte(n.path[i-1]) {
			return true
		}
	}
	return false
}

// isListed reports whether an error names a member as what is too much: unknown name "x",
// ('x' was unexpected), "loc": ["body", "x"].
func (n *name) isListed(t *text) bool {
	if n.start == 0 || n.end >= len(t.source) {
		return false
	}
	before := strings.TrimRight(t.lower[:n.start], "'\"`[(")
	if place, ok := strings.CutSuffix(before, ": extraneous key "); ok && !strings.HasSuffix(place, "#") {
		return false // Bedrock's: #/tools/0: extraneous key [x]
	}
	return n.inList(t, "loc") || endsInAny(strings.TrimRight(before, " "), tooMuch)
}

// tooMuch ends before the name of a member that a server does not know.
const tooMuch = "parameter|unknown name|unknown field|extraneous key|argument supplied:|are not allowed|property|" +
	"unsupported parameter:|" +
	"unknown parameter:|unsupported parameter(s):|field:|not permitted:|"

// inList reports whether the name is an element of a list that has this name.
func (n *name) inList(t *text, list string) bool {
	if !t.hasLists || !t.mayContain(list) {
		return false
	}
	for i := n.start - 1; i >= max(0, n.start-120); i-- {
		switch t.lower[i] {
		case '[', '(':
			return strings.HasSuffix(strings.TrimRight(t.lower[:i], " :'\""), list)
		case ']':
			return false
		}
	}
	return false
}

// named returns the first parameter in the text that is one of a list.
func (t *text) named(list names) *name {
	t.readNames()
	for i := range t.names {
		if n := &t.names[i]; n.in(list) {
			if t.readPlace(n); n.isParameter() {
				return n
			}
		}
	}
	return nil
}

// about returns the parameter that an error is about: the one that it names apart, else
// the first in its text.
func (t *text) about(e *Error, list names) *name {
	if n := paramOf(e); n != nil && n.in(list) && n.isParameter() {
		return n
	}
	return t.named(list)
}

// paramOf is the parameter that an error names apart.
func paramOf(e *Error) *name {
	if e.isRead || e.Param == "" {
		return e.param
	}
	e.isRead = true
	p := newText(e.Param)
	p.readNames()
	if len(p.names) > 0 && p.names[0].start == 0 {
		e.param = &p.names[0]
		p.readPlace(e.param)
		e.param.marked = true
	}
	return e.param
}

// withoutEcho drops the values that pydantic repeats from the request: they are the
// application's own text.
func withoutEcho(source string) string {
	for _, key := range [...]string{`"input":`, `'input':`} {
		for from := 0; ; {
			at := strings.Index(source[from:], key)
			if at < 0 {
				break
			}
			at += from + len(key)
			from = at
			if v, end, ok := jsonish.Read(source, at); ok && (v.Kind == jsonish.Object || v.Kind == jsonish.Array ||
				len(v.Text) > 40) {
				source = source[:at] + source[end:]
			}
		}
	}
	return source
}
