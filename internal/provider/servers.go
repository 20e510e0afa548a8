// Model servers that people run themselves.

package provider

var servers = [...]Provider{
	{
		ID: "lmstudio", Name: "LM Studio",
		Marks: "unexpected endpoint or method|the model has crashed without",
		Tips: []Tip{
			{"model_not_found", "Load the model in LM Studio, or turn on just-in-time loading; GET /v1/models " +
				"tells its id."},
			{"context_length", "Raise the context length in the model's load settings."},
			{"server_error", tipOllamaLmstudioServerError},
			{"not_found", "LM Studio serves /v1/… and /api/v0/…; anything else is answered with 200 and " +
				"this message."},
		},
	},
	{
		ID: "ollama", Name: "Ollama",
		Hosts: "localhost:11434|127.0.0.1:11434|:11434",
		Marks: "try pulling it first",
		Tips: []Tip{
			{"model_not_found", "See what is there with ollama list, and fetch it with ollama pull."},
			{"context_length", "Ollama loads models with a small window: raise num_ctx, or " +
				"OLLAMA_CONTEXT_LENGTH."},
			{"overloaded", "OLLAMA_NUM_PARALLEL and OLLAMA_MAX_QUEUE set how much it takes at once."},
			{"server_error", tipOllamaLmstudioServerError},
		},
	},
	{
		ID: "tei", Name: "Text Embeddings Inference",
		Marks: "\"error_type\":\"overloaded\"",
	},
	{
		ID: "tgi", Name: "Text Generation Inference",
		Marks: "`max_new_tokens`|input validation error",
		Tips: []Tip{
			{"context_length", "The server's --max-input-tokens and --max-total-tokens set the limit."},
			{"server_error", tipVllmSglangServerError},
		},
	},
	{
		ID: "triton", Name: "Triton",
		Marks: "triton inference server|in ensemble '|request for model instance",
		Tips: []Tip{
			{"model_not_found", "GET /v2/models/NAME/ready tells whether the model was loaded from the " +
				"repository."},
			{"server_error", tipVllmSglangServerError},
		},
	},
	{
		ID: "sglang", Name: "SGLang",
		Marks: "--allow-auto-truncate",
		Tips: []Tip{
			{"model_not_found", tipVllmSglangModelNotFound},
			{"context_length", "The window is what --context-length allows; a smaller max_tokens helps too."},
			{"server_error", tipVllmSglangServerError},
			{"not_found", tipVllmSglangNotFound},
		},
	},
	{
		ID: "vllm", Name: "vLLM",
		Marks: "enginedeaderror|max_model_len|enginecore encountered",
		Tips: []Tip{
			{"model_not_found", tipVllmSglangModelNotFound},
			{"context_length", "The window is what --max-model-len allows; a smaller max_tokens helps too."},
			{"server_error", tipVllmSglangServerError},
			{"not_found", tipVllmSglangNotFound},
		},
	},
	{
		ID: "llama.cpp", Name: "llama.cpp",
		Marks: "exceed_context_size_error|\"unavailable_error\"|the request exceeds the available context",
		Tips: []Tip{
			{"context_length", "The window is what -c (--ctx-size) allows, divided by the parallel slots."},
			{"server_error", tipOllamaLmstudioServerError},
		},
	},
}
