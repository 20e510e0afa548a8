package api

import "testing"

func TestOf(t *testing.T) {
	for _, c := range []struct {
		method, path string
		want         Endpoint
	}{
		{"POST", "/v1/chat/completions", Endpoint{OpenAI, true, true}},
		{"POST", "/v1/chat/completions/", Endpoint{OpenAI, true, true}},
		{"POST", "//v1/chat/completions", Endpoint{OpenAI, true, true}},
		{"POST", "/openai/deployments/gpt-5/chat/completions", Endpoint{OpenAI, true, true}},
		{"POST", "/v1/fim/completions", Endpoint{OpenAI, true, true}},
		{"POST", "/completion", Endpoint{Ollama, true, true}},
		{"POST", "/v1/responses", Endpoint{Responses, true, true}},
		{"POST", "/v1/responses/resp_1/cancel", Endpoint{}},
		{"GET", "/v1/responses/resp_1", Endpoint{}},
		{"GET", "/v1/chat/completions", Endpoint{}},
		{"POST", "/v1/messages", Endpoint{Anthropic, true, true}},
		{"POST", "/v1/messages/", Endpoint{Anthropic, true, true}},
		{"POST", "/v1/messages/count_tokens", Endpoint{Other, true, true}},
		{"POST", "/v1/messages/batches", Endpoint{}},
		{"POST", "/v1/threads/thread_1/messages", Endpoint{}},
		{"POST", "/v1beta/models/gemini-3:streamGenerateContent", Endpoint{Gemini, true, true}},
		{
			"POST", "/v1/projects/p/locations/l/publishers/anthropic/models/claude:streamRawPredict",
			Endpoint{Anthropic, true, true},
		},
		{"POST", "/v1/projects/p/locations/l/publishers/mistralai/models/m:streamRawPredict", Endpoint{OpenAI, true, true}},
		{"POST", "/v1/projects/p/locations/l/publishers/google/models/imagen:predict", Endpoint{Other, true, false}},
		{"POST", "/model/anthropic.claude-v2%3A1/invoke", Endpoint{Other, true, true}},
		{"POST", "/base/model/m/converse-stream", Endpoint{Other, true, true}},
		{"POST", "/client/v4/accounts/a/ai/run/@cf/meta/llama", Endpoint{Other, true, false}},
		{"POST", "/api/chat", Endpoint{Ollama, true, true}},
		{"POST", "/api/embeddings", Endpoint{Other, true, true}},
		{"POST", "/v1/images/generations", Endpoint{Other, true, false}},
		{"POST", "/v1/audio/speech", Endpoint{Other, true, false}},
		{"POST", "/v1/files", Endpoint{}},
		{"POST", "/v1/batches", Endpoint{}},
		{"POST", "", Endpoint{}},
	} {
		if got := Lookup(c.method, c.path); got != c.want {
			t.Errorf("%s %s: %+v, want %+v", c.method, c.path, got, c.want)
		}
	}
}
