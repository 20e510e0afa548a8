// The neutral form between reading and recognizing: whatever came in, later
// stages see only this. Nothing provider-specific may live in here.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// parsed is what the read stage found in one input.
type parsed struct {
	source      string        // the text that offsets refer to
	lines       []piece       // the lines of a long paste that became the source; nil: all of it
	status      int           // of the HTTP answer itself; 0 when unknown
	quoted      int           // of the last HTTP answer that a log line quotes
	headers     Headers       // of the HTTP answer
	dumped      int           // how many of headers, the last ones, stood inside an object
	objects     []errorObject // error objects, outermost first
	outsideText string        // what stood outside of every error object
	lastEnd     int           // where the last structure of the source ends
	title       string        // of an HTML page
	now         Millis        // the receiver's clock, 0 when unknown
	paste       bool          // a person copied it; false: it came off the wire
	empty       bool          // a wire answer without a body
	boxed       bool          // lines were drawn around the text
	passages    []passage     // the texts for people, see collectPassages

	excerptMentions mentions       // see excerpt
	own             ownBody        // of the last structure, where it may be an error that ukemi wrote
	first           [3]errorObject // room for objects: most answers have no more
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
	path, key  string // "error.details" and "reason"; or the kind of place: "header" and its name
	value      string
	start, end int // offsets in parsed.source; 0, 0 when unknown
}

const inHeader = "header"

// field names the place for people.
func (f *field) field() string {
	switch f.path {
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
	rd.passages = make([]passage, 0, 2)
	add := func(f field, object int) {
		text := f.value[:min(len(f.value), 4*maxWords)]
		if object >= 0 {
			text = withoutQuoted(text)
		}
		rd.passages = append(rd.passages, passage{f, object, mentionsIn(text)})
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
		at, _ = lastAttempt(rd.outsideText)
	}
	if at > 0 {
		add(field{key: "text", value: rd.outsideText[:at]}, earlier)
	}
	add(field{key: "text", value: rd.outsideText[at:]}, outside)
}

// excerpt is which providers the source names, of a long one the lines that matter.
func (rd *parsed) excerpt() *mentions {
	const most = 16 * maxWords
	switch {
	case rd.excerptMentions.lower != "":
	case rd.paste:
		short, _ := failureLines(rd.source, 0, most)
		rd.excerptMentions = tables().names.mentions(letters.Lower(short))
	default:
		rd.excerptMentions = tables().names.mentions(letters.Lower(rd.source[:min(len(rd.source), most)]))
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
	m := tables().phrases.mentions(letters.Lower(text))
	return &m
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
