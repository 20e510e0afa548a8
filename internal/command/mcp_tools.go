//go:build !js

// The tools explain_error and suggest_fix. All that leaves has its secrets redacted.

package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
	"github.com/ukemi-dev/ukemi/pkg/explain"
)

var explainTool = tool{
	name: "explain_error", title: "Explain an error of an LLM API",
	description: "Explains an error of an LLM API (any provider, gateway, SDK or model server): what happened, who has " +
		"to act, the steps to take, whether a retry helps and after which wait, and the change of the request that ends " +
		"it, if the error names one. Use it before guessing why a call of a model failed. Give the error as it is: an " +
		"HTTP response with headers, a JSON body, a traceback, a log, or the events of a broken stream. Secrets need " +
		"not be removed; the answer has none.",
	input: `{"type":"object","properties":{"error":{"type":"string","description":"The error as it is, at most 1 MiB: ` +
		`status line and headers if there are any (retry-after counts), then the body; or a traceback or log.",` +
		`"examples":["HTTP/1.1 429 Too Many Requests\nretry-after: 20\n\n{\"error\":{\"message\":\"Rate limit reached\",` +
		`\"code\":\"rate_limit_exceeded\"}}","openai.BadRequestError: Error code: 400 - {'error': {'message': ` +
		`\"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.\"}}"` +
		`]}},"required":["error"],"additionalProperties":false}`,
	output: `{"type":"object","properties":{` +
		`"title":{"type":"string"},"summary":{"type":"string"},` +
		`"class":{"type":"string","description":"One of ukemi's classes: rate_limit, billing, invalid_request …"},` +
		`"confidence":{"type":"string"},"rule":{"type":"string"},"provider":{"type":"string"},"message":{"type":"string"},` +
		`"responsible":{"type":"string","description":"Who has to act"},` +
		`"retry":{"type":"boolean","description":"Whether the same request may succeed later"},` +
		`"wait_ms":{"type":["integer","null"],"description":"The wait that the server asks for, null for none"},` +
		`"retry_advice":{"type":"string"},` +
		`"steps":{"type":"array","items":{"type":"string"},"description":"What to do, in order"},` +
		`"fix":{"type":["object","null"],"description":"The change of the request that ends it; suggest_fix makes it"}},` +
		`"required":["title","summary","class","retry","wait_ms","retry_advice","steps","fix"]}`,
}

type explainArguments struct {
	Error string `json:"error"`
}

// explained is an explanation for an agent. Its members are public.
type explained struct {
	Title       string     `json:"title"`
	Summary     string     `json:"summary"`
	Class       string     `json:"class"`
	Confidence  string     `json:"confidence"`
	Rule        string     `json:"rule"`
	Provider    string     `json:"provider"`
	Message     string     `json:"message"`
	Responsible string     `json:"responsible"`
	Retry       bool       `json:"retry"`
	WaitMS      *int64     `json:"wait_ms"`
	RetryAdvice string     `json:"retry_advice"`
	Steps       []string   `json:"steps"`
	Fix         *fixResult `json:"fix"`
}

// fixResult is the change of a request. Its members are public.
type fixResult struct {
	Cure     string            `json:"cure"`
	Change   string            `json:"change"`
	Patch    json.RawMessage   `json:"patch"`
	Snippets map[string]string `json:"snippets,omitempty"`
}

const errorExample = "give the error as it is, such as an HTTP response, a JSON body or a traceback"

func explainError(in explainArguments) (answer, error) {
	if err := checkText("error", in.Error, errorExample, maxToolError); err != nil {
		return answer{}, err
	}
	e := explain.Paste(in.Error)
	v := e.Verdict
	out := explained{
		Title: e.Title, Summary: classify.Redact(e.Summary), Class: string(v.Class), Confidence: v.Confidence.String(),
		Rule: v.Rule, Provider: v.Provider, Message: clip(classify.Redact(v.Message)), Responsible: string(e.Responsible),
		Retry: v.Retry, RetryAdvice: e.RetryAdvice, Steps: redactAll(e.Steps), Fix: fixResultOf(e.Fix),
	}
	if v.Wait.Stated() {
		ms := int64(v.Wait.After)
		out.WaitMS = &ms
	}
	// What SDKs do, and the error format, are for people.
	text, _, _ := strings.Cut(e.Text(), "\nOn their own\n")
	return answer{out, classify.Redact(text)}, nil
}

