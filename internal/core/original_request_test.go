package core

import (
	"bytes"
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// target is a row of testdata/targets.json.
type target struct {
	Name, Method, Path, Query, Encoding, Body string
	Type                                      *string
	Headers                                   map[string]string
	Model                                     string
	Bound, Sealed                             bool
	To, At, Want, URL, Auth                   string
	Sent                                      *string
}

func (c target) original() OriginalRequest {
	o := OriginalRequest{Method: "POST", Path: c.Path, Query: c.Query, Body: []byte(c.Body)}
	kind := "application/json"
	if c.Method != "" {
		o.Method = c.Method
	}
	if c.Type != nil {
		kind = *c.Type
	}
	for name, value := range c.Headers {
		o.Headers = append(o.Headers, classify.Header{Name: name, Value: value})
	}
	for name, value := range map[string]string{"Content-Type": kind, "Content-Encoding": c.Encoding} {
		if value != "" {
			o.Headers = append(o.Headers, classify.Header{Name: name, Value: value})
		}
	}
	return o
}

func readTargets(t testing.TB) []target {
	t.Helper()
	data, err := os.ReadFile("testdata/targets.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Targets []target }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Targets
}

func TestTargets(t *testing.T) {
	for _, c := range readTargets(t) {
		t.Run(c.Name, func(t *testing.T) {
			o := c.original()
			if r := o.Describe(retry.Request{}); r.Model != c.Model || r.UpstreamBound != c.Bound || r.ModelFixed != c.Sealed {
				t.Errorf("model %q, bound %v, sealed %v", r.Model, r.UpstreamBound, r.ModelFixed)
			}
			if c.To != "" {
				c.checkRoute(t, o.Reroute(retry.Fallback{Model: c.To, Upstream: c.At}, nil, ""))
			}
		})
	}
}

func (c target) checkRoute(t *testing.T, r Route) {
	t.Helper()
	sent, path := c.Body, c.Path
	if c.Sent != nil {
		sent = *c.Sent
	}
	if c.Want != "" {
		path = c.Want
	}
	if string(r.Body) != sent {
		t.Errorf("the body is %q\nwant        %q", r.Body, sent)
	}
	if c.At == "" && r.Path != path {
		t.Errorf("the path is %s, want %s", r.Path, path)
	}
	if r.URL != c.URL || (r.URL != "") != (len(r.CallerHeaders) > 0) {
		t.Errorf("the URL is %s, want %s", r.URL, c.URL)
	}
	var auth []string
	for _, h := range r.Auth {
		auth = append(auth, h.Name+": "+h.Value)
	}
	if got := strings.Join(auth, ", "); c.Auth != "" && got != c.Auth && got != c.Auth+": " {
		t.Errorf("the key goes into %s, want %s", got, c.Auth)
	}
}

// FuzzPath: whatever path comes, what is found in it is what is replaced, the
// result is a path again, and nothing of it leads out of its folder.
func FuzzPath(f *testing.F) {
	for _, c := range readTargets(f) {
		f.Add(c.Path, "b")
	}
	f.Add("/models/%/%2:predict", "us.x/y:0 ?#%2e")
	f.Fuzz(func(t *testing.T, path, model string) {
		m := modelInPath(path)
		if m == nil || model == "" || strings.HasPrefix(model, "models/") {
			return
		}
		out := m.with(path, model)
		if front, back := path[:m.start], m.rest; !strings.HasPrefix(out, front) || !strings.HasSuffix(out, back) ||
			len(out) < len(front)+len(back) {
			t.Fatalf("%s becomes %s", path, out)
		}
		written := out[m.start : len(out)-len(m.rest)]
		if name, err := url.PathUnescape(written); err != nil || name != model {
			t.Fatalf("%s: %q is written as %s", path, model, written)
		}
		if strings.ContainsAny(written, "?#") {
			t.Fatalf("%s: %q ends the path", path, model)
		}
	})
}

// FuzzForm: a field that is found is found by mime/multipart, too, and stands
// alone replaced.
func FuzzForm(f *testing.F) {
	for _, c := range readTargets(f) {
		if c.Type != nil && strings.HasPrefix(*c.Type, "multipart/") {
			f.Add(*c.Type, c.Body)
		}
	}
	f.Fuzz(func(t *testing.T, contentType, body string) {
		boundary := boundaryOf(contentType)
		if boundary == "" || formModel([]byte(body), boundary) == "" {
			return
		}
		out := formWithModel([]byte(body), boundary, "other", false)
		if got := formModel(out, boundary); got != "other" {
			t.Fatalf("%q becomes %q: %s", body, out, got)
		}
		_, parameters, err := mime.ParseMediaType(contentType)
		if err != nil || parameters["boundary"] != boundary {
			return
		}
		before, ok := fields([]byte(body), boundary)
		after, okAfter := fields(out, boundary)
		if !ok {
			return
		}
		if !okAfter || len(before) != len(after) {
			t.Fatalf("%q becomes %q", body, out)
		}
		for i, field := range before {
			if field[0] == "" {
				continue // Go's parser takes its headers for none
			}
			if field[0] == "model" && field[1] == "" {
				field[2] = "other"
			}
			if !slices.Equal(field, after[i]) {
				t.Fatalf("%q becomes %q: %q", body, out, after)
			}
		}
	})
}

// fields of a form: name, file name, value.
func fields(body []byte, boundary string) (all [][]string, ok bool) {
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		p, err := r.NextRawPart()
		if err != nil {
			return all, err.Error() == "EOF"
		}
		var value bytes.Buffer
		if _, err := value.ReadFrom(p); err != nil {
			return nil, false
		}
		all = append(all, []string{p.FormName(), p.FileName(), value.String()})
	}
}

// FuzzDescribe: whatever body comes, it is looked at and rewritten without harm:
// valid JSON stays valid, and names the other model.
func FuzzDescribe(f *testing.F) {
	for _, c := range readTargets(f) {
		f.Add(c.Path, c.Body)
	}
	f.Fuzz(func(t *testing.T, path, body string) {
		if u, err := url.ParseRequestURI(path); err != nil || u.EscapedPath() != path {
			return // no request has such a path
		}
		o := OriginalRequest{Method: "POST", Path: path, Body: []byte(body)}
		r := o.Describe(retry.Request{})
		for _, upstream := range []string{"", "https://other.example"} {
			out := o.Reroute(retry.Fallback{Model: "@o/other", Upstream: upstream}, nil, "")
			if !json.Valid(o.Body) || upstream != "" && r.UpstreamBound {
				continue
			}
			if !json.Valid(out.Body) {
				t.Fatalf("%s: %s becomes %s", path, body, out.Body)
			}
			there := OriginalRequest{Method: "POST", Path: out.Path, Body: out.Body}
			if upstream != "" {
				u, err := url.Parse(out.URL)
				if err != nil {
					t.Fatal(err)
				}
				there.Path = u.EscapedPath()
			}
			if again := there.Describe(retry.Request{}); r.Model != "" && again.Model != "@o/other" {
				t.Fatalf("%s %s asks %s, then %s %s: %s", path, body, r.Model, there.Path, out.Body, again.Model)
			}
		}
	})
}
