// The neutral form between reading and recognizing: whatever came in, later
// stages see only this. Nothing provider-specific may live in here.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// parsed is what the read stage found in one input.
type parsed struct {
	clock
	source      string        // the text that offsets refer to
	lines       []piece       // the lines of a long paste that became the source; nil: all of it
	status      int           // of the HTTP answer itself; 0 when unknown
	quoted      int           // of the last HTTP answer that a log line quotes
	dumped      int           // how many of headers, the last ones, stood inside an object
	objects     []errorObject // error objects, outermost first
	outsideText string        // what stood outside of every error object
	lastEnd     int           // where the last structure of the source ends
	title       string        // of an HTML page
	paste       bool          // a person copied it; false: it came off the wire
	empty       bool          // a wire answer without a body
	boxed       bool          // lines were drawn around the text
	page        tristate      // see isPage
	passages    []passage     // the texts for people, see collectPassages

	excerptMentions mentions // see excerpt
	waits           [2]bound // without and with words, see statedWait
	kept            []field  // see keep
	own             ownBody  // of the last structure, where it may be an error that ukemi wrote

	// Room for what most answers have no more of, so that it is allocated at once.
	fewObjects  [3]errorObject
	fewPassages [2]passage
	fewSignals  [64]signal
	fewFields   [4]field
	fewCodes    [2][3]field
	taken       int // how many of fewCodes are in use
}

// errorObject is one error object.
type errorObject struct {
	status  int     // status inside the object
	codes   []field // machine words: type, code, status, reason, exception name
	message field   // words for people
	fields  []field // every other leaf
	typ     string  // error.type as it stood
	code    string  // error.code as it stood
	param   string
	request string // request id
	names   bool   // no object, but the names of exceptions in the text outside
}

// field is one value and where it stood.
type field struct {
	_          [0]func() // not comparable: code to compare lists of them would be a kilobyte
	path, key  string    // "error.details" and "reason"; or the kind of place: "header" and its name
	value      string
	start, end int // offsets in parsed.source; 0, 0 when unknown
}

const inHeader = "header"

// field names the place for people.
func (f *field) field() string {
	switch f.path {
	case "error": // the most frequent places need no copy
		switch f.key {
		case "message":
			return "error.message"
		case "code":
			return "error.code"
		case "type":
			return "error.type"
		}
	case "":
		return f.key
	case inHeader:
		return f.path + " " + f.key
	}
	return f.path + "." + f.key
}

// passage is one text for people, with what it mentions.
type passage struct {
	field
	object int // its index in parsed.objects, or one of those below
	mentions
}

// The places of a text that no error object holds.
const (
	outside = -1
	earlier = -2 // in a log, before the last attempt
)

// hasEvidence reports whether the object says anything at all.
func (l *errorObject) hasEvidence() bool {
	return len(l.codes) > 0 || l.message.value != "" || l.status >= 400
}

// innermostFirst calls visit for each error object, innermost first, until it returns true.
func (rd *parsed) innermostFirst(visit func(*errorObject) bool) bool {
	for i := len(rd.objects) - 1; i >= 0; i-- {
		if visit(&rd.objects[i]) {
			return true
		}
	}
	return false
}

// collectPassages collects the words of every error object, and what stood outside.
func (rd *parsed) collectPassages() {
	rd.passages = rd.fewPassages[:0]
	add := func(f field, object int) {
		text := f.value[:min(len(f.value), 4*maxWords)]
		if object >= 0 {
			text = withoutQuoted(text)
		} else if rd.paste {
			text = withoutNames(text)
		}
		lower := rd.lowerOf(&f, text)
		rd.passages = append(rd.passages, passage{f, object, mentions{lower: lower}})
		rd.passages[len(rd.passages)-1].readPhrases()
	}
	for i := range rd.objects {
		l := &rd.objects[i]
		if l.message.value != "" {
			add(l.message, i)
		}
		for j := range l.fields {
			if strings.IndexByte(l.fields[j].value, ' ') > 0 {
				add(l.fields[j], i)
			}
		}
	}
	if rd.outsideText == "" {
		return
	}
	at := 0
	if rd.paste {
		at = lastExplained(rd.outsideText)
	}
	if at > 0 {
		add(field{key: "text", value: rd.outsideText[:at]}, earlier)
	}
	add(field{key: "text", value: rd.outsideText[at:]}, outside)
}

// maxExcerpt is how many bytes of a source are looked at for the names of providers.
const maxExcerpt = 16 * maxWords

// isPage reports whether the source has an HTML page.
func (rd *parsed) isPage() bool {
	if rd.page == unset {
		if rd.page = no; isHTML(rd.source) {
			rd.page = yes
		}
	}
	return rd.page == yes
}

// lowerOf returns a text in lowercase: where it stands so in the source, a part of that.
func (rd *parsed) lowerOf(f *field, text string) string {
	if f.start < f.end && f.end <= len(rd.source) && len(rd.source) <= maxExcerpt && rd.source[f.start:f.end] == text {
		return rd.excerpt().lower[f.start:f.end]
	}
	return letters.Lower(text)
}

// excerpt is which providers the source names, of a long one the lines that matter.
func (rd *parsed) excerpt() *mentions {
	if m := &rd.excerptMentions; m.lower == "" {
		short := rd.source[:min(len(rd.source), maxExcerpt)]
		if rd.paste {
			short, _ = failureLines(rd.source, 0, maxExcerpt)
		}
		m.lower = letters.Lower(short)
		tables().names.find(m)
	}
	return &rd.excerptMentions
}

// allText is what the words and values of a paste mention; its keys and settings
// ({timeout: undefined}) tell of no failure.
func (rd *parsed) allText() *mentions {
	text := rd.outsideText
	for i := range rd.objects {
		l := &rd.objects[i]
		for _, list := range [...][]field{l.codes, {l.message}, l.fields} {
			for j := range list {
				text += "\n" + letters.Clip(list[j].value, maxWords)
			}
		}
		if len(text) > 16*maxWords {
			break
		}
	}
	return phrasesIn(text)
}

// leaf returns the first leaf, innermost first, whose key is name.
func (rd *parsed) leaf(name string) field {
	for i := len(rd.objects) - 1; i >= 0; i-- {
		leaves := rd.objects[i].fields
		for j := range leaves {
			if equalFold(leaves[j].key, name) {
				return leaves[j]
			}
		}
	}
	return field{}
}

// realStatus is the status the error really has: that of the HTTP answer,
// else the innermost one stated inside.
func (rd *parsed) realStatus() int {
	if rd.status != 0 {
		return rd.status
	}
	return rd.innerStatus()
}

// innerStatus is the innermost status that an error object states, 0 if none.
func (rd *parsed) innerStatus() int {
	for i := len(rd.objects) - 1; i >= 0; i-- {
		if status := rd.objects[i].status; status != 0 {
			return status
		}
	}
	return 0
}

// Get returns the value of the first header with this name, "" if none.
func (h Headers) Get(name string) string {
	for i := range h {
		if equalFold(h[i].Name, name) {
			return h[i].Value
		}
	}
	return ""
}

// equalFold compares without regard to the case of ASCII letters.
func equalFold(a, b string) bool { return letters.EqualFold(a, b) }