func fixResultOf(f explain.Fix) *fixResult {
	if f.Cure == "" {
		return nil
	}
	out := &fixResult{Cure: f.Cure, Change: f.Says, Patch: json.RawMessage(f.Patch), Snippets: map[string]string{}}
	if !json.Valid(out.Patch) {
		out.Patch = json.RawMessage("[]")
	}
	for _, s := range f.Snippets {
		out.Snippets[s.Language] = s.Code
	}
	return out
}

func redactAll(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = classify.Redact(s)
	}
	return out
}

// clip bounds a message.
func clip(s string) string {
	const most = 2000
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

var fixTool = tool{
	name: "suggest_fix", title: "Suggest the change of the request that ends an error",
	description: "Finds the change of the request that ends an error of an LLM API (a renamed, unsupported or " +
		"out-of-range parameter, a header, a path, a role …), from the error's own text and the providers' documentation. " +
		"With the request it returns the JSON Patch (RFC 6902) and the mended request. It never changes prompts, tools or " +
		"schemas, or the model, except to a successor that the error names. found is false where no change of the " +
		"request ends the error (a rate limit, an outage, billing): then follow the steps.",
	input: `{"type":"object","properties":{"error":{"type":"string","description":"The error as it is, at most 1 MiB.",` +
		`"examples":["{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. ` +
		`Use 'max_completion_tokens' instead.\",\"code\":\"unsupported_parameter\"}}"]},` +
		`"request":{"type":["object","string"],"description":"The JSON body that was sent, as an object or as its text, ` +
		`at most 256 KiB. Messages may be shortened; parameters must be complete.",` +
		`"examples":[{"model":"gpt-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}]},` +
		`"url":{"type":"string","description":"The URL or path that was called, where a path may be wrong.",` +
		`"examples":["https://api.openai.com/v1/chat/completions"]}},` +
		`"required":["error"],"additionalProperties":false}`,
	output: `{"type":"object","properties":{"found":{"type":"boolean"},"class":{"type":"string"},` +
		`"cure":{"type":"string","description":"The id of the change"},` +
		`"change":{"type":"string","description":"The change, in a sentence or two"},` +
		`"applied":{"type":"boolean","description":"Whether the change was made in the given request"},` +
		`"patch":{"type":"array","items":{"type":"object"},"description":"JSON Patch of the body"},` +
		`"mended_request":{"type":["object","null"],"description":"The body after it, secrets redacted"},` +
		`"redacted":{"type":"boolean","description":"mended_request differs from the request by redaction as well: ` +
		`apply the patch to your own"},` +
		`"mended_url":{"type":"string"},"snippets":{"type":"object","additionalProperties":{"type":"string"}},` +
		`"steps":{"type":"array","items":{"type":"string"},"description":"What to do"}},` +
		`"required":["found","class","applied","patch","mended_request","steps"]}`,
}

type fixArguments struct {
	Error   string          `json:"error"`
	Request json.RawMessage `json:"request"`
	URL     string          `json:"url"`
}

// suggested is a fix for an agent. Its members are public.
type suggested struct {
	Found    bool              `json:"found"`
	Class    string            `json:"class"`
	Cure     string            `json:"cure,omitempty"`
	Change   string            `json:"change,omitempty"`
	Applied  bool              `json:"applied"`
	Patch    json.RawMessage   `json:"patch"`
	Mended   json.RawMessage   `json:"mended_request"`
	Redacted bool              `json:"redacted,omitempty"`
	URL      string            `json:"mended_url,omitempty"`
	Snippets map[string]string `json:"snippets,omitempty"`
	Steps    []string          `json:"steps"`
}

func suggestFix(in fixArguments) (answer, error) {
	if err := checkText("error", in.Error, errorExample, maxToolError); err != nil {
		return answer{}, err
	}
	body, err := requestBodyOf(in.Request)
	if err != nil {
		return answer{}, err
	}
	called, err := url.Parse(in.URL)
	if err != nil {
		return answer{}, errors.New(`"url" is no URL`)
	}
	e := explain.Paste(in.Error)
	out := suggested{Class: string(e.Verdict.Class), Patch: json.RawMessage("[]"), Steps: redactAll(e.Steps)}
	fix := e.Verdict.Fix
	m, applied := cure.Mended{}, false
	if body != nil || in.URL != "" {
		m, applied = cure.Apply(fix.Changes, cure.Request{Path: called.Path, Query: called.RawQuery, Body: body})
		if applied { // the request proves the changes that only it can prove
			e = explain.Verdict(withFix(e.Verdict, fix.Applied()))
		}
	}
	shown := fixResultOf(e.Fix)
	if shown == nil {
		return answer{out, noFixText(e, body != nil && !fix.IsZero())}, nil
	}
	out.Found, out.Cure, out.Change, out.Patch, out.Snippets = true, shown.Cure, shown.Change, shown.Patch, shown.Snippets
	if applied {
		out.Applied, out.Patch = true, json.RawMessage(m.Patch())
		out.Mended, out.Redacted = mendedRequest(m.Body)
		if called.Path, called.RawPath, called.RawQuery = m.Path, "", m.Query; in.URL != "" {
			out.URL = classify.Redact(called.String())
		}
	}
	return answer{out, fixText(out)}, nil
}

func withFix(v classify.Verdict, f cure.Fix) classify.Verdict {
	v.Fix = f
	return v
}

// requestBodyOf returns the body of a request that was given as an object or as text,
// nil for none.
func requestBodyOf(raw json.RawMessage) ([]byte, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		raw = json.RawMessage(text)
	}
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return nil, nil
	case len(raw) > maxToolRequest:
		return nil, fmt.Errorf(`"request" has %d bytes, at most %d are read: shorten the texts of its messages`,
			len(raw), maxToolRequest)
	case !json.Valid(raw) || raw[0] != '{':
		return nil, errors.New(`"request" is no JSON object: give the body that was sent, such as ` +
			`{"model":"gpt-5","max_tokens":100,"messages":[]}`)
	}
	return raw, nil
}

