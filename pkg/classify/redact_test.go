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
	} {
		for _, v := range []Verdict{
			FromPaste(text), FromFailure(Failure{Message: text}),
			FromResponse(Response{Status: 401, Headers: Headers{{"x-request-id", secret}, {"retry-after", secret}, {"www-authenticate", secret}}, Body: []byte(text)}),
		} {
			e := Explain(v)
			out := string(AppendExplanation(nil, e)) + e.Text() + string(Render(v, Caller{Details: true}).Body)
			if strings.Contains(out, "Zq8rT5vW2xY7") {
				t.Errorf("%s\nleaks: %s", text, out)
			}
		}
	}
}
