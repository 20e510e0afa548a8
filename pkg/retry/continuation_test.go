package retry

import "testing"

// TestContinuationOf: only what an upstream documents, or an entry states.
func TestContinuationOf(t *testing.T) {
	const chat, messages = "/v1/chat/completions", "/v1/messages"
	for name, c := range map[string]struct {
		request  Request
		fallback Fallback
		want     ContinueForm
		beta     string
	}{
		"Mistral":                        {Request{Path: chat, Upstream: "https://api.mistral.ai"}, Fallback{}, ContinuePrefixRepeated, ""},
		"DeepSeek":                       {Request{Path: chat}, Fallback{Upstream: "https://api.deepseek.com/v1"}, ContinuePrefix, "/beta"},
		"Moonshot":                       {Request{Path: chat, Upstream: "https://api.moonshot.ai"}, Fallback{}, ContinuePartial, ""},
		"Qwen":                           {Request{Path: chat}, Fallback{Upstream: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"}, ContinuePartial, ""},
		"Claude 4.5":                     {Request{Path: messages, Upstream: "https://api.anthropic.com", Model: "claude-sonnet-4-5-20250929"}, Fallback{}, ContinueMessage, ""},
		"Claude 3":                       {Request{Path: messages, Upstream: "https://api.anthropic.com", Model: "claude-3-7-sonnet-latest"}, Fallback{}, ContinueMessage, ""},
		"Claude 4":                       {Request{Path: messages, Upstream: "https://api.anthropic.com", Model: "claude-opus-4-20250514"}, Fallback{}, ContinueMessage, ""},
		"Claude 4.6 refuses it":          {Request{Path: messages, Upstream: "https://api.anthropic.com", Model: "claude-opus-4-6"}, Fallback{}, "", ""},
		"Claude 5 refuses it":            {Request{Path: messages, Upstream: "https://api.anthropic.com", Model: "claude-sonnet-5"}, Fallback{}, "", ""},
		"OpenAI starts anew":             {Request{Path: chat, Upstream: "https://api.openai.com"}, Fallback{}, "", ""},
		"an entry states it":             {Request{Path: chat}, Fallback{Upstream: "http://localhost:8000/v1", Continue: ContinueVLLM}, ContinueVLLM, ""},
		"thinking":                       {Request{Path: chat, Upstream: "https://api.moonshot.ai", Thinks: true}, Fallback{}, "", ""},
		"a grammar":                      {Request{Path: chat, Uncontinuable: true}, Fallback{Continue: ContinuePrefix}, "", ""},
		"the Responses API":              {Request{Path: "/v1/responses"}, Fallback{Continue: ContinuePrefix}, "", ""},
		"a host that only looks like it": {Request{Path: chat, Upstream: "https://api.mistral.ai.example"}, Fallback{}, "", ""},
	} {
		c.request.Method = "POST"
		if got := ContinuationOf(c.request, c.fallback); got.Form != c.want || got.Beta != c.beta {
			t.Errorf("%s: %+v, want %q at %q", name, got, c.want, c.beta)
		}
	}
}
