// From a structured value to layers: which keys of an object hold codes,
// which words, which a status, which merely echo the request.

package classify

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

const (
	maxLayers  = 24 // error objects in one input
	maxFacts   = 64 // leaves in one error object
	maxNesting = 6  // texts inside texts

	maxStructures = 2048 // objects in one text, those of a log's lines included
)

// The keys, lowercase, '-' and '_' removed, each with a space on both sides.
const (
	keysOfCodes    = " code type error_type errortype errorcode __type status reason name err_code errcode statustext kind limitsource errorname quotaid blockreason statuscode responseflags responsecodedetails "
	keysOfMessages = " message msg detail details errormessage errormsg errordescription description title statusmsg error err msgid errors fault faultstring exception cause localizedmessage "
	keysOfStatus   = " status statuscode httpstatuscode httpcode code responsecode httpstatus status_code responsestatus "
	keysOfRequest  = " requestid xrequestid reqid eventid "
	// Values under these were sent by the caller or are the model's answer.
	keysOfEchoes = " messages prompt input request requestbodyvalues requestbody flaggedinput config content parts text tools delta ctx usagemetadata usage safetyratings user_input body_sent originalrequest "
)

func has(set, key string) bool {
	return len(key) < 24 && strings.Contains(set, " "+key+" ")
}

func plainKey(key string) string {
	if strings.IndexByte(key, '_') > 0 || strings.IndexByte(key, '-') >= 0 {
		key = strings.ReplaceAll(strings.ReplaceAll(key, "_", ""), "-", "")
	}
	return strings.ToLower(key)
}

// scanner collects layers; offset is where the text being read begins in the
// source, −1 when it has no place there (it was unescaped on the way).
type scanner struct {
	rd      *reading
	nesting int
	offset  int
}

// value collects the layers of a value found under a path.
func (s *scanner) value(v jsonish.Value, path string) {
	if len(s.rd.layers) >= maxLayers {
		return
	}
	switch v.Kind {
	case jsonish.Array:
		for _, m := range v.Members {
			s.value(m.Value, path)
		}
	case jsonish.String:
		s.nested(v.Text, path)
	case jsonish.Object:
		s.object(v, path)
	}
}

func (s *scanner) object(v jsonish.Value, path string) {
	at := len(s.rd.layers)
	s.rd.layers = append(s.rd.layers, layer{})
	l := layer{}
	for _, m := range v.Members {
		key := plainKey(m.Key)
		if has(keysOfEchoes, key) {
			continue
		}
		where := m.Key
		if path != "" {
			where = path + "." + m.Key
		}
		switch m.Value.Kind {
		case jsonish.Object, jsonish.Array:
			if key == "cfwaitingroom" { // the key itself is the code
				l.codes = append(l.codes, fact{field: where, value: m.Key})
			}
			if strings.HasSuffix(key, "headers") {
				s.headers(m.Value)
			} else {
				s.children(&l, m.Value, where, key)
			}
		case jsonish.String, jsonish.Number, jsonish.Word, jsonish.Bool:
			s.leaf(&l, m.Value, where, key)
		}
	}
	if l.spoke() || len(l.facts) > 0 {
		s.rd.layers[at] = l
		return
	}
	s.rd.layers = append(s.rd.layers[:at], s.rd.layers[at+1:]...)
}

// children reads a nested container. A list of plain words under a key that
// holds messages (Django's {"model": ["This field is required."]}) is a message.
func (s *scanner) children(l *layer, v jsonish.Value, where, key string) {
	if v.Kind == jsonish.Array && len(v.Members) > 0 && v.Members[0].Value.Kind == jsonish.String && l.message.value == "" {
		if has(keysOfMessages, key) || strings.IndexByte(v.Members[0].Value.Text, ' ') > 0 {
			l.message = s.place(v.Members[0].Value, where)
			if !has(keysOfMessages, key) {
				l.param = key
			}
			return
		}
	}
	s.value(v, where)
}

