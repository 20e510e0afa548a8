package cure_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
)

// curedCase is an error with the request that causes it, and the request after its cure.
type curedCase struct {
	ID, Body, Path string
	Status         int
	Headers        map[string]string
	Request        json.RawMessage
	Mended         json.RawMessage   // null: the body stays
	MendedPath     string            `json:"mended_path"`
	MendedHeaders  map[string]string `json:"mended_headers"`
}

func readCases(t testing.TB) (all []curedCase) {
	t.Helper()
	paths, _ := filepath.Glob("testdata/*.jsonl")
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var c curedCase
			if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			all = append(all, c)
		}
	}
	return all
}

func TestCures(t *testing.T) {
	for _, c := range readCases(t) {
		t.Run(c.ID, func(t *testing.T) {
			v := classify.FromResponse(classify.Response{Status: c.Status, Body: []byte(c.Body)})
			headers := func(name string) string { return c.Headers[name] }
			m, changed := cure.Apply(v.Fix.Changes, cure.Request{Path: c.Path, Header: headers, Body: c.Request})
			about := func() string { return string(v.Class) + " " + v.Fix.Cure + " " + m.Label }
			wantBody := string(c.Mended)
			if c.Mended == nil || wantBody == "null" {
				wantBody = string(c.Request)
			}
			if !sameJSON(t, string(m.Body), wantBody) {
				t.Errorf("%s: body %s, want %s", about(), m.Body, wantBody)
			}
			if c.MendedPath != "" && m.Path != c.MendedPath {
				t.Errorf("%s: path %q, want %q", about(), m.Path, c.MendedPath)
			}
			got := map[string]string(nil)
			for _, h := range m.Headers {
				if got == nil {
					got = map[string]string{}
				}
				got[h.Name] = h.Value
			}
			if !reflect.DeepEqual(got, c.MendedHeaders) {
				t.Errorf("%s: headers %v, want %v", about(), got, c.MendedHeaders)
			}
			if _, outlined := cure.Apply(v.Fix.Changes, cure.Request{Path: c.Path, Header: headers,
				Body: []byte(cure.Outline(c.Request))}); outlined != changed {
				t.Errorf("%s: changed %v, its outline %v: %s", about(), changed, outlined, cure.Outline(c.Request))
			}
		})
	}
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return strings.TrimSpace(a) == strings.TrimSpace(b)
	}
	return reflect.DeepEqual(x, y)
}

// FuzzFind: no error and no request makes the package fail, what was valid stays valid, and
// a change that was made once is not made again.
func FuzzFind(f *testing.F) {
	for _, c := range readCases(f) {
		f.Add(c.Body, "", string(c.Request))
	}
	f.Fuzz(func(t *testing.T, message, param, body string) {
		fix := cure.Find(cure.Error{Class: "invalid_request", Message: message, Text: message, Param: param, Path: message})
		_, _, _ = fix.Sentence(), fix.Label(), fix.Command()
		if !fix.IsZero() && !json.Valid(fix.AppendJSON(nil)) {
			t.Fatalf("no JSON: %s", fix.AppendJSON(nil))
		}
		headers := func(string) string { return message }
		m, changed := cure.Apply(fix.Changes, cure.Request{Path: message, Header: headers, Body: []byte(body)})
		if !changed && string(m.Body) != body {
			t.Fatalf("changed without a label: %s", m.Body)
		}
		if json.Valid([]byte(body)) && !json.Valid(m.Body) {
			t.Fatalf("no JSON any more: %s", m.Body)
		}
		if !json.Valid([]byte(m.Patch())) {
			t.Fatalf("the patch is no JSON: %s", m.Patch())
		}
		if outline := cure.Outline([]byte(body)); outline != "" && json.Valid([]byte(body)) &&
			!json.Valid([]byte(outline)) {
			t.Fatalf("the outline is no JSON: %s", outline)
		}
	})
}
