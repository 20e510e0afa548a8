package jsonedit

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// editors under test: each case has the same result in both.
var editors = map[string]editor{"own": ownEditor, "library": libraryEditor}

// use an editor for one test.
func use(e editor, run func()) {
	before := theEditor
	defer func() { theEditor = before }()
	theEditor = e
	run()
}

// do what one line of the table asks for: "set /a 1", "remove /a", "rename /a /b", "get /a".
func do(body []byte, line string) (string, bool) {
	verb, rest, _ := strings.Cut(line, " ")
	pointer, argument, _ := strings.Cut(rest, " ")
	var out []byte
	var ok bool
	switch verb {
	case "get":
		return Get(body, pointer)
	case "set":
		out, ok = Set(body, pointer, argument)
	case "remove":
		out, ok = Remove(body, pointer)
	case "rename":
		out, ok = Rename(body, pointer, argument)
	}
	return string(out), ok
}

// The cases stand in testdata/edits.txt: a body, lines of what is done to it, a line
// "--" and the result, "no" where the edit is refused; a blank line with "====".
func TestEdits(t *testing.T) {
	data, err := os.ReadFile("testdata/edits.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(strings.TrimSpace(string(data)), "\n====\n") {
		before, want, ok := strings.Cut(c, "\n--\n")
		body, line, more := strings.Cut(before, "\n> ")
		if !ok || !more {
			t.Fatalf("testdata/edits.txt: no line > or -- in %q", c)
		}
		for name, e := range editors {
			use(e, func() {
				got, ok := do([]byte(body), line)
				if !ok {
					if got != body && got != "" {
						t.Errorf("%s: %s: a refused edit of %s returns %s", name, line, body, got)
					}
					got = "no"
				}
				if got != want {
					t.Errorf("%s: %s\non   %s\ngot  %s\nwant %s", name, line, body, got, want)
				}
			})
		}
	}
}

// FuzzEdits: both editors return the same bytes, the result is valid, and nothing but
// the edited member differs.
func FuzzEdits(f *testing.F) {
	data, _ := os.ReadFile("testdata/edits.txt")
	for _, c := range strings.Split(strings.TrimSpace(string(data)), "\n====\n") {
		before, _, _ := strings.Cut(c, "\n--\n")
		body, line, _ := strings.Cut(before, "\n> ")
		verb, rest, _ := strings.Cut(line, " ")
		pointer, argument, _ := strings.Cut(rest, " ")
		f.Add(body, uint8(strings.Index("gsre", verb[:1])+len(verb)/6), pointer, argument)
	}
	verbs := [...]string{"get", "set", "remove", "rename"}
	f.Fuzz(func(t *testing.T, body string, verb uint8, pointer, argument string) {
		if isValid(body) != json.Valid([]byte(body)) && strings.Count(body, "[")+strings.Count(body, "{") < 512 {
			t.Fatalf("%q: valid is %v", body, isValid(body))
		}
		if strings.IndexByte(pointer, ' ') >= 0 {
			return // the line's separator
		}
		line := verbs[verb%4] + " " + pointer + " " + argument
		var got, want string
		var is, should bool
		use(ownEditor, func() { got, is = do([]byte(body), line) })
		use(libraryEditor, func() { want, should = do([]byte(body), line) })
		if got != want || is != should {
			t.Fatalf("%q: %s\nown     %v %s\nlibrary %v %s", body, line, is, got, should, want)
		}
		if is {
			checkEdit(t, body, line, got)
		}
	})
}

// checkEdit of the outermost object: every other member is as it was.
func checkEdit(t *testing.T, body, line, got string) {
	var before, after map[string]json.RawMessage
	if !json.Valid([]byte(got)) {
		t.Fatalf("%q: %s: %q is no JSON", body, line, got)
	}
	if !utf8.ValidString(body+line) || line[0] == 'g' ||
		json.Unmarshal([]byte(body), &before) != nil || json.Unmarshal([]byte(got), &after) != nil {
		return
	}
	_, rest, _ := strings.Cut(line, " ")
	pointer, argument, _ := strings.Cut(rest, " ")
	for _, p := range []string{pointer, argument} {
		if tokens, ok := tokensOf(p); ok {
			delete(before, tokens[0])
			delete(after, tokens[0])
		}
	}
	if !reflect.DeepEqual(before, after) {
		t.Fatalf("%q: %s: %q changes another member", body, line, got)
	}
}