// mendedRequest returns a body without secrets, null where there is none, and
// reports whether something was redacted.
func mendedRequest(body []byte) (json.RawMessage, bool) {
	if len(body) == 0 {
		return json.RawMessage("null"), false
	}
	clean := []byte(classify.Redact(string(body)))
	if !json.Valid(clean) {
		return json.RawMessage("null"), true
	}
	return clean, !bytes.Equal(clean, body)
}

func fixText(s suggested) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nJSON Patch of the request: %s\n", s.Change, s.Patch)
	if s.URL != "" {
		fmt.Fprintf(&b, "\nURL: %s\n", s.URL)
	}
	if s.Applied && string(s.Mended) != "null" {
		fmt.Fprintf(&b, "\nThe request after it:\n%s\n", s.Mended)
		if s.Redacted {
			b.WriteString("\nSecrets in it are redacted: apply the patch to your own request.\n")
		}
		return b.String()
	}
	for _, language := range [...]string{"Python", "JavaScript"} {
		if code := s.Snippets[language]; code != "" {
			fmt.Fprintf(&b, "\n%s: %s\n", language, code)
		}
	}
	return b.String()
}

func noFixText(e explain.Explanation, isInapplicable bool) string {
	var b strings.Builder
	b.WriteString("No change of the request is known that ends this error.\n")
	if isInapplicable {
		b.WriteString("The change that its text suggests concerns nothing in this request.\n")
	}
	fmt.Fprintf(&b, "\n%s (class %s). %s\n\nWhat to do\n", e.Title, e.Verdict.Class, e.RetryAdvice)
	for i, step := range e.Steps {
		fmt.Fprintf(&b, "  %d. %s\n", i+1, step)
	}
	return classify.Redact(b.String())
}
