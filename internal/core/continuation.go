// Continuing a cut answer: the request that asks for it, and which ones cannot be.
// pkg/retry has the upstreams that do it.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonedit"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// isUncontinuable reports whether a body's answer cannot be continued: its conversation
// ends with the caller's own beginning, or the answer has a grammar, which would begin
// anew, or several choices.
func (m members) isUncontinuable() bool {
	last := ""
	for _, messages := range m.values("messages") {
		each(messages, '[', func(_ int, _, message string) { last = message })
	}
	for _, at := range jsonish.Members(last, "role") {
		if last[at.Start:at.End] == `"assistant"` {
			return true
		}
	}
	grammars := [...]string{"response_format", "output_format", "output_config", "guided_json", "structured_outputs"}
	for _, name := range grammars {
		for _, value := range m.values(name) {
			if value != "null" && !isType(value, "text") {
				return true
			}
		}
	}
	for _, value := range m.values("n") {
		if value != "1" {
			return true
		}
	}
	return last == ""
}

// continueFrom adds the beginning of an answer to a route. It returns false, and
// changes nothing, where that is not possible.
func (r *Route) continueFrom(c retry.Continuation, beginning string) bool {
	flag := ""
	switch c.Form {
	case retry.ContinuePrefix, retry.ContinuePrefixRepeated:
		flag = `,"prefix":true`
	case retry.ContinuePartial:
		flag = `,"partial":true`
	case retry.ContinueMessage: // Anthropic refuses white space at its end
		if strings.TrimRight(beginning, " \n\r\t") != beginning {
			return false
		}
	}
	message := `{"role":"assistant","content":` + jsonish.Quote(beginning) + flag + `}`
	body, ok := jsonedit.Set(r.Body, "/messages/-", message)
	if c.Form == retry.ContinueVLLM && ok {
		body, ok = jsonedit.Set(body, "/add_generation_prompt", "false")
		body, _ = jsonedit.Set(body, "/continue_final_message", "true")
	}
	if !ok {
		return false
	}
	r.Body = body
	if tail := "/chat/completions"; c.Beta != "" {
		r.Path = c.Beta + tail
		if scheme, rest, is := strings.Cut(r.URL, "://"); is {
			host, _, _ := strings.Cut(rest, "/")
			r.URL = scheme + "://" + host + c.Beta + tail
		}
	}
	return true
}
