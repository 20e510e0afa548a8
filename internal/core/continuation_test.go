package core

import (
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestContinueFrom: the beginning becomes the last message, in the form and at the
// path that the upstream documents; where that is not possible nothing changes.
func TestContinueFrom(t *testing.T) {
	const body = `{"model":"a", "messages":[{"role":"user","content":"hi"} ]}`
	at := func(path, upstream, body string) OriginalRequest {
		return OriginalRequest{Method: "POST", Path: path, Upstream: upstream, Body: []byte(body)}
	}
	chat := at("/v1/chat/completions", "https://api.deepseek.com", body)
	r := chat.Reroute(retry.Fallback{}, nil, "The \"art\"\n")
	want := strings.TrimSuffix(body, "]}") + `,{"role":"assistant","content":"The \"art\"\n","prefix":true}]}`
	if string(r.Body) != want || r.Path != "/beta/chat/completions" || !r.Continues {
		t.Errorf("DeepSeek: %s %s %v", r.Path, r.Body, r.Continues)
	}
	away := chat.Reroute(retry.Fallback{Model: "b", Upstream: "https://api.deepseek.com/v1"}, nil, "x")
	if away.URL != "https://api.deepseek.com/beta/chat/completions" || !away.Continues {
		t.Errorf("DeepSeek elsewhere: %s", away.URL)
	}
	mistral := at("/v1/chat/completions", "https://api.mistral.ai", body).Reroute(retry.Fallback{}, nil, "x")
	if mistral.Continues || !strings.Contains(string(mistral.Body), `"prefix":true`) {
		t.Errorf("Mistral repeats the beginning: %v %s", mistral.Continues, mistral.Body)
	}
	claude := at("/v1/messages", "https://api.anthropic.com", strings.Replace(body, `"a"`, `"claude-3-haiku"`, 1))
	if r := claude.Reroute(retry.Fallback{}, nil, "x"); !r.Continues {
		t.Errorf("Claude: %s", r.Body)
	}
	for name, o := range map[string]OriginalRequest{
		"white space at the end": claude,
		"no list of messages":    at(chat.Path, chat.Upstream, `{"model":"a","messages":"hi"}`),
		"no JSON":                at(chat.Path, chat.Upstream, `{"model":"a","messages":[`),
	} {
		if r := o.Reroute(retry.Fallback{}, nil, "x "); r.Continues || string(r.Body) != string(o.Body) {
			t.Errorf("%s: %s", name, r.Body)
		}
	}
	for body, is := range map[string]bool{
		body: false,
		`{"messages":[{"role":"assistant","content":"{"}]}`: true,
		`{"prompt":"a"}`:  true,
		`{"messages":[]}`: true,
		`{"response_format":{"type":"text"},"messages":[{"role":"user"}]}`:        false,
		`{"response_format":{"type":"json_object"},"messages":[{"role":"user"}]}`: true,
		`{"n":2,"messages":[{"role":"user"}]}`:                                    true,
	} {
		if membersOf(body).isUncontinuable() != is {
			t.Errorf("%s: %v", body, !is)
		}
	}
}
