// The cases of testdata/*.txt: a stream, the bytes that are delivered of it, and how it
// turns out. Every case is fed whole, byte by byte and in other splits, with
// the state written and read back between any two chunks, and must come to the
// same each time.
//
//	=== name of the case
//	dialect, and "record" where a resume may follow
//	--- in ended          what the upstream sends, and how it ends
//	--- out               what the caller gets, an error event included;
//	                      "(3 events as they came)" stands for the first ones
//	--- done              or: fails CLASS (before the first content), breaks CLASS, stops
//
// Several "in" are streams of the same request, each taking up the one before.
// A backslash at the end of a line keeps its line feed away; \r stands for CR.
// "go test -update" writes what came out.

package stream

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

var update = flag.Bool("update", false, "write the outcomes into testdata")

type streamCase struct {
	name, about string
	in          []input
	out, is     string
}

type input struct{ end, text string }

var endings = map[string]EndReason{
	"ended":    EndedCleanly,
	"cut":      ConnectionLost,
	"stalled":  IdleTimeout,
	"canceled": CallerCanceled,
}

var dialects = map[string]Dialect{
	"other":     Other,
	"openai":    OpenAI,
	"responses": Responses,
	"anthropic": Anthropic,
	"gemini":    Gemini,
	"ollama":    Ollama,
}

func TestCases(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("there are no cases")
	}
	for _, file := range files {
		cases := readCases(t, file)
		for i := range cases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+cases[i].name, cases[i].run)
		}
		if *update {
			writeCases(t, file, cases)
		}
	}
}

func (c *streamCase) run(t *testing.T) {
	if *update {
		c.out, c.is = c.play(1 << 30)
	}
	for _, size := range []int{1 << 30, 1, 2, 3, 17, 64} {
		out, is := c.play(size)
		if out != c.out || is != c.is {
			t.Fatalf("in chunks of %d bytes: %s\n%s\nwant %s\n%s", size, is, out, c.is, c.out)
		}
	}
}

// play feeds a case in chunks of a size and returns what came of it.
func (c *streamCase) play(size int) (out, is string) {
	words := strings.Fields(c.about)
	s := New(dialects[words[0]], Options{Record: len(words) > 1})
	var got strings.Builder
	for n, in := range c.in {
		if n > 0 {
			if !s.Resumable() {
				return got.String(), "is not resumable"
			}
			s = s.Resume()
		}
		var f *Error
		s, f, is = playOne(s, in, size, &got)
		if f != nil {
			v := f.Verdict(nil, 0)
			is = "fails " + string(v.Class)
			if s.Committed() {
				is = "breaks " + string(v.Class)
				if n == len(c.in)-1 || f.Mismatch {
					answer := classify.Render(
						v, classify.Caller{Format: map[bool]classify.Format{true: classify.FormatAnthropic}[s.dialect == Anthropic]},
					)
					got.Write(s.ErrorEvent(answer.Status, answer.Body))
					break
				}
			}
		}
	}
	return got.String(), is
}

func playOne(s State, in input, size int, got *strings.Builder) (State, *Error, string) {
	begun := s.Committed()
	step := func(next State, a Actions) (*Error, bool) {
		got.Write(a.Deliver)
		if begun = begun || a.Commit; begun != next.Committed() || !begun && len(a.Deliver) > 0 {
			panic("bytes went out without a commit, or a commit was not told")
		}
		if a.Done && !next.Started() {
			panic("an answer is whole that has not begun")
		}
		var err error
		if s, err = decoded(encoded(next)); err != nil {
			panic("a state does not survive encoding")
		}
		return a.Err, a.Done || a.Err != nil
	}
	for text := in.text; text != ""; text = text[min(size, len(text)):] {
		chunk := []byte(text[:min(size, len(text))])
		f, over := step(s.Feed(chunk))
		clear(chunk) // nothing may depend on it any more
		if over {
			return s, f, "done"
		}
	}
	f, over := step(s.End(endings[in.end]))
	if !over {
		return s, f, "stops"
	}
	return s, f, "done"
}

func readCases(t *testing.T, file string) (cases []streamCase) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split("\n"+string(data), "\n=== ")[1:] {
		head, rest, _ := strings.Cut(part, "\n--- ")
		c := streamCase{}
		c.name, c.about, _ = strings.Cut(head, "\n")
		for _, section := range strings.Split(rest, "\n--- ") {
			title, text, _ := strings.Cut(section+"\n", "\n")
			text = strings.NewReplacer("\\\n", "", `\r`, "\r").Replace(text)
			switch end, is := strings.CutPrefix(title, "in "); {
			case is:
				c.in = append(c.in, input{end, text})
			case title == "out":
				c.out = c.unfold(text)
			default:
				c.is = title
			}
		}
		cases = append(cases, c)
	}
	return cases
}

// fold shortens the first events of what goes out, where they are those that
// came in; unfold undoes it.
func (c *streamCase) fold() string {
	n, at, in := 0, 0, c.in[0].text
	for end := 0; ; n, at = n+1, end {
		i := strings.Index(in[at:], "\n\n")
		if end = at + i + 2; i < 0 || end > len(c.out) || in[:end] != c.out[:end] {
			break
		}
	}
	if n < 2 {
		return c.out
	}
	return "(" + strconv.Itoa(n) + " events as they came)\n" + c.out[at:]
}

func (c *streamCase) unfold(out string) string {
	line, rest, _ := strings.Cut(out, "\n")
	count, folded := strings.CutSuffix(line, " events as they came)")
	if !folded {
		return out
	}
	n, _ := strconv.Atoi(strings.TrimPrefix(count, "("))
	return strings.Join(strings.SplitAfterN(c.in[0].text, "\n\n", n+1)[:n], "") + rest
}

func writeCases(t *testing.T, file string, cases []streamCase) {
	t.Helper()
	var out strings.Builder
	shown := func(text string) string {
		text = strings.ReplaceAll(text, "\r", `\r`)
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += "\\\n"
		}
		return text
	}
	for _, c := range cases {
		out.WriteString("=== " + c.name + "\n" + c.about + "\n")
		for _, in := range c.in {
			out.WriteString("--- in " + in.end + "\n" + shown(in.text))
		}
		out.WriteString("--- out\n" + shown(c.fold()) + "--- " + c.is + "\n\n")
	}
	if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
