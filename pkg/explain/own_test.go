package explain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// way is one of the ways in which an error of ukemi's own comes back to it.
type way struct {
	name string
	// states are the parts of the verdict that come back this way; "class" of the
	// OpenAI form without headers has most at the end of its name: how many may
	// change, because codes such as invalid_request are everybody's.
	states string
	most   int
	caller classify.Caller
	read   func(classify.Answer) classify.Verdict
}

const everything = "class provider retry wait status code param steps"

var (
	openAI    = classify.Caller{Format: classify.FormatOpenAI, HelpURL: "/_ukemi/"}
	anthropic = classify.Caller{Format: classify.FormatAnthropic, HelpURL: "/_ukemi/"}
	problem   = classify.Caller{Format: classify.FormatProblem, HelpURL: "/_ukemi/"}
	details   = classify.Caller{Format: classify.FormatOpenAI, Details: true}
)

var ways = []way{
	{"exchange", everything + " message", 0, openAI, exchange},
	{"exchange, Anthropic", everything + " message", 0, anthropic, exchange},
	{"exchange, problem", everything + " message", 0, problem, exchange},
	{"pasted exchange", everything + " message", 0, openAI, paste(pasted)},
	{"pasted exchange, Anthropic", everything + " message", 0, anthropic, paste(pasted)},
	{"pasted exchange, problem", everything + " message", 0, problem, paste(pasted)},
	{"pasted curl -v", everything + " message", 0, openAI, paste(curl)},
	{"exception of the AI SDK", everything, 0, openAI, paste(aiException)},
	{"exception of openai (JavaScript)", everything, 0, openAI, paste(nodeException)},
	{"exception of anthropic (JavaScript)", everything, 0, anthropic, paste(nodeException)},
	{"exception of anthropic (Python)", "class", 0, anthropic, paste(pythonException)},
	{"exception of openai (Python), with details", "class provider status", 0, details, paste(pythonException)},
	{"exception of openai (Python)", "class", 31, openAI, paste(pythonException)},
	{"body, with details", "class provider status", 0, details, paste(body)},
	{"body, Anthropic", "class", 0, anthropic, paste(body)},
	{"body, problem", "class", 0, problem, paste(body)},
	{"body", "class", 45, openAI, paste(body)},
}

func exchange(a classify.Answer) classify.Verdict {
	return classify.FromResponse(classify.Response{Status: a.Status, Headers: a.Headers, Body: a.Body})
}

func paste(text func(classify.Answer) string) func(classify.Answer) classify.Verdict {
	return func(a classify.Answer) classify.Verdict { return classify.FromPaste(text(a)) }
}

func body(a classify.Answer) string { return string(a.Body) }

func pasted(a classify.Answer) string { return dump(a, "", "") }

func curl(a classify.Answer) string {
	return "> POST /v1/chat/completions HTTP/1.1\n> Host: localhost:8787\n" + dump(a, "< ", "\r")
}

// pythonException is openai's and anthropic's, with the value as Python prints it.
func pythonException(a classify.Answer) string {
	return "openai.APIStatusError: Error code: " + strconv.Itoa(a.Status) + " - " +
		strings.ReplaceAll(string(a.Body), `:null`, `: None`)
}

func dump(a classify.Answer, prefix, end string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%sHTTP/1.1 %d Error%s\n", prefix, a.Status, end)
	for _, h := range a.Headers {
		fmt.Fprintf(&b, "%s%s: %s%s\n", prefix, h.Name, h.Value, end)
	}
	return b.String() + strings.TrimSpace(prefix) + end + "\n" + string(a.Body)
}

func aiException(a classify.Answer) string {
	var b strings.Builder
	message := classify.FromPaste(string(a.Body)).Message
	fmt.Fprintf(&b, "AI_APICallError: %s\n    at file:///app/node_modules/@ai-sdk/provider-utils/dist/index.mjs:1036:14\n"+
		"    at process.processTicksAndRejections (node:internal/process/task_queues:105:5) {\n"+
		"  cause: undefined,\n  url: 'http://localhost:8787/v1/chat/completions',\n"+
		"  requestBodyValues: { model: 'm', messages: [ [Object] ] },\n  statusCode: %d,\n  responseHeaders: {\n", message, a.Status)
	for _, h := range a.Headers {
		fmt.Fprintf(&b, "    '%s': %s,\n", h.Name, jsString(h.Value))
	}
	fmt.Fprintf(&b, "  },\n  responseBody: %s,\n  isRetryable: false\n}", jsString(string(a.Body)))
	return b.String()
}

