// The neutral form between reading and recognizing: whatever came in, later
// stages see only this. Nothing provider-specific may live in here.

package classify

import "strings"

// reading is what the read stage found in one input.
type reading struct {
	source  string      // the text that offsets refer to
	excerpt *searchable // the source, of a long one the lines that matter
	status  int         // of the HTTP answer itself; 0 when unknown
	headers Headers     // of the HTTP answer
	layers  []layer     // error objects, outermost first
	words   string      // what stood outside of every error object
	title   string      // of an HTML page
	now     Millis      // the receiver's clock, 0 when unknown
	failure Failure     // when no HTTP answer came
	paste   bool        // a person copied it; false: it came off the wire
	empty   bool        // a wire answer without a body
}

// layer is one error object.
type layer struct {
	status  int    // status inside the object
	codes   []fact // machine words: type, code, status, reason, exception name
	message fact   // words for people
	facts   []fact // every other leaf
	typ     string // error.type as it stood
	code    string // error.code as it stood
	param   string
	request string // request id
}

// fact is one value and where it stood.
type fact struct {
	field, value string
	start, end   int // offsets in reading.source; 0, 0 when unknown
}

// spoke reports whether the layer says anything at all.
func (l *layer) spoke() bool {
	return len(l.codes) > 0 || l.message.value != "" || l.status >= 400
}

// inner calls visit for each layer, innermost first, until it returns true.
func (rd *reading) inner(visit func(*layer) bool) bool {
	for i := len(rd.layers) - 1; i >= 0; i-- {
		if visit(&rd.layers[i]) {
			return true
		}
	}
	return false
}

// fact returns the first leaf, innermost first, whose key is name.
func (rd *reading) fact(name string) (found fact) {
	rd.inner(func(l *layer) bool {
		for _, f := range l.facts {
			if key := f.field[strings.LastIndexByte(f.field, '.')+1:]; strings.EqualFold(key, name) {
				found = f
				return true
			}
		}
		return false
	})
	return found
}

// realStatus is the status the error really has: that of the HTTP answer,
// else the innermost one stated inside.
func (rd *reading) realStatus() int {
	status := rd.status
	if status == 0 {
		rd.inner(func(l *layer) bool {
			status = l.status
			return status != 0
		})
	}
	return status
}

// Get returns the value of the first header with this name, "" if none.
func (h Headers) Get(name string) string {
	for i := range h {
		if strings.EqualFold(h[i].Name, name) {
			return h[i].Value
		}
	}
	return ""
}
