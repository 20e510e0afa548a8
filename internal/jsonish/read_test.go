package jsonish

import (
	"encoding/json"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// show writes a value in a compact form of its own, so that cases are text.
func show(v Value) string {
	var b strings.Builder
	var walk func(Value)
	walk = func(v Value) {
		switch v.Kind {
		case None:
			b.WriteString("-")
		case Null:
			b.WriteString("null")
		case String:
			b.WriteString(strconv.Quote(v.Text))
		case Array, Object:
			b.WriteString(v.Text)
			b.WriteString(map[Kind]string{Array: "[", Object: "{"}[v.Kind])
			for i, m := range v.Members {
				if i > 0 {
					b.WriteString(" ")
				}
				if v.Kind == Object {
					b.WriteString(m.Key + ":")
				}
				walk(m.Value)
			}
			b.WriteString(map[Kind]string{Array: "]", Object: "}"}[v.Kind])
		default:
			b.WriteString(v.Text)
		}
		if v.Cut {
			b.WriteString("…")
		}
	}
	walk(v)
	return b.String()
}

// The cases stand in testdata/read.txt: an input, a line "--", what is read,
// a blank line with "====".
func TestRead(t *testing.T) {
	data, err := os.ReadFile("testdata/read.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(data), "\n====\n") {
		in, want, ok := strings.Cut(strings.Trim(c, "\n"), "\n--\n")
		if !ok {
			t.Fatalf("testdata/read.txt: no line -- in %q", c)
		}
		v, _, _ := Read(in, 0)
		if got := show(v); got != want {
			t.Errorf("Read(%s)\n got %s\nwant %s", in, got, want)
		}
	}
}

// equal compares what encoding/json made of a text with what Read made of it.
func equal(want any, v Value) bool {
	switch want := want.(type) {
	case nil:
		return v.Kind == Null
	case bool:
		return v.Kind == Bool && v.Text == strconv.FormatBool(want)
	case json.Number:
		return v.Kind == Number && v.Text == want.String()
	case string:
		return v.Kind == String && v.Text == want
	case []any:
		if v.Kind != Array || len(v.Members) != len(want) {
			return false
		}
		for i := range want {
			if !equal(want[i], v.Members[i].Value) {
				return false
			}
		}
		return true
	case map[string]any:
		last := map[string]Value{}
		for _, m := range v.Members {
			last[m.Key] = m.Value
		}
		if v.Kind != Object || len(last) != len(want) {
			return false
		}
		for k := range want {
			if !equal(want[k], last[k]) {
				return false
			}
		}
		return true
	}
	return false
}

func depthOf(v any) int {
	deepest := 0
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			deepest = max(deepest, depthOf(e))
		}
	case map[string]any:
		for _, e := range v {
			deepest = max(deepest, depthOf(e))
		}
	}
	return deepest + 1
}

// FuzzRead: no input panics, ends stay inside the text, and on valid JSON the
// reader agrees with encoding/json.
func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00\n"]}`, `{'a': None, b: [Object]}`, `{\"a\":\"b\\\"c\"}`,
		`Error(code=400, body={'x': 'it's'})`, "`x` + 'y'", `{"a":"b"`, `[[[[`, `{a:{b:(c`, `["a" : 1]`, `"\ud800"`, `{"":1}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		v, end, ok := Read(src, 0)
		if end < 0 || end > len(src) || v.Start < 0 || v.End > len(src) || v.Start > v.End {
			t.Fatalf("Read(%q): bounds %d, %d–%d", src, end, v.Start, v.End)
		}
		dec := json.NewDecoder(strings.NewReader(src))
		dec.UseNumber()
		var want any
		if !utf8.ValidString(src) || !json.Valid([]byte(src)) || dec.Decode(&want) != nil || depthOf(want) >= maxDepth {
			return
		}
		if !ok || !equal(want, v) {
			t.Fatalf("Read(%q) = %s, ok %v; encoding/json: %v", src, show(v), ok, want)
		}
	})
}

func FuzzAppendString(f *testing.F) {
	f.Add("a\"b\\c\n\x00\x7f\xff\u2028é")
	f.Fuzz(func(t *testing.T, s string) {
		var got string
		out := AppendString(nil, s)
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%q → %s: %v", s, out, err)
		}
		if want := strings.ToValidUTF8(s, "\uFFFD"); strings.ToValidUTF8(s, "") == s && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
