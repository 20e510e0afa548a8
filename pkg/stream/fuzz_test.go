// What must hold for any bytes: no panic, the same outcome however they are
// split, and states that survive being written and read.

package stream

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/api"
)

// seeds are the streams of all cases.
func seeds(f *testing.F) (all []string) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range strings.Split(string(data), "\n--- in ")[1:] {
			_, text, _ := strings.Cut(part, "\n")
			text, _, _ = strings.Cut(text, "\n--- ")
			all = append(all, strings.ReplaceAll(text, `\r`, "\r")+"\n")
		}
	}
	return all
}

func FuzzSplits(f *testing.F) {
	for i, text := range seeds(f) {
		f.Add([]byte(text), uint8(i), uint8(i%4), uint16(i*7))
	}
	f.Fuzz(func(t *testing.T, text []byte, dialect, end uint8, split uint16) {
		d, how := Dialect(dialect%uint8(api.Dialects)), EndReason(end%4)
		whole := feed(t, New(d, Options{Record: true}), text, how, 0)
		for _, step := range []int{1, int(split%97) + 2} {
			if got := feed(t, New(d, Options{Record: true}), text, how, step); got != whole {
				t.Errorf("in chunks of %d bytes:\n%s\nwhole:\n%s", step, got, whole)
			}
		}
		// A replay of anything over anything must not panic either.
		s, _ := New(d, Options{Record: true}).Feed(text[:len(text)/2])
		feed(t, s.Resume(), text, how, int(split%97)+1)
	})
}

// feed returns all that came of a stream.
func feed(t *testing.T, s State, text []byte, how EndReason, step int) string {
	var out strings.Builder
	take := func(next State, a Actions) {
		s = next
		if written := encoded(s); step > 0 {
			read, err := decoded(written)
			if s = read; err != nil || !bytes.Equal(encoded(read), written) {
				t.Fatal("a state does not survive encoding")
			}
		}
		out.Write(a.Deliver)
		if a.Commit {
			out.WriteString("<commit>")
		}
		if a.Done {
			out.WriteString("<done>")
		}
		if a.Err != nil {
			out.WriteString("<fault " + a.Err.Failure.Message + string(a.Err.Payload) + ">")
		}
	}
	for rest := text; len(rest) > 0; {
		n := len(rest)
		if step > 0 {
			n = min(step, n)
		}
		take(s.Feed(append([]byte(nil), rest[:n]...)))
		rest = rest[n:]
	}
	take(s.End(how))
	// The marks are counted apart: where they stand depends on the chunks.
	all := out.String()
	return strings.ReplaceAll(all, "<commit>", "") + strings.Repeat("<commit>", strings.Count(all, "<commit>"))
}

func FuzzUnmarshal(f *testing.F) {
	s, _ := New(
		OpenAI, Options{Record: true},
	).Feed([]byte("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: {"))
	f.Add(encoded(s))
	f.Add(encoded(s.Resume()))
	f.Add([]byte("\x81\b\x00\x00\x00\x10\x00\x80\x80@\a\x03\x05\x00\x00\x01\x01\x02\adat\r:4{\x00\x00\x00\x02Hi\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := decoded(b); err == nil {
			s, _ = s.Feed([]byte("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n{}]\n\n"))
			s.End(EndedCleanly)
		}
	})
}

// FuzzParse: the judge of JSON agrees with encoding/json.
func FuzzParse(f *testing.F) {
	for _, text := range []string{`{"a":[1,-0.5e+3,true,false,null,"\u00e9\n\""]}`, `[]`, `{}`, `01`, `1.`, `{"a":}`, `{"a" 1}`, `[1,]`, `{"a":1,}`, "\"\t\"", `"\x"`, `"\u12g4"`, ` 1 `, `tru`, `nulll`, ``, `-`, `1e`, `{"a":"b" "c":1}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, ok := parse(b)
		if want := json.Valid(b); ok != want && bytes.Count(b, []byte("["))+bytes.Count(b, []byte("{")) < 512 {
			t.Errorf("%q: %v, encoding/json says %v", b, ok, want)
		}
		if ok {
			read(t, v)
		}
	})
}

// read goes through all of a value and compares with encoding/json.
func read(t *testing.T, v value) {
	n := 0
	for c := v.each(); c.next(); n++ {
		read(t, c.val)
	}
	var want any
	d := json.NewDecoder(bytes.NewReader(v))
	d.UseNumber() // numbers may be too large for a float
	if d.Decode(&want) != nil {
		t.Fatalf("%q is no JSON", v)
	}
	switch want := want.(type) {
	case []any:
		if n != len(want) {
			t.Errorf("%q: %d elements, want %d", v, n, len(want))
		}
	case map[string]any:
		if n < len(want) {
			t.Errorf("%q: %d members, want %d", v, n, len(want))
		}
	case string:
		if got := strings.ToValidUTF8(string(v.text()), "\uFFFD"); got != strings.ToValidUTF8(want, "\uFFFD") && !strings.Contains(want, "\uFFFD") {
			t.Errorf("%q: %q, want %q", v, got, want)
		}
	}
}

func encoded(s State) []byte {
	b, _ := s.AppendBinary(nil)
	return b
}

func decoded(b []byte) (s State, err error) {
	err = s.UnmarshalBinary(b)
	return s, err
}
