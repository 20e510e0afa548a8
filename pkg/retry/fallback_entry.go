// One entry of the deployment's fallbacks: its members, in JSON and back.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonedit"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// Fallback is another model, another upstream, or another key.
type Fallback struct {
	// Model; in an entry, "" is the model that the request names. A Fallback of a
	// Decision always has one.
	Model string
	// Upstream is the base URL of the API that has it; "" is where the call
	// went in the first place.
	Upstream string
	// Key names the setting that holds the key to send; "" sends the caller's own
	// key, and none to another upstream.
	Key string
	// Larger and Smaller compare its window with the first model's: "larger" is
	// true, or false; neither is set where it is not stated. What did not fit the
	// first model is not sent to a smaller one.
	Larger, Smaller bool
	// Rename, Drop and Set change parameters of a JSON body, in this order. A
	// parameter is the name of a member of the body, or a JSON Pointer.
	// Values of Rename are new names, those of Set JSON.
	Rename, Drop, Set []Pair
	// Headers to send, with names in lower case; one with an empty value is not sent.
	// $KEY at the end of a value stands for the key, and those headers then replace
	// the usual ones.
	Headers []Pair
	// Continue is how it continues a cut answer; "" is known from the upstream.
	Continue ContinueForm
}

// Pair is a parameter or a header and what an entry states of it.
type Pair struct{ Name, Value string }

// KeyMark stands for the key in a header's value.
const KeyMark = "$KEY"

const (
	maxEdits  = 32    // of each sort in one entry
	maxEdited = 8_192 // bytes of one value
	entryForm = ` is a model name, or an object of "model", "upstream", "key", "larger", "set", "drop", "rename", "headers", "continue"`
)

// entryMap is one of the members of an entry that are maps.
type entryMap struct{ name, wants string }

var entryMaps = [...]entryMap{
	{"rename", "an object of parameters and their new names"},
	{"set", "an object of parameters and their values"},
	{"headers", "an object of names and values; null is not sent"},
	{"drop", "a list of parameters"},
}

// pairs of a map; drop has names alone.
func (f *Fallback) pairs(name string) *[]Pair {
	switch name {
	case "rename":
		return &f.Rename
	case "set":
		return &f.Set
	case "headers":
		return &f.Headers
	}
	return &f.Drop
}

// readFallback reads an entry, a value of src. The error of an invalid one names the
// member.
func readFallback(src string, v jsonish.Value) (f Fallback, err error) {
	if v.Kind == jsonish.String {
		return Fallback{Model: v.Text}, nil
	}
	if v.Kind != jsonish.Object {
		return f, policyError(entryForm)
	}
	for _, m := range v.Members {
		wants, ok := "a string", m.Value.Kind == jsonish.String
		switch m.Key {
		case "model":
			f.Model = m.Value.Text
		case "upstream":
			f.Upstream = strings.TrimSuffix(m.Value.Text, "/")
		case "key":
			f.Key = m.Value.Text
		case "continue":
			f.Continue = ContinueForm(m.Value.Text)
			wants, ok = "message, prefix, prefix-repeated, partial or continue_final_message", f.Continue.isKnown()
		case "larger":
			wants, ok = "true or false", m.Value.Kind == jsonish.Bool
			f.Larger = m.Value.Text == "true"
			f.Smaller = !f.Larger
		default:
			if wants, ok = f.readMap(src, m); wants == "" {
				return f, policyError(entryForm + "; " + jsonish.Quote(m.Key) + " is none of them")
			}
		}
		if !ok || m.Value.Cut {
			return f, policyError(" has a wrong " + jsonish.Quote(m.Key) + ": it must be " + wants)
		}
	}
	return f, nil
}

func (c ContinueForm) isKnown() bool {
	switch c {
	case ContinueMessage, ContinuePrefix, ContinuePrefixRepeated, ContinuePartial, ContinueVLLM:
		return true
	}
	return false
}

// readMap reads a member that is a map; wants is "" where it is none.
func (f *Fallback) readMap(src string, m jsonish.Member) (wants string, ok bool) {
	for i := range entryMaps {
		if entryMaps[i].name == m.Key {
			wants = entryMaps[i].wants
		}
	}
	isList := m.Key == "drop"
	ok = m.Value.Kind == jsonish.Object && !isList || m.Value.Kind == jsonish.Array && isList
	for i := range m.Value.Members {
		e := &m.Value.Members[i]
		p := Pair{e.Key, e.Value.Text}
		if m.Key == "headers" {
			p.Name = letters.Lower(e.Key)
		}
		switch {
		case m.Key == "set":
			p.Value = compact(src[e.Value.Start:e.Value.End])
		case m.Key == "headers" && e.Value.Kind == jsonish.Null:
			p.Value = ""
		case e.Value.Kind != jsonish.String:
			ok = false
		case isList:
			p = Pair{Name: e.Value.Text}
		}
		if list := f.pairs(m.Key); wants != "" {
			*list = append(*list, p)
		}
	}
	return wants, ok
}

