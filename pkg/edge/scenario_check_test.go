// What must have come of a scenario's call: the caller's view and the
// provider's.

package edge

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/demo"
)

type expectation struct {
	Status   int
	Upstream *upstreamCalls
	Trail    *string
	Class    string
	Code     string
	Type     string
	Says     words
	Never    words
	Text     *string // of a stream's content, joined
	Headers  map[string]words
	Waits    []float64
	Sees     map[string]words
	Paths    []string
	Gets     *string
	Replaced []string
}

// upstreamCalls are a number of calls, or the models that were asked.
type upstreamCalls struct {
	count  int
	models []string
}

func (u *upstreamCalls) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &u.count) == nil {
		return nil
	}
	err := json.Unmarshal(data, &u.models)
	u.count = len(u.models)
	return err
}

// words are a string or several; nil is null.
type words []string

func (w *words) UnmarshalJSON(data []byte) error {
	var one *string
	if json.Unmarshal(data, &one) == nil {
		if one != nil {
			*w = words{*one}
		}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(w))
}

var (
	trailWait  = regexp.MustCompile(`;wait=(\d+);src=[a-z-]+`)
	trailPaced = regexp.MustCompile(`;paced=\d+`)
)

// is reports what differs.
func is(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// headerIs: nil must be missing, one word is the whole value, several must all
// be in it.
func headerIs(t *testing.T, what string, values []string, want words) {
	t.Helper()
	got := strings.Join(values, ", ")
	switch len(want) {
	case 0:
		is(t, what, got, "")
	case 1:
		is(t, what, got, want[0])
	default:
		for _, word := range want {
			if !slices.Contains(strings.Split(got, ", "), word) {
				t.Errorf("%s: %q is not among %q", what, word, got)
			}
		}
	}
}

// anyClass: a failure of the contract, of whichever class.
const anyClass = "*"

func (e expectation) checkAnswer(t *testing.T, response *http.Response, body []byte) {
	t.Helper()
	if e.Class == anyClass {
		e.Class, e.Status = response.Header.Get("x-ukemi-class"), max(response.StatusCode, 400)
	}
	is(t, "status", response.StatusCode, e.Status)
	e.checkTrail(t, response.Header.Get("x-ukemi-attempts"))
	for name, want := range e.Headers {
		headerIs(t, "header "+name, response.Header.Values(name), want)
	}
	is(t, "class", response.Header.Get("x-ukemi-class"), e.Class)
	if e.Class != "" && len(body) > 0 {
		e.checkContract(t, body)
		is(t, "content-length", response.Header.Get("content-length"), strconv.Itoa(len(body)))
	}
	for _, word := range e.Says {
		if !strings.Contains(string(body), word) {
			t.Errorf("the body does not say %q: %.500s", word, body)
		}
	}
	if e.Text != nil {
		is(t, "text of the stream", streamText(body), *e.Text)
	}
	for _, word := range e.Never {
		if strings.Contains(string(body), word) {
			t.Errorf("the body says %q: %.500s", word, body)
		}
	}
}

// streamText joins the content of a stream of chat completions, or of
// Anthropic's messages.
func streamText(body []byte) string {
	var text strings.Builder
	for _, line := range strings.Split(string(body), "\n") {
		var chunk struct {
			Choices []struct{ Delta struct{ Content string } }
			Delta   struct{ Text string }
		}
		if data, is := strings.CutPrefix(line, "data: "); is && json.Unmarshal([]byte(data), &chunk) == nil {
			text.WriteString(chunk.Delta.Text)
			if len(chunk.Choices) > 0 {
				text.WriteString(chunk.Choices[0].Delta.Content)
			}
		}
	}
	return text.String()
}

func (e expectation) checkTrail(t *testing.T, trail string) {
	t.Helper()
	if e.Trail != nil {
		shown := trailPaced.ReplaceAllString(trailWait.ReplaceAllString(trail, ""), ";paced")
		is(t, "trail", shown, *e.Trail)
	}
	waits := trailWait.FindAllStringSubmatch(trail, -1)
	for i, least := range e.Waits {
		if i >= len(waits) {
			t.Errorf("wait %d: none in %q", i, trail)
		} else if got, _ := strconv.ParseFloat(waits[i][1], 64); got < least || got > least*1.1 {
			t.Errorf("wait %d: got %v, want %v to a tenth more", i, got, least)
		}
	}
}

// checkContract: a failure is in the contract's form.
func (e expectation) checkContract(t *testing.T, body []byte) {
	t.Helper()
	var answer struct {
		Error struct {
			Message, Type, Code string
			Param               *json.RawMessage
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Error.Message == "" {
		t.Errorf("not in the contract's format: %.500s", body)
	}
	if e.Code != "" {
		is(t, "code", answer.Error.Code, e.Code)
	}
	if e.Type != "" {
		is(t, "type", answer.Error.Type, e.Type)
	}
}

// checkUpstream: what the provider saw of this call: how often, which models,
// and the caller's own bytes each time.
func (c scenarioCall) checkUpstream(t *testing.T, sent sentCall, seen []demo.Seen, sites *demo.Sites) {
	t.Helper()
	models, paths := []string{}, []string{}
	for i, one := range seen {
		models, paths = append(models, one.Model), append(paths, one.Path)
		if gets := c.Expect.Gets; gets != nil && i == len(seen)-1 {
			is(t, "body as the provider saw it last", one.Body, *gets)
		} else {
			c.checkBody(t, sent.body, one)
		}
		checkHeaders(t, c.Expect.Replaced, sent.headers, one, strings.HasSuffix(sites.Second, one.Host))
	}
	if u := c.Expect.Upstream; u != nil && (len(seen) != u.count || u.models != nil && !slices.Equal(models, u.models)) {
		t.Errorf("calls upstream: got %q, want %d %q", models, u.count, u.models)
	}
	if c.Expect.Paths != nil && !slices.Equal(paths, c.Expect.Paths) {
		t.Errorf("paths asked: got %q, want %q", paths, c.Expect.Paths)
	}
	for name, want := range c.Expect.Sees {
		if len(seen) == 0 {
			t.Errorf("the provider saw nothing")
			return
		}
		var got []string
		if value, ok := seen[len(seen)-1].Headers[name]; ok {
			got = []string{value}
		}
		headerIs(t, name+" as the provider saw it last", got, want)
	}
}

// checkBody: nothing of a body changes but its model; the log keeps 4 KiB.
func (c scenarioCall) checkBody(t *testing.T, body string, one demo.Seen) {
	t.Helper()
	if c.Fault == "" && one.Body != body { // where the path names the model, the body need not
		before, after := `"`+c.Model+`"`, `"`+one.Model+`"`
		if !strings.Contains(body, before) {
			before, after = "\r\n\r\n"+c.Model+"\r\n", "\r\n\r\n"+one.Model+"\r\n"
		}
		body = strings.Replace(body, before, after, 1)
	}
	is(t, "bytes of the body that the provider saw", one.Length, len(body))
	if len(body) <= 4096 {
		is(t, "body", one.Body, body)
	}
}

// notSentOn: an edge narrows accept-encoding to what it can read, and answers
// preflights itself.
var notSentOn = []string{"accept-encoding", "origin"}

// sentElsewhere: nothing else that a test sends goes to another upstream.
var sentElsewhere = []string{"content-type", "x-client-request-id", "idempotency-key"}

func checkHeaders(t *testing.T, replaced []string, sent map[string]string, one demo.Seen, elsewhere bool) {
	t.Helper()
	for name, value := range sent {
		if strings.HasPrefix(name, "x-ukemi-") || slices.Contains(notSentOn, name) || slices.Contains(replaced, name) ||
			elsewhere && !slices.Contains(sentElsewhere, name) {
			continue
		}
		is(t, name+" as the provider saw it", one.Headers[name], value)
	}
	for name := range one.Headers {
		if strings.HasPrefix(name, "x-ukemi-") {
			t.Errorf("%s was sent to the provider", name)
		}
	}
}
