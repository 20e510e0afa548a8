// The table of endpoints: a new endpoint is a row here. How a path names its
// model is in internal/core/model_in_path.go.

package api

// Row of the table: all paths that end in Suffix.
type Row struct {
	Suffix  string
	Dialect Dialect
	Family  Family
	Use     Use
}

// Family of endpoints that share the form of their paths.
type Family uint8

const (
	FamilyNone    Family = iota
	FamilyOpenAI         // OpenAI's paths, which compatible APIs have, too
	FamilyGoogle         // verbs of Gemini and Vertex
	FamilyBedrock        // AWS Bedrock: streams are binary and pass unread
)

// Use of an endpoint.
type Use uint8

const (
	Generates     Use = iota // an answer; sending twice does no harm but its cost
	GeneratesOnce            // pictures, speech: too costly to send twice unasked
	NamesModel               // known only because the path or the body names a model
)

// Table of endpoints. Sources: the API references of OpenAI, Anthropic, Google
// (Gemini, Vertex), Ollama, llama.cpp, Cohere, Voyage, Mistral, AWS Bedrock.
var Table = [...]Row{
	{"/chat/completions", OpenAI, FamilyOpenAI, Generates},
	{"/fim/completions", OpenAI, FamilyOpenAI, Generates}, // Mistral
	{"/completions", OpenAI, FamilyOpenAI, Generates},
	{"/responses", Responses, FamilyOpenAI, Generates},
	{"/responses/compact", Other, FamilyOpenAI, NamesModel},
	{"/messages", Anthropic, FamilyOpenAI, Generates},
	{"/messages/count_tokens", Other, FamilyOpenAI, Generates},
	{"/embeddings", Other, FamilyOpenAI, Generates},
	{"/moderations", Other, FamilyOpenAI, Generates},
	{"/rerank", Other, FamilyOpenAI, Generates},
	{"/images/generations", Other, FamilyOpenAI, GeneratesOnce},
	{"/images/edits", Other, FamilyOpenAI, GeneratesOnce},
	{"/images/variations", Other, FamilyOpenAI, GeneratesOnce},
	{"/images/embeddings", Other, FamilyOpenAI, Generates},
	{"/audio/speech", Other, FamilyOpenAI, GeneratesOnce},
	{"/audio/transcriptions", Other, FamilyOpenAI, GeneratesOnce},
	{"/audio/translations", Other, FamilyOpenAI, GeneratesOnce},
	{"/edits", Other, FamilyOpenAI, NamesModel},

	{":generateContent", Gemini, FamilyGoogle, Generates},
	{":streamGenerateContent", Gemini, FamilyGoogle, Generates},
	{":rawPredict", Anthropic, FamilyGoogle, Generates},
	{":streamRawPredict", Anthropic, FamilyGoogle, Generates},
	{":embedContent", Other, FamilyGoogle, Generates},
	{":batchEmbedContents", Other, FamilyGoogle, Generates},
	{":countTokens", Other, FamilyGoogle, Generates},
	{":predict", Other, FamilyGoogle, GeneratesOnce},
	{":computeTokens", Other, FamilyGoogle, NamesModel},
	{":generateAnswer", Other, FamilyGoogle, NamesModel},
	{":serverStreamingPredict", Other, FamilyGoogle, NamesModel},
	{":predictLongRunning", Other, FamilyGoogle, NamesModel},

	{"/invoke", Other, FamilyBedrock, Generates},
	{"/invoke-with-response-stream", Other, FamilyBedrock, Generates},
	{"/converse", Other, FamilyBedrock, Generates},
	{"/converse-stream", Other, FamilyBedrock, Generates},
	{"/count-tokens", Other, FamilyBedrock, NamesModel},

	{"/api/chat", Ollama, FamilyNone, Generates},
	{"/api/generate", Ollama, FamilyNone, Generates},
	{"/api/embed", Other, FamilyNone, Generates},
	{"/completion", Ollama, FamilyNone, Generates}, // llama.cpp
	{"/v1/chat", Other, FamilyNone, Generates},     // Cohere
	{"/v2/chat", Other, FamilyNone, Generates},
	{"/v2/embed", Other, FamilyNone, Generates},
}
