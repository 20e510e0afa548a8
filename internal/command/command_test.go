package command

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// run runs a program without a process and without an environment.
func run(name, in string, environ []string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	p := Program{Name: name, Environ: environ, In: strings.NewReader(in), Out: &o, Errs: &e}
	code = p.Run(args)
	return code, o.String(), e.String()
}

// TestTable: each case of test/command/cases.json, which the npm package's
// command is run against, too.
func TestTable(t *testing.T) {
	data, err := os.ReadFile("../../test/command/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Cases []struct {
			Name, In        string
			Args, Out, Errs []string
			Environ         map[string]string
			Code            int
		}
	}
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	t.Chdir("../..")
	for _, c := range table.Cases {
		var environ []string
		for name, value := range c.Environ {
			environ = append(environ, name+"="+value)
		}
		code, out, errs := run("ukemi", c.In, environ, c.Args...)
		if code != c.Code || !hasAll(out, c.Out) || !hasAll(errs, c.Errs) {
			t.Errorf("%s: exit code %d\n%s\n%s", c.Name, code, out, errs)
		}
	}
}

// hasAll reports whether a text contains each of the parts; without parts, whether
// it is empty.
func hasAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return len(parts) > 0 || text == ""
}

// TestLines: one line out for each line in, in the same order, whatever it is.
func TestLines(t *testing.T) {
	in := `{"id":"a","input":{"status":401,"headers":{"x-request-id":"r"},` +
		`"body":"{\"error\":{\"message\":\"no\",\"code\":\"invalid_api_key\"}}"}}
{"id":"b","input":{"paste":"Error code: 503 - Service Unavailable"}}

not JSON
{"id":"c","input":{"status":429,"headers":{"retry-after":["1.5"]},"body":""}}
`
	code, out, errs := run("ukemi", in, nil, "explain", "--jsonl")
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
	if got := strings.Join(classes, " "); code != 1 || !strings.HasPrefix(got, "authentication unavailable") ||
		!strings.HasSuffix(got, "rate_limit") {
		t.Errorf("exit code %d, ids %q, classes %q, errors %s\n%s", code, ids, classes, errs, out)
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
		{"UKEMI_HEALTH=redis://user:s3cret@", "UKEMI_HEALTH: must be a URL such as redis://:password@host:6379/0" +
			"?name=production, or rediss:// for TLS; it names no host"},
		{"UKEMI_HEALTH=rediss://:s3cret@cache?ca=/nowhere", "UKEMI_HEALTH: its ca: open /nowhere"},
		{"UKEMI_ATTEMPTS=3", "UKEMI_ATTEMPTS: there is no such setting; did you mean UKEMI_MAX_ATTEMPTS?"},
	} {
		code, _, errs := run("edge", "", []string{c[0]}, "serve")
		if code != 2 || !strings.HasPrefix(errs, "edge: ") || !strings.Contains(errs, c[1]) ||
			strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit code %d, %q", c[0], code, errs)
		}
		if strings.Contains(errs, "s3cret") {
			t.Errorf("a password is in an error: %q", errs)
		}
	}
}

// TestCompletion: each shell's script is made, and knows commands and flags.
func TestCompletion(t *testing.T) {
	for _, shell := range [...]string{"bash", "zsh", "fish"} {
		if code, out, errs := run("ukemi", "", nil, "completion", shell); code != 0 || !strings.Contains(out, "ukemi") {
			t.Errorf("%s: exit code %d, %q", shell, code, errs)
		}
	}
	for typed, completed := range map[string]string{"ex": "explain", "serve --max-a": "--max-attempts"} {
		code, out, _ := run("ukemi", "", nil, append([]string{"__complete"}, strings.Fields(typed)...)...)
		if code != 0 || !strings.HasPrefix(out, completed) {
			t.Errorf("%q: exit code %d, %q", typed, code, out)
		}
	}
}

// TestManual: the page of the manual names each command and each setting.
func TestManual(t *testing.T) {
	code, out, _ := run("ukemi", "", nil, "man")
	for _, has := range []string{".TH UKEMI 1", ".SS ukemi explain [FILE]", "UKEMI_MAX_ATTEMPTS", "EXIT STATUS"} {
		if code != 0 || !strings.Contains(out, has) {
			t.Errorf("%q is not in the page", has)
		}
	}
}
