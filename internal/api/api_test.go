package api

import "testing"

func TestOf(t *testing.T) {
	for _, c := range []struct {
		method, path string
		want         Call
	}{
		{"POST", "/v1/chat/completions", Call{OpenAI, true, true}},
		{"POST", "/v1/chat/completions/", Call{OpenAI, true, true}},
		{"POST", "//v1/chat/completions", Call{OpenAI, true, true}},
		{"POST", "/openai/deployments/gpt-5/chat/completions", Call{OpenAI, true, true}},
		{"POST", "/v1/fim/completions", Call{OpenAI, true, true}},
		{"POST", "/completion", Call{Ollama, true, true}},
		{"POST", "/v1/responses", Call{Responses, true, true}},
		{"POST", "/v1/responses/resp_1/cancel", Call{}},
		{"GET", "/v1/responses/resp_1", Call{}},
		{"GET", "/v1/chat/completions", Call{}},
		{"POST", "/v1/messages", Call{Anthropic, true, true}},
		{"POST", "/v1/messages/", Call{Anthropic, true, true}},
		{"POST", "/v1/messages/count_tokens", Call{Other, true, true}},
		{"POST", "/v1/messages/batches", Call{}},
		{"POST", "/v1/threads/thread_1/messages", Call{}},
		{"POST", "/v1beta/models/gemini-3:streamGenerateContent", Call{Gemini, true, true}},
		{"POST", "/v1/projects/p/locations/l/publishers/anthropic/models/claude:streamRawPredict", Call{Anthropic, true, true}},
		{"POST", "/v1/projects/p/locations/l/publishers/mistralai/models/m:streamRawPredict", Call{OpenAI, true, true}},
		{"POST", "/v1/projects/p/locations/l/publishers/google/models/imagen:predict", Call{Other, true, false}},
		{"POST", "/model/anthropic.claude-v2%3A1/invoke", Call{Other, true, true}},
		{"POST", "/base/model/m/converse-stream", Call{Other, true, true}},
		{"POST", "/client/v4/accounts/a/ai/run/@cf/meta/llama", Call{Other, true, false}},
		{"POST", "/api/chat", Call{Ollama, true, true}},
		{"POST", "/api/embeddings", Call{Other, true, true}},
		{"POST", "/v1/images/generations", Call{Other, true, false}},
		{"POST", "/v1/audio/speech", Call{Other, true, false}},
		{"POST", "/v1/files", Call{}},
		{"POST", "/v1/batches", Call{}},
		{"POST", "", Call{}},
	} {
		if got := Of(c.method, c.path); got != c.want {
			t.Errorf("%s %s: %+v, want %+v", c.method, c.path, got, c.want)
		}
	}
}
