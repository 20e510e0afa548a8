// What the table of cures says of each to a reader of the documentation.

package cure

// Description of a cure. Source is the page of a provider that documents it, or the server
// whose error spells it out.
type Description struct{ ID, Does, Source string }

// Descriptions returns one row for each cure, in the order in which they are looked for.
func Descriptions() []Description { return descriptions[:] }

var descriptions = [...]Description{
	{"anthropic-version", "adds the header `anthropic-version`", "Anthropic: API versions"},
	{"beta-header", "takes a refused value out of `anthropic-beta`",
		"Anthropic: beta headers, of which Bedrock and Vertex know fewer"},
	{"auth-header", "sends the key in the header that the API reads", "OpenAI, Anthropic, Google, Azure: authentication"},
	{"api-version", "adds the query parameter `api-version`", "Azure OpenAI: REST reference"},
	{"doubled-path", "removes a part of the path that stands twice: `/v1/v1`", "a base URL that already ends in it"},
	{"missing-version", "adds `/v1` to the path", "OpenAI and compatible servers: API reference"},
	{"other-endpoint", "names the endpoint that has this model; advice only, because its body has another shape",
		"OpenAI: models and their endpoints"},
	{"affordable-tokens", "lowers `max_tokens` to what the balance pays", "OpenRouter: errors"},
	{"window", "lowers `max_tokens` to what the prompt leaves of the window, if 256 or more are left",
		"OpenAI, Anthropic, OpenRouter, vLLM, SGLang, TGI: errors"},
	{"exclusive-parameters", "leaves out one of two parameters that exclude each other: `top_p` beside `temperature`",
		"Anthropic, OpenAI, Google: API reference"},
	{"renamed-parameter", "sends a limit of output tokens under the name that the error states",
		"OpenAI: reasoning models, Responses API"},
	{"developer-role", "gives messages of the role `developer` the role `system`",
		"servers that do not know OpenAI's newer role"},
	{"adaptive-thinking", "asks for adaptive thinking", "Anthropic: adaptive thinking"},
	{"stated-value", "sends the one value that the error states (`enable_thinking` false, `store` false), " +
		"or a number without quotes", "DashScope: Qwen3; the provider's error"},
	{"null-value", "leaves out a parameter that is sent as null to a server that refuses null", "the provider's error"},
	{"thinking-budget", "brings the thinking budget to half of `max_tokens`, which includes it",
		"Anthropic: extended thinking"},
	{"value-not-offered", "sends the nearest value of `reasoning_effort` or `verbosity` that is offered",
		"OpenAI: reasoning"},
	{"list-too-long", "sends as many stop sequences as are allowed", "OpenAI: API reference"},
	{"out-of-range", "brings a number within its stated bounds: `max_tokens`, `temperature`, `n`, `dimensions` …",
		"the provider's error"},
	{"unsupported-parameter", "leaves out optional parameters that are not supported", "the provider's error"},
	{"successor", "asks for the successor of a retired model, if the error names just one",
		"providers' pages of deprecations"},
}
