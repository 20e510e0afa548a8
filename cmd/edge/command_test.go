//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// edgeCommand runs the program without a process.
func edgeCommand(in string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func TestExplain(t *testing.T) {
	const answer = "HTTP/1.1 429 Too Many Requests\nretry-after: 20\n\n" + `{"error":{"message":"Rate limit reached",` +
		`"type":"requests","code":"rate_limit_exceeded"}}`
	code, out, _ := edgeCommand(answer, "explain", "-json")
	var v struct {
		Class   string
		Retry   bool
		AfterMs int `json:"after_ms"`
	}
	if err := json.Unmarshal([]byte(out), &v); code != 0 || err != nil || v.Class != "rate_limit" || !v.Retry ||
		v.AfterMs != 20000 {
		t.Errorf("exit code %d, %v: %s", code, err, out)
	}
	if code, out, _ = edgeCommand(answer, "explain"); code != 0 || !strings.Contains(out, "wait 20 s") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// TestLines: one line out for each line in, in the same order, whatever it is.
func TestLines(t *testing.T) {
	in := `{"id":"a","input":{"status":401,"headers":{"x-request-id":"r"},` +
		`"body":"{\"error\":{\"message\":\"no\",\"code\":\"invalid_api_key\"}}"}}
{"id":"b","input":{"paste":"Error code: 503 - Service Unavailable"}}

not JSON
{"id":"c","input":{"status":429,"headers":{"retry-after":["1.5"]},"body":""}}
`
	_, out, errs := edgeCommand(in, "explain", "-jsonl")
	var ids, classes []string
	for line := range strings.Lines(out) {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for _, key := range strings.Fields("id class retry after_ms status contract_status provider rule code type message") {
			if _, ok := v[key]; !ok && v["error"] == nil {
				t.Errorf("%s is missing: %s", key, line)
			}
		}
		id, _ := v["id"].(string)
		class, _ := v["class"].(string)
		ids, classes = append(ids, id), append(classes, class)
	}
	if got := strings.Join(classes, " "); !strings.HasPrefix(got, "authentication unavailable") ||
		!strings.HasSuffix(got, "rate_limit") {
		t.Errorf("ids %q, classes %q, errors %s\n%s", ids, classes, errs, out)
	}
}

func TestSimulate(t *testing.T) {
	code, out, _ := edgeCommand(
		"", "simulate", "-fault", "timeout, 429@2s, 200", "-policy", `{"fallbacks":{"gpt-5":["gpt-5-mini"]}}`,
	)
	for _, has := range []string{
		"switch to gpt-5-mini", "wait 2.1 s (2 s – 2.2 s)  retry-after",
		"trail     timeout, 429;model=gpt-5-mini;wait=2100;src=retry-after, 200;model=gpt-5-mini",
	} {
		if code != 0 || !strings.Contains(out, has) {
			t.Errorf("exit code %d, %q is not in:\n%s", code, has, out)
		}
	}
}

func TestWrongUse(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"an unknown command":   {[]string{"dance"}, `no command "dance"`},
		"an unknown flag":      {[]string{"explain", "-yaml"}, "yaml"},
		"a fault that is none": {[]string{"simulate", "-fault", "503,flaky"}, `"flaky" is no fault`},
		"a policy that is none": {
			[]string{"simulate", "-fault", "503", "-policy", `{"attempts":3}`}, `unknown field "attempts"`,
		},
		"a number out of bounds": {[]string{"simulate", "-fault", "503", "-policy", `{"maxAttempts":30}`}, "from 1 to 5"},
		"a file that is not":     {[]string{"explain", "/nowhere/at/all"}, "/nowhere/at/all"},
	} {
		if code, _, errs := edgeCommand("", c.args...); code == 0 || !strings.Contains(errs, c.says) {
			t.Errorf("%s: exit code %d, %q", name, code, errs)
		}
	}
}

// TestWrongSettings: one line that names the variable and what it accepts.
func TestWrongSettings(t *testing.T) {
	for _, c := range [][2]string{
		{"UKEMI_UPSTREAM=ftp://x", "UKEMI_UPSTREAM=\"ftp://x\": must be an http or https URL"},
		{"UKEMI_MAX_ATTEMPTS=9", "must be a number from 1 to 5"},
		{"UKEMI_JITTER=much", "UKEMI_JITTER"},
		{"UKEMI_MODE=sometimes", "must be own or advise"},
		{"UKEMI_LISTEN=nowhere", "must be host:port"},
		{`UKEMI_FALLBACKS={"a": 7}`, `(fallbacks: an entry of "a" is a model name`},
		{`UKEMI_FALLBACKS={"a": {"model": "b", "upstream": "ftp://x"}}`, `UKEMI_FALLBACKS: the upstream of "b" must be ` +
			`an http or https URL`},
		{`UKEMI_FALLBACKS={"a": {"model": "b", "upstream": "https://x/v1", "key": "sk-1"}}`, "not the key itself"},
		{`UKEMI_FALLBACKS={"a": {"model": "b", "upstream": "https://x/v1", "key": "UKEMI_KEY_X"}}`, "UKEMI_KEY_X, which " +
			"is not set"},
		{"UKEMI_RETRY_BUDGET=-1", "a number from 0 to"},
		{"UKEMI_ATTEMPTS=3", "UKEMI_ATTEMPTS: there is no such setting"},
	} {
		var errs bytes.Buffer
		if code := serve([]string{c[0]}, &errs); code != 2 || !strings.Contains(errs.String(), c[1]) ||
			strings.Count(errs.String(), "\n") != 1 {
			t.Errorf("%s: exit code %d, %q", c[0], code, errs.String())
		}
	}
}
