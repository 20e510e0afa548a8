// Making the changes of a fix in a request.

package cure

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonedit"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// Request is the part of a request that a fix may change.
type Request struct {
	Path, Query string
	// Header returns the first value of a header, "" for none; nil where the headers are
	// not known.
	Header func(name string) string
	// Body is a JSON object; a body of another kind is left as it is.
	Body []byte
}

// Mended is a request after its changes.
type Mended struct {
	Path, Query string
	Body        []byte
	// Headers to set; an empty value removes the header.
	Headers []HeaderValue
	// Label names the changes that were made, as x-ukemi-mended shows them:
	// "max_tokens>max_completion_tokens,-temperature".
	Label string

	patch string
}

// HeaderValue is a header to set.
type HeaderValue struct{ Name, Value string }

// Patch is the change of the body (JSON, RFC 6902).
func (m *Mended) Patch() string { return "[" + m.patch + "]" }

// Apply makes the changes that concern a request. It reports whether there were any.
func Apply(changes []Change, r Request) (m Mended, changed bool) {
	m = Mended{Path: r.Path, Query: r.Query, Body: r.Body}
	for i := range changes {
		switch c := &changes[i]; c.Op {
		case Path:
			if at := strings.LastIndex(m.Path, c.From); at >= 0 && !strings.HasSuffix(m.Path[:at],
				c.Value[:len(c.Value)-min(len(c.Value), len(c.From))]) ||
				at >= 0 && len(c.Value) < len(c.From) {
				m.Path = m.Path[:at] + c.Value + m.Path[at+len(c.From):]
				m.note("path=" + m.Path)
			}
		case Query:
			if !strings.Contains("&"+m.Query, "&"+c.Name+"=") {
				m.Query = strings.TrimPrefix(m.Query+"&"+c.Name+"="+c.Value, "&")
				m.note("+" + c.Name)
			}
		case Header, DropHeader, RenameHeader:
			if r.Header != nil {
				m.changeHeader(c, r.Header)
			}
		case RemoveDeep:
			m.removeDeep(c)
		case Role:
			m.changeRoles(c)
		case Add:
			if raw, ok := jsonedit.Get(m.Body, "/"+c.Name); len(m.Body) > 0 && (!ok || raw != c.Value) {
				m.set("/"+c.Name, c.Value)
			}
		default:
			for _, p := range find(string(m.Body), c.Name) {
				m.changeAt(c, &p)
			}
		}
	}
	return m, m.Label != ""
}

// note adds to the label.
func (m *Mended) note(label string) {
	if m.Label != "" {
		m.Label += ","
	}
	m.Label += strings.ReplaceAll(safeLabel(label), ",", "_")
}

// safeLabel keeps a label from ending a header, or an element of its list.
func safeLabel(s string) string {
	out := []byte(letters.Clip(s, 240))
	for i, c := range out {
		if c <= ' ' || c >= 0x7f || c == ';' {
			out[i] = '_'
		}
	}
	return string(out)
}

// edited takes an edit of the body, and its operation of a JSON Patch.
func (m *Mended) edited(body []byte, ok bool, operation string) bool {
	if ok {
		m.Body = body
		if m.patch != "" {
			m.patch += ","
		}
		m.patch += `{"op":"` + operation + "}"
	}
	return ok
}

func (m *Mended) set(pointer, raw string) {
	body, ok := jsonedit.Set(m.Body, pointer, raw)
	op := "replace"
	if _, there := jsonedit.Get(m.Body, pointer); !there {
		op = "add"
	}
	if m.edited(body, ok, op+`","path":`+jsonish.Quote(pointer)+`,"value":`+raw) {
		m.note(pointer[1:] + "=" + strings.Trim(raw, `"`))
	}
}

func (m *Mended) remove(pointer string) bool {
	body, ok := jsonedit.Remove(m.Body, pointer)
	return m.edited(body, ok, `remove","path":`+jsonish.Quote(pointer))
}

// move a member to the place of another pointer, where there is none.
func (m *Mended) move(from, to string, body []byte, ok bool) bool {
	return m.edited(body, ok, `move","from":`+jsonish.Quote(from)+`,"path":`+jsonish.Quote(to))
}

