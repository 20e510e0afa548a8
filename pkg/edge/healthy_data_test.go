// The exchanges of test/healthy; its README.md explains the fields.

package edge

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// healthyExchange is a request and the answer that a provider gives to it.
type healthyExchange struct {
	File     string
	Name     string
	Request  healthyRequest
	Response healthyResponse
}

type healthyRequest struct {
	Method, Path string
	Headers      healthyHeaders
	JSON, Body   json.RawMessage
}

type healthyResponse struct {
	Status     int
	Headers    healthyHeaders
	JSON, Body json.RawMessage
	Parts      []json.RawMessage
	Framing    string
	Each       int
	Trailers   map[string]string
}

// healthyHeaders by name: a text, several, null for none, or bytes.
type healthyHeaders map[string]json.RawMessage

func readHealthy(t *testing.T) (all []healthyExchange) {
	t.Helper()
	paths, err := filepath.Glob("../../test/healthy/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		var f struct{ Exchanges []healthyExchange }
		readJSON(t, path, &f)
		for _, e := range f.Exchanges {
			e.File = strings.TrimSuffix(filepath.Base(path), ".json")
			all = append(all, e)
		}
	}
	return all
}

// streams says whether the answer is a stream that a driver may watch.
func (e healthyExchange) streams() bool {
	kind := strings.ToLower(e.Response.header().Get("Content-Type"))
	streamed := strings.Contains(kind, "event-stream") || strings.Contains(kind, "ndjson")
	return streamed && e.Request.method() == http.MethodPost
}

func (r healthyRequest) method() string {
	if r.Method == "" {
		return http.MethodPost
	}
	return r.Method
}

func (r healthyRequest) header() http.Header {
	h := http.Header{}
	if r.JSON != nil {
		h.Set("Content-Type", "application/json")
	}
	r.Headers.addTo(h)
	return h
}

func (r healthyRequest) body() []byte { return bodyOfHealthy(r.JSON, r.Body) }

func (r healthyResponse) status() int {
	if r.Status == 0 {
		return http.StatusOK
	}
	return r.Status
}

func (r healthyResponse) header() http.Header {
	h := http.Header{"Date": {"Wed, 01 Jan 2025 00:00:00 GMT"}}
	switch {
	case r.JSON != nil:
		h.Set("Content-Type", "application/json")
	case r.Parts != nil:
		h.Set("Content-Type", "text/event-stream")
	}
	r.Headers.addTo(h)
	return h
}

// pieces are what is written at once, with gates between them.
func (r healthyResponse) pieces() (all []healthyPiece) {
	if r.Parts == nil {
		return healthyPiece{data: bodyOfHealthy(r.JSON, r.Body)}.split(r.Each)
	}
	for _, part := range r.Parts {
		if fields := membersOf(part); fields["gate"] != nil {
			all = append(all, healthyPiece{gate: textOf(fields["gate"])})
		} else {
			all = append(all, healthyPiece{data: healthyBytes(part)}.split(r.Each)...)
		}
	}
	return all
}

// healthyPiece is bytes, or a gate that the caller opens.
type healthyPiece struct {
	gate string
	data []byte
}

func (p healthyPiece) split(each int) (all []healthyPiece) {
	for each > 0 && len(p.data) > each {
		all, p.data = append(all, healthyPiece{data: p.data[:each]}), p.data[each:]
	}
	return append(all, p)
}

func (h healthyHeaders) addTo(to http.Header) {
	for name, value := range h {
		to.Del(name)
		var several []string
		switch {
		case string(value) == "null":
		case json.Unmarshal(value, &several) == nil:
			for _, one := range several {
				to.Add(name, latin1(one))
			}
		default:
			to.Set(name, latin1(string(healthyBytes(value))))
		}
	}
}

// latin1 is how texts stand in headers.
func latin1(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = append(out, byte(r))
	}
	return string(out)
}

