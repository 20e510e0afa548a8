package retry

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

func TestSimulate(t *testing.T) {
	data, err := os.ReadFile("testdata/simulate.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Timelines []struct {
			Script, Trail, Wrong string
			Policy               json.RawMessage
			Begins               []Millis
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Timelines {
		policy := Default()
		if c.Policy != nil {
			if err := json.Unmarshal(c.Policy, &policy); err != nil {
				t.Fatal(err)
			}
		}
		script, err := ParseScript(c.Script, policy)
		wrong := ""
		if err != nil {
			wrong = err.Error()
		}
		if (wrong == "") != (c.Wrong == "") || !strings.Contains(wrong, c.Wrong) {
			t.Errorf("%q: ParseScript returns %q, want %q", c.Script, wrong, c.Wrong)
		}
		if c.Wrong != "" {
			continue
		}
		request := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "a"}
		got := Simulate(Simulation{policy, request, script, Moment{Random: 0.5}})
		var begins []Millis
		for _, step := range got.Steps {
			begins = append(begins, step.Start)
			if step.Decision.Action == Resend && (step.WaitMin > step.Decision.Wait || step.WaitMax < step.Decision.Wait) {
				t.Errorf("%q: a wait of %d is not within [%d, %d]", c.Script, step.Decision.Wait, step.WaitMin, step.WaitMax)
			}
		}
		if got.Trail != c.Trail || !slices.Equal(begins, c.Begins) {
			t.Errorf("%q: trail %s, begins %v; want %s, %v", c.Script, got.Trail, begins, c.Trail, c.Begins)
		}
	}
}

// TestForRequest: an error names the header that cannot be read.
func TestForRequest(t *testing.T) {
	for header, bad := range map[string]string{HeaderMaxAttempts: "lots", HeaderTimeout: "soon", HeaderMode: "perhaps", HeaderFallback: "a,,b"} {
		r := Request{}
		r.Headers = classify.Headers{{Name: header, Value: bad}}
		if _, err := Default().ForRequest(r); err == nil || !strings.HasPrefix(err.Error(), header+": must be ") {
			t.Errorf("%s: %s is answered by %v", header, bad, err)
		}
	}
	for value, want := range map[string]Millis{"20s": 20_000, "1500ms": 1500, "1500": 1500, "0.5s": 500, "2h": 0, "0": 0, "-1s": 0, "NaN": 0, "1e9s": 0} {
		if got, ok := readTime(value); ok != (want > 0) || ok && got != want {
			t.Errorf("%s is %d ms (%v), want %d", value, got, ok, want)
		}
	}
}

// TestRoutes: an error describes a table of fallbacks that is not valid.
func TestRoutes(t *testing.T) {
	for text, has := range map[string]string{
		`{"a": ["b"], "*": "c"}`: "",
		`{"a": [{"model":"b","upstream":"https://x/v1","key":"UKEMI_KEY_X","larger":true},{"model":"c","larger":false}]}`: "",
		`["b"]`:                    "JSON object",
		`{"a": [{"modle":"b"}]}`:   `an entry of "a"`,
		`{"a": [7]}`:               `an entry of "a"`,
		`{"a": [{"larger":true}]}`: `an entry of "a"`,
		`{"a": ["../b"]}`:          "no model name",
		`{"a": ["*"]}`:             "no model name",
		`{"": ["b"]}`:              "no model name",
		`{"a": [{"key":"K"}, {"upstream":"https://x/v1"}, {"model":"b","key":"K"}]}`: "",
		`{"a": {"model":"b","key":"K","rename":{"max_tokens":"max_completion_tokens"},"drop":["logit_bias","/metadata/x"],` +
			`"set":{"temperature": 1, "/thinking": {"type" : "a b"}},"headers":{"api-key":"$KEY","anthropic-beta":null,"x-a":"b c"}}}`: "",
		`{"a": [{"model":"b","set":[]}]}`:                               `"set": it must be an object`,
		`{"a": [{"model":"b","set":{"model":"c"}}]}`:                    `it cannot set "model"`,
		`{"a": [{"model":"b","set":{"x":None}}]}`:                       `it cannot set "x"`,
		`{"a": [{"model":"b","drop":["/a//b"]}]}`:                       `it cannot drop "/a//b"`,
		`{"a": [{"model":"b","drop":"x"}]}`:                             `"drop": it must be a list`,
		`{"a": [{"model":"b","rename":{"x":7}}]}`:                       `"rename": it must be an object`,
		`{"a": [{"model":"b","headers":{"authorization":"Bearer s"}}]}`: "not the key itself",
		`{"a": [{"model":"b","headers":{"api-key":"$KEY"}}]}`:           `no "key"`,
		`{"a": [{"model":"b","key":"K","headers":{"a":"$KEY!"}}]}`:      "must be the end",
		`{"a": [{"model":"b","headers":{"host":"x"}}]}`:                 `header "host"`,
		`{"a": [{"model":"b","headers":{"x-a":"b\nc"}}]}`:               `header "x-a"`,
		`{"a": [{"model":"b","sett":{}}]}`:                              `"sett" is none of them`,
		`{"a": ["1","2","3","4","5","6","7","8","9"]}`:                  "more than 8",
		`{"a": ["b"]`: "JSON object",
	} {
		var routes Routes
		err := routes.UnmarshalJSON([]byte(text))
		if (err == nil) != (has == "") || err != nil && !strings.Contains(err.Error(), has) {
			t.Errorf("%s: %v, want %q", text, err, has)
		}
		if err == nil {
			again, _ := json.Marshal(routes)
			var back Routes
			if err := back.UnmarshalJSON(again); err != nil || !reflect.DeepEqual(back, routes) {
				t.Errorf("%s does not survive: %s", text, again)
			}
		}
	}
}
