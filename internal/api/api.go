// Package api knows the endpoints of LLM APIs by method and path: which ones
// generate an answer, in which dialect it is streamed, and which requests may be
// sent twice. The answer of an unknown endpoint is never inspected.
//
// The endpoints are rows of Table (table.go); this file looks them up.
package api

import "strings"

// Dialect is the shape of an API's messages.
type Dialect uint8

const (
	Other     Dialect = iota // no known API: its streams pass unread
	OpenAI                   // chat completions and completions
	Responses                // OpenAI's Responses
	Anthropic                // messages
	Gemini                   // generateContent, streamGenerateContent
	Ollama                   // /api/chat, /api/generate, and llama.cpp's /completion
	Dialects                 // how many there are
)

// Endpoint is what is known of a call by its method and path.
type Endpoint struct {
	// Dialect in which the answer is streamed.
	Dialect Dialect
	// Generates: the answer is made for this request alone; the call neither reads
	// nor changes anything that is stored.
	Generates bool
	// Repeatable: sending the request twice costs twice, and does no other harm.
	Repeatable bool
}

// Lookup returns the endpoint of a path, which has no query. Trailing slashes do
// not matter.
func Lookup(method, path string) Endpoint {
	if method != "POST" {
		return Endpoint{}
	}
	path = strings.TrimRight(path, "/")
	for i := range Table {
		r := &Table[i]
		if r.Use == NamesModel || !strings.HasSuffix(path, r.Suffix) || r.Family == FamilyBedrock && !isBedrock(path) {
			continue
		}
		if isThread(path) && r.Family != FamilyBedrock {
			return Endpoint{}
		}
		return Endpoint{Dialect: dialectOf(r, path), Generates: true, Repeatable: r.Use != GeneratesOnce}
	}
	return Endpoint{Generates: strings.Contains(path, "/ai/run/")} // Cloudflare's Workers AI
}

// OpenAITail returns the end of a path that is a path of OpenAI's API, without
// its version; "" for any other.
func OpenAITail(path string) (tail string) {
	for i := range Table {
		if r := &Table[i]; r.Family == FamilyOpenAI && len(r.Suffix) > len(tail) && strings.HasSuffix(path, r.Suffix) {
			tail = r.Suffix
		}
	}
	return tail
}

// GeneratingSuffixes are the paths of the table from which wasm/generate makes
// the JavaScript driver's own test.
func GeneratingSuffixes() (all []string) {
	for i := range Table {
		if r := &Table[i]; r.Use != NamesModel && r.Family != FamilyBedrock {
			all = append(all, r.Suffix)
		}
	}
	return all
}

// isThread: the Assistants API stores the messages that are sent to a thread.
func isThread(path string) bool { return strings.Contains(path, "/threads/") }

// isBedrock: "/invoke" alone is not enough to recognize AWS Bedrock.
func isBedrock(path string) bool { return strings.Contains(path, "/model/") }

// dialectOf a path: Vertex serves Anthropic's models, and others with OpenAI's
// dialect, under the same verbs.
func dialectOf(r *Row, path string) Dialect {
	isVertex := r.Dialect == Anthropic && r.Family == FamilyGoogle
	if isVertex && !strings.Contains(path, "/publishers/anthropic/") {
		return OpenAI
	}
	return r.Dialect
}