// compact removes the white space between the tokens of JSON: the byte interface has
// its arguments on one line.
func compact(json string) string {
	out := make([]byte, 0, len(json))
	quoted := false
	for i := 0; i < len(json); i++ {
		switch c := json[i]; {
		case quoted && c == '\\' && i+1 < len(json):
			out = append(out, c)
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\n' || c == '\t' || c == '\r'):
			continue
		}
		out = append(out, json[i])
	}
	return string(out)
}

// check returns what is wrong with an entry; "" is nothing.
func (f Fallback) check() string {
	if f.Model == "" && f.Upstream == "" && f.Key == "" {
		return `names no "model", "upstream" or "key"`
	}
	if f.Model != "" && !isModel(f.Model) || f.Model == anyModel {
		return ": " + jsonish.Quote(f.Model) + " is no model name"
	}
	changes := 0
	for i := range entryMaps {
		name := entryMaps[i].name
		for _, p := range *f.pairs(name) {
			changes++
			if wrong := p.check(name); wrong != "" {
				return wrong
			}
		}
	}
	if changes > maxEdits {
		return " makes more than 32 changes"
	}
	return f.checkHeaders()
}

// check a pair of the member with this name.
func (p Pair) check(of string) string {
	isChanged := of == "headers" || isParameter(p.Name) && (of != "rename" || isParameter(p.Value))
	if !isChanged || of == "set" && !(jsonedit.Valid(p.Value) && len(p.Value) <= maxEdited) {
		return ": it cannot " + of + " " + jsonish.Quote(p.Name)
	}
	return ""
}

func isParameter(name string) bool {
	pointer := jsonedit.Pointer(name)
	return jsonedit.IsPointer(pointer) && pointer != "/model" && len(name) <= maxModel
}

// checkHeaders: no header holds a key itself, or belongs to the connection.
func (f Fallback) checkHeaders() string {
	for _, h := range f.Headers {
		quoted := jsonish.Quote(h.Name)
		if !isHeaderName(h.Name) || !isModel(h.Value+"x") || isOwnHeader(h.Name) {
			return ": a header " + quoted + " with this value cannot be set"
		}
		mark := strings.Index(h.Value, KeyMark)
		switch {
		case mark >= 0 && f.Key == "":
			return ` has ` + KeyMark + ` in a header, but no "key"`
		case mark >= 0 && mark != len(h.Value)-len(KeyMark):
			return ": " + KeyMark + " must be the end of the header " + quoted
		case mark < 0 && h.Value != "" && isSecretHeader(h.Name):
			return ": the header " + quoted + " must be " + KeyMark + ", with what stands before the key; not the key itself"
		}
	}
	return ""
}

func isHeaderName(name string) bool {
	for i := range len(name) {
		if c := name[i]; !(c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return name != "" && len(name) <= maxModel
}

// isOwnHeader: headers of the connection, of the body's form, and ukemi's own.
func isOwnHeader(name string) bool {
	const own = " host connection content-length content-type content-encoding transfer-encoding te trailer upgrade" +
		" expect keep-alive "
	return strings.Contains(own, " "+name+" ") || strings.HasPrefix(name, "x-ukemi-") || strings.HasPrefix(name, "proxy-")
}

// isSecretHeader reports whether a header usually holds a key.
func isSecretHeader(name string) bool {
	for _, word := range [...]string{"auth", "key", "token", "secret", "cookie", "password"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// ReadFallback reads the JSON of AppendJSON; what is invalid is the zero value.
func ReadFallback(src string, v jsonish.Value) Fallback {
	f, err := readFallback(src, v)
	if err != nil {
		return Fallback{}
	}
	return f
}

// AppendJSON appends the entry as JSON. It holds the name of a key, never a key.
func (f Fallback) AppendJSON(dst []byte) []byte {
	o := jsonish.Begin(dst)
	texts := [...]struct{ name, value string }{{"model", f.Model}, {"upstream", f.Upstream}, {"key", f.Key}, {"continue", string(f.Continue)}}
	for _, t := range texts {
		if t.value != "" {
			o.String(t.name, t.value)
		}
	}
	if f.Larger || f.Smaller {
		o.Bool("larger", f.Larger)
	}
	for i := range entryMaps {
		if name := entryMaps[i].name; len(*f.pairs(name)) > 0 {
			o.Raw(name, mapJSON(name, *f.pairs(name)))
		}
	}
	return o.End()
}

// mapJSON is a member as readMap reads it.
func mapJSON(name string, pairs []Pair) string {
	open, end, out := "{", "}", ""
	if name == "drop" {
		open, end = "[", "]"
	}
	for i, p := range pairs {
		if i > 0 {
			out += ","
		}
		out += jsonish.Quote(p.Name)
		switch name {
		case "set":
			out += ":" + p.Value
		case "rename", "headers":
			out += ":" + jsonish.Quote(p.Value)
		}
	}
	return open + out + end
}
