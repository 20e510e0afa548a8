package classify

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestProse: every class and every provider that can be recognized has words.
func TestProse(t *testing.T) {
	for i := range classes {
		v := Verdict{Class: classes[i].Class, Retry: classes[i].Retry, Rule: "r", Message: "m"}
		e := Explain(v)
		if e.Title == "" || e.Badge == "" || e.BadgeKind == "" || len(e.Steps) == 0 || e.RetryAdvice == "" || e.FaultText == "" {
			t.Errorf("%s is not explained: %+v", v.Class, e)
		}
		if first, _ := utf8.DecodeRuneInString(e.Summary); strings.ToUpper(string(first)) != string(first) {
			t.Errorf("%s: the summary begins in lowercase: %s", v.Class, e.Summary)
		}
		if e.Contract.Status != classes[i].Status {
			t.Errorf("%s leaves as %d, the table says %d", v.Class, e.Contract.Status, classes[i].Status)
		}
	}
	for i := range providers {
		if name := providers[i].name; speaker(name).Kind == "" {
			t.Errorf("%s has no name for people", name)
		}
	}
	for i := range tips {
		for _, name := range strings.Fields(tips[i].providers) {
			if speaker(name).Kind == "" {
				t.Errorf("a tip for %q, which is no provider", name)
			}
			if tip(name, tips[i].class) == "" {
				t.Errorf("the tip for %s, %s is not found", name, tips[i].class)
			}
		}
	}
}

// TestAdviceAgrees: the badge never says retry where the verdict says no.
func TestAdviceAgrees(t *testing.T) {
	for _, folder := range []string{"corpus", "selftest"} {
		for _, c := range examples(t, folder) {
			e := Explain(c.verdict())
			if e.BadgeKind == "retry" && !e.Verdict.Retry {
				t.Errorf("%s: badge %q, retry %v", c.ID, e.Badge, e.Verdict.Retry)
			}
			if e.Verdict.Retry && !strings.HasPrefix(e.RetryAdvice, "Send the same request again") {
				t.Errorf("%s: retry, but: %s", c.ID, e.RetryAdvice)
			}
		}
	}
}

// TestTitles: what somebody reads first about pastes that tell little, or of no
// error at all.
func TestTitles(t *testing.T) {
	for paste, want := range map[string]string{
		"429":   "Too fast [retry]",
		"hello": "Hard to say [look closer]",
		"curl: (6) Could not resolve host: api.opeani.com":                                                                                          "The host name was not found [check the address]",
		"dial tcp: lookup api.example.com on 127.0.0.11:53: server misbehaving":                                                                     "The host name was not found [check the address]",
		"Error: connect ECONNREFUSED 127.0.0.1:11434":                                                                                               "Nothing listens there [check the server]",
		"SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON":                                                                    "That was no JSON [see what came]",
		"json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)":                                                                   "That was no JSON [see what came]",
		`{"error":{"message":"Unexpected token < in JSON","code":400}}`:                                                                             "The request is not valid [fix the request]",
		`{"object":"chat.completion","choices":[{"message":{"content":"429 Too Many Requests is a status."},"finish_reason":"stop"}]}`:              "An answer, not an error [nothing to do]",
		"data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"content\":\"Hel\"},\"finish_reason\":null}]}\n\ndata: {\"id\":\"c1": "The answer was cut [retry]",
		"data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]":                      "An answer, not an error [nothing to do]",
	} {
		if e := Explain(FromPaste(paste)); e.Title+" ["+e.Badge+"]" != want {
			t.Errorf("%q: %s [%s], want %s (rule %s)", paste, e.Title, e.Badge, want, e.Verdict.Rule)
		}
	}
	if v := FromPaste("openai.OpenAIError: The api_key client option must be set"); v.Provider != "openai" {
		t.Errorf("OpenAIError is spoken by %s", v.Provider)
	}
}

// TestPlaces: offsets count from the beginning of the paste, however long it is
// and whatever of it was read closely.
func TestPlaces(t *testing.T) {
	quiet := strings.Repeat("INFO – all is well\n", 100_000)
	paste := "ERROR first\n" + quiet + "ERROR é\n" + `{"error":{"message":"slow down, please","code":"rate_limit_exceeded"}}` + "\n" + quiet
	for _, e := range FromPaste(paste).Evidence {
		if e.End == 0 || paste[e.Start:e.End] != e.Value {
			t.Errorf("%s %q stands at %d–%d: %q", e.Field, e.Value, e.Start, e.End, paste[e.Start:e.End])
		}
	}
}
