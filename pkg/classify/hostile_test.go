package classify

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile are pieces that, repeated, have made readers slow or deep.
var hostile = []string{
	"{", "[", "[{", `{"a":`, `{"a":[`, "'", `"`, "(", "<", "<a ", `{'a': "`, "HTTP/1.1 500 x\n", "\n", "error ", `\`, `\"`, `{\"`, "429 ", "Error: ",
	"AAAAError", "sk-", "Bearer ", "a@b", "http://", "/home/", `{"error":{"message":"`, "try again in ", "retry-after: 1\n", "data: {\"x\":1}\n\n",
	"model ", "api key ", "\xff", "\x00", "é", "{}", "{}{", "[]", "{a:1}", "<a>", "&amp;", "// ", "#", "1", "-", ":", "https://a:b@", "a.b.c.d.", "eyJ",
	"try again in 9", "9h9m9s", "Limit 1, Requested 2 ", `{"quotaId":"x"},`, "Name(a=", "=>", "\r", "\ufeff", "\u2028",
}

// hostileInputs repeats each piece up to n bytes, bare and inside of an answer
// and of a message.
func hostileInputs(n int, use func(piece, text string)) {
	for _, piece := range hostile {
		body := strings.Repeat(piece, n/len(piece))
		use(piece, body)
		use(piece, "HTTP/1.1 400 Bad Request\ncontent-type: application/json\n\n"+body)
		use(piece, `{"error":{"message":"`+body+`"}}`)
	}
}

// checkVerdict: whatever came in, what goes out is bounded, printable JSON.
func checkVerdict(t *testing.T, v Verdict) {
	t.Helper()
	out := v.AppendJSON(nil)
	if !json.Valid(out) || !utf8.Valid(out) || len(out) > 64<<10 {
		t.Fatalf("%d bytes, or no JSON: %.200s", len(out), out)
	}
	answer := Render(v, Caller{Details: true})
	if !json.Valid(answer.Body) || answer.Status < 400 || answer.Status > 599 {
		t.Fatalf("status %d, body %.200s", answer.Status, answer.Body)
	}
	for _, h := range answer.Headers {
		if strings.ContainsAny(h.Name+h.Value, "\r\n\x00") {
			t.Fatalf("header %q: %q", h.Name, h.Value)
		}
	}
	if v.Wait.After < 0 || v.Wait.After > maxWait {
		t.Fatalf("wait %d", v.Wait.After)
	}
}

func TestHostile(t *testing.T) {
	hostileInputs(64<<10, func(_, text string) {
		checkVerdict(t, FromPaste(text))
		checkVerdict(t, FromResponse(Response{Status: 400, Body: []byte(text)}))
	})
}

// BenchmarkHostile reports the slowest of a megabyte of each.
func BenchmarkHostile(b *testing.B) {
	hostileInputs(1<<20, func(piece, text string) {
		b.Run(strings.Map(func(r rune) rune {
			if r <= ' ' || r == '/' || r == utf8.RuneError {
				return '_'
			}
			return r
		}, piece+"|"+text[:8]), func(b *testing.B) {
			for b.Loop() {
				FromPaste(text)
			}
		})
	})
}

func seeds(f *testing.F, add func(example)) {
	for _, folder := range folders {
		for _, e := range examples(f, folder) {
			add(e)
		}
	}
}

func FuzzPaste(f *testing.F) {
	seeds(f, func(e example) {
		if e.Input.Paste != nil {
			f.Add(*e.Input.Paste)
		}
	})
	f.Fuzz(func(t *testing.T, paste string) { checkVerdict(t, FromPaste(paste)) })
}

func FuzzResponse(f *testing.F) {
	seeds(f, func(e example) {
		if e.Input.Status != nil {
			f.Add(*e.Input.Status, e.Input.Headers["retry-after"], e.Input.Headers["content-type"], []byte(e.Input.Body))
		}
	})
	f.Fuzz(func(t *testing.T, status int, retryAfter, contentType string, body []byte) {
		checkVerdict(t, FromResponse(Response{Status: status, Headers: Headers{{"retry-after", retryAfter}, {"content-type", contentType}, {"x-request-id", retryAfter}}, Body: body}))
	})
}