func bodyOfHealthy(raw, body json.RawMessage) []byte {
	switch {
	case raw != nil:
		return compact(raw)
	case body != nil:
		return healthyBytes(body)
	}
	return nil
}

// healthyBytes are the bytes that a value describes.
func healthyBytes(value json.RawMessage) []byte {
	if value[0] == '"' {
		return []byte(textOf(value))
	}
	m := membersOf(value)
	switch {
	case m["base64"] != nil:
		out, err := base64.StdEncoding.DecodeString(textOf(m["base64"]))
		must(err)
		return out
	case m["join"] != nil:
		var list []json.RawMessage
		must(json.Unmarshal(m["join"], &list))
		var out []byte
		for _, one := range list {
			out = append(out, healthyBytes(one)...)
		}
		return out
	case m["repeat"] != nil:
		var times int
		must(json.Unmarshal(m["times"], &times))
		return bytes.Repeat(healthyBytes(m["repeat"]), times)
	case m["gzip"] != nil:
		return gzipped(healthyBytes(m["gzip"]))
	case m["frame"] != nil:
		return frameOf(m["frame"], healthyBytes(m["payload"]))
	case m["json"] != nil:
		return compact(m["json"])
	case m["line"] != nil:
		return append(compact(m["line"]), '\n')
	}
	return eventOf(value, m)
}

// eventOf is an event of a stream.
func eventOf(value json.RawMessage, m map[string]json.RawMessage) []byte {
	switch {
	case m["chat"] != nil:
		finish := "null"
		if m["finish"] != nil {
			finish = string(m["finish"])
		}
		chunk := `{"id":"chatcmpl-1","object":"chat.completion.chunk","model":"m-1",` +
			fmt.Sprintf(`"choices":[{"index":0,"delta":%s,"finish_reason":%s}]}`, compact(m["chat"]), finish)
		return eventText("", merged(chunk, m["with"]))
	case m["typed"] != nil:
		return eventText(textOf(m["typed"]), merged(fmt.Sprintf(`{"type":%s}`, m["typed"]), m["data"]))
	case m["data"] != nil && m["data"][0] == '"':
		return eventText(textOf(m["event"]), textOf(m["data"]))
	case m["data"] != nil:
		return eventText(textOf(m["event"]), string(compact(m["data"])))
	}
	panic("no bytes: " + string(value))
}

func eventText(name, data string) []byte {
	if name != "" {
		name = "event: " + name + "\n"
	}
	return []byte(name + "data: " + data + "\n\n")
}

// merged is an object with the members of another one at its end.
func merged(object string, more json.RawMessage) string {
	if end := string(compact(more)); len(end) > len("{}") {
		return strings.TrimSuffix(object, "}") + "," + end[1:]
	}
	return object
}

// frameOf is a frame of application/vnd.amazon.eventstream.
func frameOf(headers json.RawMessage, payload []byte) []byte {
	var named map[string]string
	must(json.Unmarshal(headers, &named))
	var head []byte
	for _, name := range slices.Sorted(maps.Keys(named)) {
		value := named[name]
		head = append(append(head, byte(len(name))), name...)
		head = append(head, 7) // a string
		head = append(binary.BigEndian.AppendUint16(head, uint16(len(value))), value...)
	}
	out := binary.BigEndian.AppendUint32(nil, uint32(len(head)+len(payload)+16))
	out = binary.BigEndian.AppendUint32(out, uint32(len(head)))
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out))
	out = append(append(out, head...), payload...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out))
}

func gzipped(data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	must(err)
	must(w.Close())
	return out.Bytes()
}

func membersOf(value json.RawMessage) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	_ = json.Unmarshal(value, &m) // a text has none
	return m
}

func textOf(value json.RawMessage) (s string) {
	if value != nil {
		must(json.Unmarshal(value, &s))
	}
	return s
}

func compact(value json.RawMessage) []byte {
	if value == nil {
		return nil
	}
	var out bytes.Buffer
	must(json.Compact(&out, value))
	return out.Bytes()
}

// must stops the tests: the data are wrong, not what is tested.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
