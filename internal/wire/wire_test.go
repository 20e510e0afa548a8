package wire

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/reference"
)

// TestCall goes through every op once, and through what is no call at all.
// What the answers mean is tested where it is decided.
func TestCall(t *testing.T) {
	policy := `{"mode":"own","maxAttempts":2,"jitter":0}`
	for name, c := range map[string]struct{ call, has string }{
		"classify":         {`classify` + "\n" + `{"status":429,"headers":[["Retry-After","20"]],"now":0}` + "\n" + `{"error":{"message":"slow down","code":"rate_limit_exceeded"}}`, `"class":"rate_limit","status":429,"retry":true,"after_ms":20000`},
		"paste":            {"classify\n" + `{"input":"paste"}` + "\nError code: 401 - {'error': {'code': 'invalid_api_key'}}", `"class":"authentication"`},
		"paste of lines":   {"classify\n" + `{"input":"paste"}` + "\nline one\n\nHTTP/1.1 503 Service Unavailable\n", `"class":"unavailable"`},
		"failure":          {`classify` + "\n" + `{"input":"failure","kind":"","message":"connect ECONNREFUSED 127.0.0.1:1"}` + "\n", `"rule":"failure-refused"`},
		"explain":          {`explain` + "\n" + `{"input":"failure","kind":"dns","message":"no such host"}` + "\n", `"title":`},
		"contract":         {`contract` + "\n" + `{"input":"response","status":529,"headers":[],"request":{"path":"/v1/messages","headers":[]}}` + "\n" + `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`, `["x-should-retry","true"]`},
		"react, resend":    {`react` + "\n" + `{"policy":` + policy + `,"request":{"method":"POST","path":"/v1/chat/completions","headers":[],"replayable":true},"state":{"attempts":[],"ambiguous":0},"attempt":{"status":503,"headers":[],"now":0,"elapsed":5},"random":0.5}` + "\n", `"action":"resend","wait":500`},
		"react, deliver":   {`react` + "\n" + `{"policy":` + policy + `,"request":{"method":"POST","path":"/v1/chat/completions","headers":[],"replayable":true},"state":{"attempts":[{"status":503,"class":"unavailable","wait":500,"source":"backoff"}],"ambiguous":0},"attempt":{"status":503,"headers":[],"now":0,"elapsed":5},"random":0.5}` + "\n", `503;wait=500;src=backoff, 503`},
		"react, recovered": {`react` + "\n" + `{"policy":` + policy + `,"request":{"method":"GET","path":"/v1/models","headers":[],"replayable":true},"state":{"attempts":[{"status":503,"class":"unavailable","wait":500,"source":"backoff"}],"ambiguous":0},"attempt":{"status":200,"plain":true,"now":0,"elapsed":5},"random":0.5}` + "\n", `"verdict":null`},
		"model":            {"model\n" + `{"request":{"method":"POST","path":"/model/a%3A0/converse","headers":[]}}` + "\n" + `{"container":"c"}`, `{"model":"a:0","bound":true,"caller":"#`},
		"rewrite":          {"rewrite\n" + `{"request":{"method":"POST","path":"/openai/deployments/a/responses","headers":[]},"fallback":{"model":"b","upstream":"https://x/v1"}}` + "\n{}", `{"path":"/openai/deployments/b/responses","url":"https://x/v1/responses","keep":["accept",`},
		"policy":           {"policy\n{\"maxAttempts\":3}\n", `"maxAttempts":3,"initialBackoff":500`},
		"classes":          {"classes\n{}\n", `"rate_limit"`},
		"hint":             {"hint\n" + `{"health":null,"hint":{"at":5,"targets":[{"upstream":"u","model":"m","failing":true}]}}` + "\n", `{"quiet":false,`},
		"redact":           {"redact\n{}\napi-key: 0123456789abcdef0123", "{}"},

		"an unknown op":             {"nix\n{}\n", `{"error":"there is no op nix"}`},
		"no arguments":              {"classify", `{"error":"the arguments are no JSON object"}`},
		"nothing":                   {"", `{"error":"the arguments are no JSON object"}`},
		"an unknown number":         {"policy\n{\"maxAttemps\":3}\n", `{"error":"policy: there is no \"maxAttemps\""}`},
		"a number that is a text":   {"policy\n{\"maxAttempts\":\"3\"}\n", `{"error":"policy: maxAttempts is a number"}`},
		"a number out of bounds":    {"policy\n{\"maxAttempts\":30}\n", `{"error":"policy: `},
		"a mode that is none":       {"policy\n{\"mode\":\"maybe\"}\n", `{"error":"policy: `},
		"arguments that are a list": {"classify\n[]\n", `{"error":"the arguments are no JSON object"}`},
	} {
		line, body, ok := strings.Cut(string(Call([]byte(c.call))), "\n")
		if !json.Valid([]byte(line)) || !ok {
			t.Errorf("%s: no answer of one JSON line: %s", name, line)
		}
		if !strings.Contains(line, c.has) {
			t.Errorf("%s: %s\nhas not %s", name, line, c.has)
		}
		if wantBody := name == "react, deliver" || name == "contract" || name == "redact" || name == "rewrite"; wantBody != (body != "") {
			t.Errorf("%s: body %q", name, body)
		}
	}
}

// FuzzCall: no input makes the core fail, and every answer is one JSON line.
func FuzzCall(f *testing.F) {
	for _, op := range []string{"classify", "explain", "react", "model", "rewrite", "policy", "classes", "redact"} {
		f.Add(op + "\n{}\n" + `{"error":{"message":"x"}}`)
		f.Add(op + "\n" + `{"status":429,"headers":[["retry-after","1"]],"input":"paste","policy":{},"attempt":{"status":500,"headers":[]}}` + "\nHTTP/1.1 429\n\n{'error': 1")
	}
	f.Fuzz(func(t *testing.T, call string) {
		line, _, _ := strings.Cut(string(Call([]byte(call))), "\n")
		if !json.Valid([]byte(line)) {
			t.Fatalf("not JSON: %s", line)
		}
		if strings.Contains(line, "the core failed") {
			t.Fatal(line)
		}
	})
}

// TestDefaultHelp: without a playground of its own an error links to the public one.
func TestDefaultHelp(t *testing.T) {
	if defaultHelpURL != reference.Site {
		t.Errorf("%s is not %s", defaultHelpURL, reference.Site)
	}
}
