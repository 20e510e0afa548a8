package classify

import (
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// TestMessageOfStructure: wherever the text of an error stands, it is the message.
func TestMessageOfStructure(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":true,"text":"No seats are left"}`:                                                   "No seats are left",
		`{"error":true,"reason":"The voice is unknown here"}`:                                         "The voice is unknown here",
		`{"ok":false,"err":{"no":7,"text":"No such plan here"}}`:                                      "No such plan here",
		`{"error_code":5,"text":"Too much traffic today"}`:                                            "Too much traffic today",
		`{"fehler":"Alle Rechner sind belegt"}`:                                                       "Alle Rechner sind belegt",
		`{"status":"ng","reason":"このアカウントは停止されています"}`:                                                 "このアカウントは停止されています",
		`{"errors":["first thing is wrong","second"]}`:                                                "first thing is wrong",
		`[{"error":{"code":500,"message":"It broke"}}]`:                                               "It broke",
		`{"error":"It broke"}`:                                                                        "It broke",
		`{"error":{"message":"<html><head><title>502 Bad Gateway</title></head><body>nginx</body>"}}`: "502 Bad Gateway nginx",
		`{"error":{"message":"a value cannot begin with '<' here: <html><body>Oh no</body>"}}`:        "a value cannot begin with '<' here: Oh no",
		`{"error":{"message":"It broke in the mid`:                                                    "It broke in the mid",
		"event: error\ndata: {\"error\":{\"message\":\"It bro":                                        "It bro",
		`"{\"error\":{\"message\":\"It broke\"}}"`:                                                    "It broke",
		`{"detail":"{\"error\":{\"message\":\"It broke\"}}"}`:                                         "It broke",
	} {
		if got := FromResponse(Response{Status: 500, Body: []byte(body)}).Message; got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
	for paste, want := range map[string]string{
		`"message": "It broke here", "type": "server_error"}}`:                                                                  "It broke here",
		"'{\"error\":{\"message\":\"It broke\"}}'":                                                                              "It broke",
		`{\"error\":{\"message\":\"It broke\"}}`:                                                                                "It broke",
		"│ {'error': {'message': 'It broke        │\n│ in the middle', 'code': 429}}           │":                               "It broke in the middle",
		`{"response":{"status":529,"content":{"mimeType":"application/json","text":"{\"error\":{\"message\":\"It broke\"}}"}}}`: "It broke",
	} {
		if got := FromPaste(paste).Message; got != want {
			t.Errorf("%s: %q, want %q", paste, got, want)
		}
	}
}

// TestNothingLost: no labelled error has the message of an answer that has none
// while there is text in it.
func TestNothingLost(t *testing.T) {
	for _, folder := range folders {
		for _, e := range examples(t, folder) {
			v := e.verdict()
			text := e.Input.Body
			if e.Input.Paste != nil {
				text = *e.Input.Paste
			}
			if v.Message == messageOfClass(v.Status, v.Class) && v.Class != Unknown && v.Class != ContentFiltered && v.Rule != "failure-cut" && hasText(text) {
				t.Errorf("%s: %q is the message of %.300s", e.ID, v.Message, text)
			}
		}
	}
}

// hasText reports whether a text is prose, or JSON in which a value of two words
// stands that is no text of a model.
func hasText(text string) bool {
	v, ok := jsonish.Parse(strings.TrimSpace(text))
	if !ok {
		return isSentence(strings.TrimSpace(text)) && !strings.HasPrefix(strings.TrimSpace(text), "<")
	}
	return valueHasText(v, "")
}

func valueHasText(v jsonish.Value, key string) bool {
	if v.Kind == jsonish.String {
		return isSentence(v.Text) && kindOf(key)&keyEcho == 0
	}
	for _, m := range v.Members {
		if kindOf(m.Key)&keyEcho == 0 && !endsInHeaders(m.Key) && valueHasText(m.Value, m.Key) {
			return true
		}
	}
	return false
}