func nodeException(a classify.Answer) string {
	var b strings.Builder
	message := classify.FromPaste(string(a.Body)).Message
	fmt.Fprintf(&b, "APIError: %d %s\n    at APIError.generate (file:///app/node_modules/openai/core/error.mjs:60:20) {\n"+
		"  status: %d,\n  headers: Headers {\n", a.Status, message, a.Status)
	for _, h := range a.Headers {
		fmt.Fprintf(&b, "    '%s': %s,\n", h.Name, jsString(h.Value))
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(string(a.Body), `{"error":`), "}")
	b.WriteString("  },\n  error: " + inner + "\n}")
	return b.String()
}

// jsString is a string as JavaScript's console prints it.
func jsString(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`).Replace(s) + "'"
}

// TestOwnErrors: an error that ukemi wrote means the same when it comes back.
func TestOwnErrors(t *testing.T) {
	ids, verdicts := examples(t)
	steps := make([][]string, len(verdicts))
	for i, v := range verdicts {
		steps[i] = Verdict(v).Steps
	}
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			changed := map[string]int{}
			for i, v := range verdicts {
				if v.Rule == classify.NoError {
					continue
				}
				for _, part := range differences(v, steps[i], w.read(classify.Render(v, w.caller))) {
					if changed[part]++; strings.Contains(w.states, part) && w.most == 0 {
						t.Errorf("%s: %s changed", ids[i], part)
					}
				}
			}
			if changed["class"]*1000 > w.most*len(verdicts) {
				t.Errorf("%d of %d classes changed, at most %d in a thousand may", changed["class"], len(verdicts), w.most)
			}
			t.Logf("changed of %d: %v", len(verdicts), changed)
		})
	}
}

// differences are the parts of two verdicts that differ, that of the steps included.
func differences(v classify.Verdict, steps []string, again classify.Verdict) (all []string) {
	add := func(name string, differs bool) {
		if differs {
			all = append(all, name)
		}
	}
	add("class", v.Class != again.Class)
	add("provider", v.Provider != again.Provider)
	add("retry", v.Retry != again.Retry)
	add("wait", v.Wait.After != again.Wait.After || v.Wait.Stated() != again.Wait.Stated())
	add("status", v.Status != again.Status)
	add("message", v.Message != again.Message)
	add("param", v.Param != again.Param)
	add("code", v.Code != "" && isASCII(v.Code) && v.Code != again.Code)
	add("steps", !slices.Equal(steps, Verdict(again).Steps))
	return all
}

// isASCII reports whether a header can contain a text as it is.
func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f })
}

// TestExhausted: an error after which nobody should try again at once, and somebody
// may later.
func TestExhausted(t *testing.T) {
	own := func(more ...classify.Header) classify.Verdict {
		a := classify.Render(classify.FromResponse(classify.Response{Status: 503}), openAI)
		a.Headers = append(a.Headers, more...)
		return exchange(a)
	}
	no := classify.Header{Name: "x-should-retry", Value: "false"}
	trail := classify.Header{Name: "x-ukemi-attempts", Value: "503;wait=400;src=backoff, 503;wait=900;src=backoff, 503;wait=1700;src=backoff, 503"}
	timing := classify.Header{Name: "server-timing", Value: "cdn;dur=3, ukemi;dur=3120, waits;dur=3000"}
	for _, c := range []struct {
		name          string
		v             classify.Verdict
		exhausted     bool
		badge, advice string
	}{
		{"an edge that tried", own(no, trail, timing), true, "try again later", "Tried 4 times in 3.1 s without success. Try again in some minutes"},
		{"an edge that could not try", own(no), true, "try again later", "Try again in some minutes"},
		{"an edge that left it to the SDK", own(classify.Header{Name: "x-should-retry", Value: "true"}), false, "retry", "Send the same request again after 0.5 s"},
		{"a stated wait", own(no, trail, classify.Header{Name: "retry-after-ms", Value: "90000"}), true, "wait 90 s", "not before 90 s have passed"},
	} {
		e := Verdict(c.v)
		if c.v.Exhausted != c.exhausted || !c.v.Retry || e.Badge != c.badge || !strings.Contains(e.RetryAdvice, c.advice) {
			t.Errorf("%s: exhausted %v, retry %v, [%s] %s", c.name, c.v.Exhausted, c.v.Retry, e.Badge, e.RetryAdvice)
		}
	}
	foreign := classify.FromResponse(classify.Response{Status: 503, Headers: classify.Headers{no, trail}})
	if foreign.Retry || foreign.Exhausted || foreign.Attempts != 0 {
		t.Errorf("x-should-retry: false of another server: %+v", foreign)
	}
}
