package classify

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	data, err := os.ReadFile("testdata/redact.json")
	if err != nil {
		t.Fatal(err)
	}
	var pairs [][2]string
	if err := json.Unmarshal(data, &pairs); err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		got := redact(p[0])
		if got != p[1] {
			t.Errorf("%s\n  got  %s\n  want %s", p[0], got, p[1])
		}
		if again := redact(got); again != got {
			t.Errorf("redacting twice changes it: %s", again)
		}
	}
}

// TestNothingLeaks: a secret in any place of an answer or a paste is in nothing
// that comes out.
func TestNothingLeaks(t *testing.T) {
	const secret = "sk-live-Zq8rT5vW2xY7aB3cD9eF"
	for _, text := range []string{
		`{"error":{"message":"bad key ` + secret + `","type":"` + secret + `","code":"` + secret + `","param":"` + secret + `"},"request_id":"` + secret + `"}`,
		"Error code: 401 - {'error': {'message': 'Incorrect API key provided: " + secret + "'}}",
		"> authorization: Bearer " + secret + "\n< HTTP/1.1 401 Unauthorized\n",
		`{"detail":[{"loc":["` + secret + `"],"msg":"` + secret + `"}]}`,
		"<html><title>" + secret + "</title><h1>401 " + secret + "</h1>",
		"curl: (7) Failed to connect to " + secret,
		`Post "https://llm.example/v1/chat?key=` + secret + `": context deadline exceeded`,
	} {
		for _, v := range []Verdict{
			FromPaste(text), FromFailure(Failure{Message: text}),
			FromResponse(Response{Status: 401, Headers: Headers{{"x-request-id", secret}, {"retry-after", secret}, {"www-authenticate", secret}}, Body: []byte(text)}),
		} {
			out := string(v.AppendJSON(nil)) + string(Render(v, Caller{Details: true}).Body)
			if strings.Contains(out, "Zq8rT5vW2xY7") {
				t.Errorf("%s\nleaks: %s", text, out)
			}
		}
	}
}

func TestRedactPaste(t *testing.T) {
	for paste, want := range map[string]string{
		"api-key: 0123456789abcdef0123\nx: 1":               "api-key: [redacted value …23]\nx: 1",
		"Authorization: Bearer opaque-token-of-a-proxy\r\n": "Authorization: Bearer [redacted value …xy]\r\n",
		`{"api_key":"hunter2hunter2","model":"gpt-4o"}`:     `{"api_key":"[redacted value …r2]","model":"gpt-4o"}`,
		"Set-Cookie: __cf_bm=abcdefgh.ijkl; path=/\nok":     "Set-Cookie: [redacted value …=/]\nok",
		"?api-key=0123456789abcdef&v=1 me@example.com":      "?api-key=[redacted value …ef]&v=1 [redacted e-mail]",
		"no api key: none given":                            "no api key: none given",
		"cookie: short":                                     "cookie: short",
		"key sk-live-Zq8rT5vW2xY7aB3cD9eF":                  "key [redacted key …D9eF]",
	} {
		if got := Redact(paste); got != want {
			t.Errorf("%q\n  got  %q\n  want %q", paste, got, want)
		} else if again := Redact(got); again != got {
			t.Errorf("redacting twice changes it: %q", again)
		}
	}
}