func (m *Mended) changeHeader(c *Change, header func(string) string) {
	now := header(c.Name)
	for _, h := range m.Headers { // an earlier change of the same header
		if h.Name == c.Name {
			now = h.Value
		}
	}
	set := func(name, value string) { m.Headers = append(m.Headers, HeaderValue{name, value}) }
	switch c.Op {
	case Header:
		if now == "" {
			set(c.Name, c.Value)
			m.note("+" + c.Name)
		}
	case DropHeader:
		left := ""
		for _, value := range strings.Split(now, ",") {
			if value = strings.TrimSpace(value); value != "" && value != c.Value {
				left += "," + value
			}
		}
		if left = strings.TrimPrefix(left, ","); strings.Contains(now, c.Value) && left != now {
			set(c.Name, left)
			m.note("-" + c.Name + ":" + c.Value)
		}
	case RenameHeader:
		key := header(c.From)
		if _, token, ok := strings.Cut(key, " "); ok { // behind "Bearer"
			key = token
		}
		if key != "" && now == "" {
			set(c.From, "")
			set(c.Name, c.Value+key)
			m.note(c.From + ">" + c.Name)
		}
	}
}

// place is where a body has a parameter.
type place struct {
	pointer, key string
	raw          string // its value
}

// find the places of a parameter: at the top, or in an object in which a dialect
// keeps its parameters.
func find(body, name string) (found []place) {
	all := parts(name)
	if len(all) == 0 {
		return nil
	}
	last, within := bare(all[len(all)-1]), ""
	if len(all) > 1 && !wraps.has(bare(all[0])) {
		within = bare(all[0])
	}
	isLimit := outputLimits.has(last)
	var visit func(at int, pointer, inside string)
	visit = func(at int, pointer, inside string) {
		jsonish.Each(body, at, func(e jsonish.Entry) {
			key, here := bare(e.Key), pointer+"/"+escape(e.Key)
			switch {
			case (key == last || isLimit && outputLimits.has(key)) && (within == "" || within == inside || within == key):
				found = append(found, place{here, e.Key, body[e.Value.Start:e.Value.End]})
			case body[e.Value.Start] == '{' && (holders.has(key) || key == within) && len(pointer) < 100:
				visit(e.Value.Start, here, key)
			}
		})
	}
	if start := strings.IndexByte(body, '{'); start >= 0 {
		visit(start, "", "")
	}
	return found
}

