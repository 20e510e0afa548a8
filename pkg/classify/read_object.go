// From a structured value to the error objects in it: what their members hold,
// and the texts inside texts.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

const (
	maxObjects = 24 // error objects in one input
	maxLeaves  = 64 // leaves in one error object
	maxNesting = 6  // texts inside texts

	maxStructures = 2048 // objects in one text, those of a log's lines included
)

// scanner collects error objects; offset is where the text being read begins in the
// source, −1 when it has no place there (it was unescaped on the way).
type scanner struct {
	rd      *parsed
	nesting int
	offset  int
}

// value collects the error objects of a value found under a path.
func (s *scanner) value(v jsonish.Value, path string) {
	if len(s.rd.objects) >= maxObjects {
		return
	}
	switch v.Kind {
	case jsonish.Array:
		for _, m := range v.Members {
			if m.Value.Kind == jsonish.Word && isVariant(m.Value.Text) { // hyper::Error(IncompleteMessage)
				s.rd.objects = append(s.rd.objects, errorObject{codes: []field{s.place(m.Value, path, v.Text)}})
				continue
			}
			s.value(m.Value, path)
		}
	case jsonish.String:
		s.nested(v.Text, "", path)
	case jsonish.Object:
		s.object(v, path)
	}
}

func (s *scanner) object(v jsonish.Value, path string) {
	if path == "" && s.nesting == 0 {
		s.rd.own = ownBody{}
	}
	s.readOwn(v.Members)
	at := len(s.rd.objects)
	s.rd.objects = append(s.rd.objects, errorObject{}) // keeps the place before those inside
	var l errorObject
	for i := range v.Members {
		m := &v.Members[i]
		switch kind := kindOf(m.Key); {
		case kind&keyEcho != 0:
			if text := m.Value.Get("text"); m.Value.Get("mimeType").Kind != jsonish.None { // of a HAR
				s.nested(text.Text, path, m.Key)
			}
		case m.Value.Kind == jsonish.Object || m.Value.Kind == jsonish.Array:
			s.container(&l, m, path, kind)
		case m.Value.Kind != jsonish.Null && m.Value.Kind != jsonish.None:
			s.leaf(&l, m, path, kind)
		}
	}
	if l.message.value == "" {
		s.anyText(&l, v, path)
	}
	if l.hasEvidence() || len(l.fields) > 0 {
		s.rd.objects[at] = l
		return
	}
	s.rd.objects = append(s.rd.objects[:at], s.rd.objects[at+1:]...)
}

// anyText gives an error object whose message stands under a name of its own
// that message: of the texts in it the longest; in an object that calls itself an
// error, also one under a key that else holds what a model wrote.
func (s *scanner) anyText(l *errorObject, v jsonish.Value, path string) {
	for i := range l.codes {
		if c := &l.codes[i]; isSentence(c.value) { // {"reason": "The key has no rights here"}
			l.message = *c
			s.nested(c.value, path, c.key)
			return
		}
	}
	isError := callsItselfError(l, v, path)
	if path != "" && !isError { // else the name of a region would be the innermost message
		return
	}
	best := -1
	for i := range l.fields {
		if text := l.fields[i].value; isSentence(text) && !strings.HasPrefix(text, "<") && (best < 0 || len(text) > len(l.fields[best].value)) {
			best = i
		}
	}
	if best >= 0 {
		l.message = l.fields[best]
		l.fields = append(l.fields[:best], l.fields[best+1:]...)
		return
	}
	if !isError {
		return
	}
	for _, key := range [...]string{"text", "content", "data"} {
		if m := v.Get(key); m.Kind == jsonish.String && isSentence(m.Text) {
			l.message = s.place(m, path, key)
			return
		}
	}
	for _, part := range v.Get("content").Members { // a tool's result in MCP: {"isError": true, "content": [{"text": …}]}
		if text := part.Value.Get("text"); isSentence(text.Text) {
			l.message = s.place(text, path, "content.text")
			s.nested(text.Text, path, "content.text")
			return
		}
	}
}

