package explain

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// TestProse: every class has words, and tips are for classes that exist.
func TestProse(t *testing.T) {
	for _, c := range classify.Classes() {
		v := classify.Verdict{Class: c.Class, Retry: c.Retry, Rule: "r", Message: "m"}
		e := Verdict(v)
		if e.Title == "" || e.Badge == "" || e.BadgeKind == "" ||
			len(e.Steps) == 0 || e.RetryAdvice == "" || e.ResponsibleText == "" {
			t.Errorf("%s is not explained: %+v", v.Class, e)
		}
		if first, _ := utf8.DecodeRuneInString(e.Summary); strings.ToUpper(string(first)) != string(first) {
			t.Errorf("%s: the summary begins in lowercase: %s", v.Class, e.Summary)
		}
		if e.Answer.Status != c.Status {
			t.Errorf("%s leaves as %d, the table says %d", v.Class, e.Answer.Status, c.Status)
		}
	}
	for i := range provider.Count {
		p, _ := provider.At(i)
		for _, tip := range p.Tips {
			if class := classify.Class(tip.Class); class.Info().Class != class {
				t.Errorf("%s has a tip for %q, which is no class", p.ID, tip.Class)
			}
		}
	}
}

// examples are the verdicts on all labelled cases.
func examples(t *testing.T) (ids []string, verdicts []classify.Verdict) {
	files, err := filepath.Glob("../classify/testdata/*/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			var e struct {
				ID    string
				Input struct {
					Status  *int
					Headers map[string]string
					Body    string
					Paste   *string
				}
			}
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(file, err)
			}
			ids = append(ids, e.ID)
			if e.Input.Paste != nil {
				verdicts = append(verdicts, classify.FromPaste(*e.Input.Paste))
				continue
			}
			r := classify.Response{Body: []byte(e.Input.Body)}
			if e.Input.Status != nil {
				r.Status = *e.Input.Status
			}
			for name, value := range e.Input.Headers {
				r.Headers = append(r.Headers, classify.Header{Name: name, Value: value})
			}
			verdicts = append(verdicts, classify.FromResponse(r))
		}
	}
	return ids, verdicts
}

// TestTitles: what somebody reads first about pastes that tell little, or of no
// error at all.
func TestTitles(t *testing.T) {
	for paste, want := range map[string]string{
		"429":   "Too fast [retry]",
		"hello": "Hard to say [look closer]",
		"curl: (6) Could not resolve host: api.opeani.com":                        "The host name was not found [check, then retry]",
		"dial tcp: lookup api.example.com on 127.0.0.11:53: server misbehaving":   "The host name was not found [check, then retry]",
		"Error: connect ECONNREFUSED 127.0.0.1:11434":                             "Nothing listens there [check, then retry]",
		"SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON":  "The answer was not JSON [see what came]",
		"json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)": "The answer was not JSON [check, then retry]",
		`{"error":{"message":"Unexpected token < in JSON","code":400}}`:           "The request is not valid [fix the request]",
		`{"object":"chat.completion",` +
			`"choices":[{"message":{"content":"429 Too Many Requests is a status."},"finish_reason":"stop"}]}`: "An answer, not an error [nothing to do]",
		"data: {\"object\":\"chat.completion.chunk\"," +
			"\"choices\":[{\"delta\":{\"content\":\"Hel\"},\"finish_reason\":null}]}\n\ndata: {\"id\":\"c1": "The answer was cut [retry]",
		"data: {\"object\":\"chat.completion.chunk\"," +
			"\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]": "An answer, not an error [nothing to do]",
	} {
		if e := Verdict(classify.FromPaste(paste)); e.Title+" ["+e.Badge+"]" != want {
			t.Errorf("%q: %s [%s], want %s (rule %s)", paste, e.Title, e.Badge, want, e.Verdict.Rule)
		}
	}
	if v := classify.FromPaste("openai.OpenAIError: The api_key client option must be set"); v.Provider != "" {
		t.Errorf("the name of a client library makes %s the provider", v.Provider)
	}
}
