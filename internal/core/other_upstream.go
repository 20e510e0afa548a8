// The URL, the headers and the key of a request at another upstream.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// forwardedHeaders describe the request and not the caller.
var forwardedHeaders = []string{
	"accept", "accept-encoding", "accept-language", "content-type", "content-length", "content-encoding",
	"user-agent", "anthropic-version", "anthropic-beta", "openai-beta", "idempotency-key",
	"traceparent", "tracestate", "x-client-request-id",
}

// forwardedQuery is the only parameter that another upstream gets: without it
// Gemini streams a JSON array, which the caller did not ask for.
const forwardedQuery = "alt=sse"

// urlAt returns the URL of a path, which names the fallback's model, at another
// upstream: a base URL as SDKs take it. m is the model in the call's own path.
func (o OriginalRequest) urlAt(base, path string, m *pathModel) string {
	switch {
	case m != nil && m.shape.openAI:
		return withPath(base, "/v1") + m.rest
	case m != nil && m.shape.root:
		return base + path[m.start-len(m.shape.before):]
	case m != nil:
		return versioned(base, path) + o.forwardedQuery()
	}
	for _, tail := range [...]string{"/api/chat", "/api/generate", "/api/embed", "/api/embeddings"} { // Ollama's own
		if strings.HasSuffix(path, tail) {
			return strings.TrimSuffix(strings.TrimSuffix(base, "/v1"), "/api") + tail
		}
	}
	version, after := openAIPath(path)
	return withPath(base, version) + after
}

// openAIPath splits a path of OpenAI's API, or of a compatible one, into version and
// rest, and drops any prefix.
func openAIPath(path string) (version, after string) {
	tail := api.OpenAITail(path)
	if strings.Count(tail, "/") > 1 {
		return "/v1", tail
	}
	version, after = atVersion(path)
	if rest, is := strings.CutPrefix(after, "/openai/"); is && version != "" {
		return "/v1", "/" + rest // Gemini's "/v1beta/openai/embeddings"
	}
	if version != "" {
		return version, after
	}
	if tail != "" {
		return "/v1", tail
	}
	return "/v1", path
}

func (o OriginalRequest) forwardedQuery() string {
	if strings.Contains("&"+o.Query+"&", "&"+forwardedQuery+"&") {
		return "?" + forwardedQuery
	}
	return ""
}

// withPath adds a path to a base URL that has none.
func withPath(base, path string) string {
	if _, rest, _ := strings.Cut(base, "://"); strings.IndexByte(rest, '/') < 0 {
		return base + path
	}
	return base
}

// versioned joins a base URL and a path with a version. The version and the project
// of the base URL win.
func versioned(base, path string) string {
	version, after := atVersion(path)
	if strings.Contains(base, "/projects/") {
		for _, part := range [...]string{"/publishers/", "/endpoints/"} {
			if i := strings.Index(after, part); i >= 0 {
				return base + after[i:]
			}
		}
	}
	if isVersion(base[strings.LastIndexByte(base, '/')+1:]) {
		return base + after
	}
	return base + version + after
}

// atVersion splits a path after its version and drops the part before: "/v1beta" and
// "/models/x". Without a version, after is the whole path.
func atVersion(path string) (version, after string) {
	for i := 0; i < len(path); {
		end := strings.IndexByte(path[i+1:], '/')
		if end < 0 {
			break
		}
		if end += i + 1; isVersion(path[i+1 : end]) {
			return path[i:end], path[end:]
		}
		i = end
	}
	return "", path
}

// authOf returns the headers for the key of the upstream with this URL.
func authOf(url string) classify.Headers {
	path, _, _ := strings.Cut(url, "?")
	m := modelInPath(path)
	switch {
	case m != nil && m.shape.google && !strings.Contains(path, "/projects/"):
		return classify.Headers{{Name: "x-goog-api-key"}} // Gemini takes a bearer token for OAuth
	case strings.HasSuffix(path, "/messages"), strings.HasSuffix(path, "/messages/count_tokens"):
		return classify.Headers{{Name: "authorization", Value: "Bearer "}, {Name: "x-api-key"}}
	}
	return classify.Headers{{Name: "authorization", Value: "Bearer "}}
}