// callsItselfError: {"error": true, …}, {"error_code": 50001, …}, a status of an
// error, or what stands under "err", or under "fields" as what is wrong with each.
func callsItselfError(l *errorObject, v jsonish.Value, path string) bool {
	if key := path[strings.LastIndexByte(path, '.')+1:]; l.status >= 400 || holdsFold(key, "err") || key == "fields" {
		return true
	}
	for i := range v.Members {
		m := &v.Members[i]
		if yes := m.Value.Text == "true"; holdsFold(m.Key, "err") && (yes || m.Value.Kind == jsonish.Number && m.Value.Text != "0") {
			return true
		}
		if m.Value.Text == "false" && (m.Key == "ok" || m.Key == "success") {
			return true
		}
	}
	return false
}

// isSentence reports whether a value is text for people: words with spaces, or
// some letters of a script that has none.
func isSentence(text string) bool {
	if strings.IndexByte(text, ' ') > 0 {
		return isText(text)
	}
	wide := 0
	for i := 0; i < len(text); i++ {
		if text[i] >= 0xE3 && text[i] <= 0xED {
			wide++
		}
	}
	return wide >= 4
}

// container reads what is nested in an object. A list of plain words under a
// key that holds messages (Django's {"model": ["This field is required."]}) is
// a message.
func (s *scanner) container(l *errorObject, m *jsonish.Member, path string, kind keyKind) {
	if kind&keySpeaks != 0 {
		s.addCode(l, field{path: path, key: m.Key, value: m.Key})
	}
	v := m.Value
	if letters.HasPrefixFold(v.Text, "status") && len(v.Members) == 1 && l.status == 0 { // Rust's kind: Status(429)
		l.status = statusNumber(v.Members[0].Value.Text)
	}
	switch {
	case endsInHeaders(m.Key):
		s.headers(v)
		return
	case v.Kind == jsonish.Array && len(v.Members) > 0 && v.Members[0].Value.Kind == jsonish.String:
		first := v.Members[0].Value
		if strings.IndexByte(first.Text, '{') >= 0 { // n8n's rawErrorMessage: what an object in it says is read below
			break
		}
		if l.message.value != "" {
			if isSentence(first.Text) {
				l.addField(s.place(first, path, m.Key))
			}
		} else if kind&keyMessage != 0 || strings.IndexByte(first.Text, ' ') > 0 {
			l.message = s.place(first, path, m.Key)
			if kind&keyMessage == 0 {
				l.param = plainKey(m.Key)
			}
			return
		}
	}
	s.value(v, join(path, m.Key))
}