func (s *scanner) leaf(l *layer, v jsonish.Value, where, key string) {
	text := strings.TrimSpace(v.Text)
	if text == "" || text == "None" || text == "null" || v.Kind == jsonish.Word && text[0] == '[' {
		return
	}
	f := s.place(v, where)
	if n, err := strconv.Atoi(text); err == nil && has(keysOfStatus, key) && n >= 100 && n < 600 {
		l.status = n
		if key == "code" {
			l.code = text
		}
		return
	}
	switch {
	case has(keysOfMessages, key) && v.Kind == jsonish.String:
		// {"error": "invalid_grant"}: one word is a code, a sentence a message.
		if (key == "error" || key == "detail") && strings.IndexByte(text, ' ') < 0 && text[0] < 0x80 && text[0] != '{' {
			l.codes = append(l.codes, f)
			if l.message.value == "" {
				l.message = f
			}
			return
		}
		if l.message.value == "" || key == "message" || key == "detail" {
			if l.message.value != "" {
				l.facts = append(l.facts, l.message)
			}
			l.message = f
		} else if len(l.facts) < maxFacts {
			l.facts = append(l.facts, f)
		}
		s.nested(text, where)
	case has(keysOfCodes, key):
		l.codes = append(l.codes, f)
		if key == "type" || key == "errortype" || key == "__type" {
			l.typ = text
		}
		if key == "code" || key == "errorcode" {
			l.code = text
		}
	case key == "param" || key == "loc":
		l.param = text
	case has(keysOfRequest, key):
		l.request = text
	default:
		if len(l.facts) < maxFacts {
			l.facts = append(l.facts, f)
		}
		if v.Kind == jsonish.String && (text[0] == '{' || text[0] == '[') {
			s.nested(text, where)
		}
	}
}

// place makes a fact of a value, with its offsets where they are known.
func (s *scanner) place(v jsonish.Value, field string) fact {
	f := fact{field: field, value: strings.TrimSpace(v.Text)}
	if s.offset >= 0 {
		f.start, f.end = s.offset+v.Start, s.offset+v.End
		if v.Kind == jsonish.String && !v.Cut && f.end-f.start >= 2 {
			f.start, f.end = f.start+1, f.end-1
		}
	}
	return f
}

// nested looks for error objects in a text that was itself a value.
func (s *scanner) nested(text, path string) {
	if s.nesting >= maxNesting || strings.IndexByte(text, '{') < 0 {
		return
	}
	inner := scanner{rd: s.rd, nesting: s.nesting + 1, offset: -1}
	inner.structures(text, path)
}

// structures collects the layers of every structure in a text and returns
// what stood outside of them.
func (s *scanner) structures(text, path string) (outside string) {
	var out []byte
	from, read := 0, 0
	for i := 0; i < len(text) && read < maxStructures; i++ {
		if c := text[i]; !(c == '{' && opensMember(text[i+1:])) && !(c == '[' && opensObjects(text[i+1:])) {
			continue
		}
		read++
		v, end, ok := jsonish.Read(text, i)
		if !ok || len(v.Members) == 0 {
			continue
		}
		s.value(v, path)
		out = append(append(out, text[from:i]...), ' ')
		from = end
		i = end - 1
	}
	if from == 0 {
		return text
	}
	return string(append(out, text[from:]...))
}

// opensMember reports whether what follows a brace can begin a key or be its
// end, which a brace in prose seldom is.
func opensMember(rest string) bool {
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
			continue
		case isIdent(c) || c == '"' || c == '\'' || c == '\\' || c == '`' || c == '$' || c == '@' || c >= 0x80:
			return true
		}
		return false
	}
	return false
}

// opensObjects reports whether an array of objects or strings begins.
func opensObjects(rest string) bool {
	for i := 0; i < len(rest) && i < 64; i++ {
		switch rest[i] {
		case ' ', '\n', '\r', '\t':
			continue
		case '{', '[':
			return true
		}
		return false
	}
	return false
}

// headers takes over headers that stand inside an object, as SDKs dump them
// and as OpenRouter passes its upstream's on.
func (s *scanner) headers(v jsonish.Value) {
	for _, m := range v.Members {
		if len(s.rd.headers) >= 128 {
			return
		}
		switch m.Value.Kind {
		case jsonish.String, jsonish.Number:
			s.rd.headers = append(s.rd.headers, Header{m.Key, m.Value.Text})
		case jsonish.Array: // {"retry-after": ["20"]}, or [name, value] pairs
			if ms := m.Value.Members; len(ms) == 1 && m.Key != "" {
				s.rd.headers = append(s.rd.headers, Header{m.Key, ms[0].Value.Text})
			} else if len(ms) == 2 && m.Key == "" {
				s.rd.headers = append(s.rd.headers, Header{ms[0].Value.Text, ms[1].Value.Text})
			}
		}
	}
}