func escape(key string) string {
	if strings.IndexByte(key, '/') < 0 && strings.IndexByte(key, '~') < 0 {
		return key
	}
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

func (m *Mended) changeAt(c *Change, p *place) {
	value, isNumber := jsonish.ParseFloat(p.raw)
	bound, _ := jsonish.ParseFloat(c.Value)
	key, to := bare(p.key), c.Value
	switch c.Op {
	case Remove:
		if (!neutral.has(key) || m.isNeutral(key, p.raw)) && (c.From != small || isSmall(p.raw)) &&
			(c.From != "null" || p.raw == "null") && m.remove(p.pointer) {
			m.note("-" + p.pointer[1:])
		}
		return
	case Rename:
		if key != bare(c.Name) {
			return
		}
		to := p.pointer[:len(p.pointer)-len(escape(p.key))] + escape(c.Value)
		body, ok := jsonedit.Rename(m.Body, p.pointer, to)
		if m.move(p.pointer, to, body, ok) || m.remove(p.pointer) { // else both names are there
			m.note(p.pointer[1:] + ">" + c.Value)
		}
		return
	case Move:
		m.moveInto(c, p)
		return
	case Shorten:
		count := 0
		jsonish.Each(p.raw, 0, func(jsonish.Entry) { count++ })
		for ; p.raw[0] == '[' && bound > 0 && count > int(bound); count-- {
			if at := p.pointer + "/" + strconv.Itoa(count-1); m.remove(at) {
				m.note("-" + at[1:])
			}
		}
		return
	case AsNumber:
		if to = strings.Trim(p.raw, `"`); to == p.raw {
			return
		}
		if _, isNumber = jsonish.ParseFloat(to); !isNumber {
			return
		}
	case Lower:
		if key == "topp" && value == 1 && bound < 1 && m.remove(p.pointer) { // 1 means none
			m.note("-" + p.pointer[1:])
			return
		}
		if !isNumber || value <= bound {
			return
		}
	case Raise:
		if !isNumber || value >= bound || value < 0 && (outputLimits.has(key) || bound != 0) ||
			outputLimits.has(key) && bound > 64 {
			return
		}
	case Nearest:
		if to = nearest(strings.Trim(p.raw, `"`), c.Value); to == "" {
			return
		}
		to = jsonish.Quote(to)
	case Budget:
		to = ""
		for _, limit := range find(string(m.Body), "max_tokens") {
			most, ok := jsonish.ParseInt(limit.raw)
			if half := max(minBudget, most/2); ok && isNumber && value >= float64(most) && most-half >= minLeft {
				to = strconv.Itoa(half)
			}
		}
		if to == "" {
			return
		}
	}
	if to != p.raw {
		m.set(p.pointer, to)
	}
}

// isSmall: a switch, a number, a word, or an object of a few of them.
func isSmall(raw string) bool { return len(raw) <= 64 && raw != content && raw[0] != '[' }

// minBudget is the least thinking budget that Anthropic accepts, in tokens.
const minBudget = 1024

// moveInto moves a parameter into an object, which is made where it is missing.
func (m *Mended) moveInto(c *Change, p *place) {
	outer, inner, _ := strings.Cut(c.Value, ".")
	if strings.Contains(p.raw, `"json_schema"`) { // has another form there
		return
	}
	if _, exists := jsonedit.Get(m.Body, "/"+outer); !exists {
		body, ok := jsonedit.Set(m.Body, "/"+outer, "{}")
		m.edited(body, ok, `add","path":"/`+outer+`","value":{}`)
	}
	to := "/" + outer + "/" + inner
	if body, ok := jsonedit.Set(m.Body, to, p.raw); ok {
		if body, ok = jsonedit.Remove(body, p.pointer); m.move(p.pointer, to, body, ok) {
			m.note(p.pointer[1:] + ">" + c.Value)
		}
	}
}

// isNeutral reports whether a value is the default of its parameter.
func (m *Mended) isNeutral(key, raw string) bool {
	raw = strings.ReplaceAll(raw, " ", "")
	switch names("|" + raw + "|") {
	case `|null|`, `|false|`, `|[]|`, `|{}|`, `|""|`, `|0|`, `|{"type":"text"}|`, `|["text"]|`:
		return true
	}
	if key == "toolchoice" { // without tools it chooses nothing
		tools, _ := jsonedit.Get(m.Body, "/tools")
		return raw == `"auto"` || raw == `"none"` || len(tools) < 3 || tools == "null"
	}
	return raw == "1" && key == "n"
}

// maxDeep is how many members of a conversation are changed.
const maxDeep = 512

// removeDeep removes a member from the messages, the system prompt and the tools.
func (m *Mended) removeDeep(c *Change) {
	body, wanted, within := string(m.Body), bare(c.Name), names(c.From)
	var found []string
	var visit func(at int, pointer, inside string, depth int)
	visit = func(at int, pointer, inside string, depth int) {
		jsonish.Each(body, at, func(e jsonish.Entry) {
			key, raw, own := bare(e.Key), body[e.Value.Start:e.Value.End], bare(e.Key)
			here := pointer + "/" + escape(e.Key)
			if e.Key == "" { // an element has the name of its list
				here, own = pointer+"/"+strconv.Itoa(e.Index), inside
			}
			switch {
			case depth == 0 && !messageLists.has(key) && key != "tools", len(found) >= maxDeep:
			case key == wanted && depth > 0 && (within == "" || within.has(inside)):
				if len(raw) < 3 || raw == "null" || !emptyEchoes.has(key) && (within == "" || isSmall(raw)) {
					found = append(found, here)
				}
			case (raw[0] == '{' || raw[0] == '[') && depth < 8 && !appData.has(key):
				visit(e.Value.Start, here, own, depth+1)
			}
		})
	}
	if start := strings.IndexByte(body, '{'); start >= 0 {
		visit(start, "", "", 0)
	}
	for i := len(found) - 1; i >= 0; i-- {
		m.remove(found[i])
	}
	if len(found) > 0 {
		m.note("-" + c.Name)
	}
}

// appData are the application's own objects, in which no name has a meaning for us.
const appData names = "|parameters|inputschema|arguments|args|input|"

// changeRoles gives messages another role.
func (m *Mended) changeRoles(c *Change) {
	body, label := string(m.Body), m.Label
	for _, list := range [...]string{"messages", "input"} {
		for _, span := range jsonish.Members(body, list) {
			jsonish.Each(body, span.Start, func(e jsonish.Entry) {
				message := body[e.Value.Start:e.Value.End]
				for _, role := range jsonish.Members(message, "role") {
					if message[role.Start:role.End] == jsonish.Quote(c.From) {
						m.set("/"+list+"/"+strconv.Itoa(e.Index)+"/role", jsonish.Quote(c.Value))
					}
				}
			})
		}
	}
	if m.Label != label {
		m.Label = label
		m.note("role:" + c.From + ">" + c.Value)
	}
}

// nearest of the offered values on the scale that has them.
func nearest(value, offered string) (best string) {
	for _, scale := range scales {
		at := -1
		for i, v := range scale.values {
			if v == value {
				at = i
			}
		}
		distance := 100
		for i, v := range scale.values {
			if d := max(i-at, at-i); at >= 0 && d < distance && names("|"+offered+"|").has(v) {
				best, distance = v, d
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}