// endsInHeaders: headers, responseHeaders, upstream_headers.
func endsInHeaders(key string) bool {
	const name = "headers"
	return len(key) >= len(name) && equalFold(key[len(key)-len(name):], name)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (s *scanner) leaf(l *errorObject, m *jsonish.Member, path string, kind keyKind) {
	v := m.Value
	text := strings.TrimSpace(v.Text)
	if text == "" || text == "None" || text == "null" || v.Kind == jsonish.Word && text[0] == '[' {
		return
	}
	f := s.place(v, path, m.Key)
	if n := statusNumber(text); n != 0 && kind&keyStatus != 0 && (n >= 400 || !strings.HasPrefix(plainKey(m.Key), "err")) { // an error code below 400 is a provider's own number
		l.status = n
		if kind&keyErrorCode != 0 {
			l.code = text
		}
		return
	}
	switch {
	case kind&keyMessage != 0 && v.Kind == jsonish.String:
		s.addMessage(l, f, kind)
		if !(kind&keyErrorWord != 0 && isOneWord(text)) {
			s.nested(text, path, m.Key)
		}
	case kind&keyCode != 0:
		s.addCode(l, f)
		if kind&keyType != 0 {
			l.typ = text
		}
		if kind&keyErrorCode != 0 {
			l.code = text
		}
	case kind&keyFinish != 0:
		if s.rd.paste { // a success that came off the wire stays one
			s.addCode(l, f)
		}
	case kind&keyParam != 0:
		l.param = text
	case kind&keyRequest != 0:
		l.request = text
	case v.Kind == jsonish.Word && isVariant(text): // source: TimedOut
		s.addCode(l, f)
	default:
		l.addField(f)
		if v.Kind == jsonish.String {
			s.nested(text, path, m.Key)
		}
	}
}

// isVariant reports whether a word is a code of the tables in the form of Rust's
// variants.
func isVariant(text string) bool {
	return isUpper(text[0]) && letters.HasLower(text) && isCode(text, "")
}

// addMessage takes words for people: {"error": "invalid_grant"} is a code as well.
func (s *scanner) addMessage(l *errorObject, f field, kind keyKind) {
	switch {
	case kind&keyErrorWord != 0 && isOneWord(f.value):
		s.addCode(l, f)
		if l.message.value == "" {
			l.message = f
		}
	case l.message.value == "":
		l.message = f
	case kind&keyMain != 0:
		l.addField(l.message)
		l.message = f
	default:
		l.addField(f)
	}
}

func (s *scanner) addCode(l *errorObject, f field) {
	if rd := s.rd; l.codes == nil && rd.taken < len(rd.fewCodes) {
		l.codes = rd.fewCodes[rd.taken][:0]
		rd.taken++
	}
	l.codes = append(l.codes, f)
}

func (l *errorObject) addField(f field) {
	if l.fields == nil {
		l.fields = make([]field, 0, 4)
	}
	if len(l.fields) < maxLeaves {
		l.fields = append(l.fields, f)
	}
}

// place makes a fact of a value, with its offsets where they are known.
func (s *scanner) place(v jsonish.Value, path, key string) field {
	f := field{path: path, key: key, value: strings.TrimSpace(v.Text)}
	if v.Kind == jsonish.String && strings.IndexByte(f.value, '<') >= 0 && (isHTML(f.value) || isXML(f.value)) {
		f.value = htmlWords(f.value)
	} else if s.rd.boxed {
		f.value = squeezed(f.value)
	}
	if s.offset >= 0 {
		f.start, f.end = s.offset+v.Start, s.offset+v.End
		if v.Kind == jsonish.String && !v.Cut && f.end-f.start >= 2 {
			f.start, f.end = f.start+1, f.end-1
		}
	}
	return f
}

// nested looks for error objects in a text that was itself a value.
func (s *scanner) nested(text, path, key string) {
	if s.nesting >= maxNesting || strings.IndexByte(text, '{') < 0 {
		return
	}
	inner := scanner{rd: s.rd, nesting: s.nesting + 1, offset: -1}
	inner.structures(text, join(path, key))
}

// structures collects the error objects of every structure in a text and returns
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
		at := len(s.rd.objects)
		s.value(v, path)
		if status := gluedStatus(text[from:i]); status != 0 && at < len(s.rd.objects) && s.rd.paste && s.rd.objects[at].status == 0 {
			s.rd.objects[at].status = status
		}
		if i > from || len(out) > 0 {
			out = append(append(out, text[from:i]...), ' ')
		}
		from = end
		i = end - 1
		if s.offset == 0 {
			s.rd.lastEnd = end
		}
	}
	if len(out) == 0 {
		return text[from:]
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

// opensObjects reports whether an array of objects or arrays begins.
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
// Of several such dumps the last one counts, as the last error does.
func (s *scanner) headers(v jsonish.Value) {
	s.rd.headers = s.rd.headers[:len(s.rd.headers)-s.rd.dumped]
	wire := len(s.rd.headers)
	for _, m := range v.Members {
		if len(s.rd.headers) >= 128 {
			break
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
	s.rd.dumped = len(s.rd.headers) - wire
}
