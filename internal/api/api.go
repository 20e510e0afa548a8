// Package api knows the calls of LLM APIs by method and path: which ones
// generate an answer, in which dialect that is streamed, and which ones may be
// sent twice. A path that it does not know is no call that generates; what such
// a call answers is not judged.
//
// This file holds the table; the paths of a new API are a row of it.
package api

import "strings"

// Dialect of a streamed answer.
type Dialect uint8

const (
	// Other answers are of no API whose streams are known.
	Other     Dialect = iota
	OpenAI            // chat completions and completions
	Responses         // OpenAI's Responses
	Anthropic         // messages
	Gemini            // generateContent, streamGenerateContent
	Ollama            // /api/chat, /api/generate, and llama.cpp's own /completion
)

// Endpoint is what a method and a path tell of a call.
type Endpoint struct {
	// Dialect in which the answer is streamed.
	Dialect Dialect
	// Generates: the answer is made for this request alone; the call reads and
	// changes nothing that is kept.
	Generates bool
	// Repeatable: the worst that sending it twice can do is to cost twice.
	Repeatable bool
}

// call of the table: a path ends in suffix.
type call struct {
	suffix  string
	dialect Dialect
	once    bool // too costly to be made twice without being asked: pictures, speech
}

// Sources: the API references of OpenAI, Anthropic, Google (Gemini, Vertex),
// Ollama, llama.cpp, Cohere, Voyage, Mistral, AWS Bedrock.
var calls = [...]call{
	{suffix: "/chat/completions", dialect: OpenAI},
	{suffix: "/completions", dialect: OpenAI},
	{suffix: "/responses", dialect: Responses},
	{suffix: "/messages", dialect: Anthropic},
	{suffix: ":generateContent", dialect: Gemini},
	{suffix: ":streamGenerateContent", dialect: Gemini},
	{suffix: ":rawPredict", dialect: Anthropic},
	{suffix: ":streamRawPredict", dialect: Anthropic},
	{suffix: "/api/chat", dialect: Ollama},
	{suffix: "/api/generate", dialect: Ollama},
	{suffix: "/completion", dialect: Ollama},
	{suffix: "/messages/count_tokens"},
	{suffix: "/embeddings"},
	{suffix: "/moderations"},
	{suffix: "/rerank"},
	{suffix: "/v1/chat"},
	{suffix: "/v2/chat"},
	{suffix: "/v2/embed"},
	{suffix: "/api/embed"},
	{suffix: ":embedContent"},
	{suffix: ":batchEmbedContents"},
	{suffix: ":countTokens"},
	{suffix: ":predict", once: true},
	{suffix: "/images/generations", once: true},
	{suffix: "/images/edits", once: true},
	{suffix: "/images/variations", once: true},
	{suffix: "/audio/speech", once: true},
	{suffix: "/audio/transcriptions", once: true},
	{suffix: "/audio/translations", once: true},
}

// Lookup returns what is known of a call; the path is without its query. Slashes
// that stand twice or at the end do not matter.
func Lookup(method, path string) Endpoint {
	if method != "POST" {
		return Endpoint{}
	}
	path = strings.TrimRight(path, "/")
	for i := range calls {
		if c := &calls[i]; strings.HasSuffix(path, c.suffix) {
			if isThread(path) {
				return Endpoint{}
			}
			return Endpoint{Dialect: c.of(path), Generates: true, Repeatable: !c.once}
		}
	}
	return Endpoint{Generates: isBedrock(path) || strings.Contains(path, "/ai/run/"), Repeatable: isBedrock(path)}
}

// Suffixes of the paths in the table, for whoever needs it in another language.
func Suffixes() (all []string) {
	for i := range calls {
		all = append(all, calls[i].suffix)
	}
	return all
}

// isThread: the Assistants API keeps what is sent to a thread.
func isThread(path string) bool { return strings.Contains(path, "/threads/") }

// isBedrock: InvokeModel and Converse of AWS Bedrock. Their streams are binary
// and pass as they are.
func isBedrock(path string) bool {
	if !strings.Contains(path, "/model/") {
		return false
	}
	for _, verb := range [...]string{"/invoke", "/converse", "/invoke-with-response-stream", "/converse-stream"} {
		if strings.HasSuffix(path, verb) {
			return true
		}
	}
	return false
}

// of a path: Vertex serves Anthropic's models and others', which speak like
// OpenAI's, under the same verbs.
func (c *call) of(path string) Dialect {
	if c.dialect == Anthropic && strings.HasSuffix(c.suffix, "Predict") && !strings.Contains(path, "/publishers/anthropic/") {
		return OpenAI
	}
	return c.dialect
}
