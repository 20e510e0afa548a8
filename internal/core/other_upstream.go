// Where a request goes at another upstream, and what of it may go there.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// harmless headers, which say what is asked and not who asks.
var harmless = []string{
	"accept", "accept-encoding", "accept-language", "content-type", "content-length", "content-encoding", "user-agent",
	"anthropic-version", "anthropic-beta", "openai-beta", "idempotency-key", "traceparent", "tracestate", "x-client-request-id",
}

// harmlessQuery is the only parameter that goes elsewhere: without it Gemini
// streams in a form that the caller did not ask for.
const harmlessQuery = "alt=sse"

// elsewhere is the URL of a path, for the model that it is to name, below
// another upstream: a base URL as SDKs take it. m is the model that the call's
// own path names.
func (o OriginalRequest) elsewhere(base, path string, m *pathModel) string {
	switch {
	case m != nil && m.shape.openAI:
		return withPath(base, "/v1") + m.rest
	case m != nil && m.shape.root:
		return base + path[m.start-len(m.shape.before):]
	case m != nil:
		return versioned(base, path) + o.harmlessQuery()
	}
	for _, tail := range [...]string{"/api/chat", "/api/generate", "/api/embed", "/api/embeddings"} { // Ollama's own
		if strings.HasSuffix(path, tail) {
			return strings.TrimSuffix(strings.TrimSuffix(base, "/v1"), "/api") + tail
		}
	}
	version, after := plain(path)
	return withPath(base, version) + after
}

// plain is a path of OpenAI's API, or of one that speaks like it, without what
// stands in front of it; and the version that it is of.
func plain(path string) (version, after string) {
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

func (o OriginalRequest) harmlessQuery() string {
	if strings.Contains("&"+o.Query+"&", "&"+harmlessQuery+"&") {
		return "?" + harmlessQuery
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

// versioned joins a base URL and a path that has a version: the base's own
// version counts, and where it names a project, that one.
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

// atVersion cuts a path behind the segment that is a version, and forgets what
// stands before it: "/v1beta" and "/models/x". Without one it is all after.
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

// authOf an upstream that is asked at this URL.
func authOf(url string) classify.Headers {
	path, _, _ := strings.Cut(url, "?")
	m := modelInPath(path)
	switch {
	case m != nil && m.shape.google && !strings.Contains(path, "/projects/"):
		return classify.Headers{{Name: "x-goog-api-key"}} // Gemini takes what is a bearer's for a login
	case strings.HasSuffix(path, "/messages"), strings.HasSuffix(path, "/messages/count_tokens"):
		return classify.Headers{{Name: "authorization", Value: "Bearer "}, {Name: "x-api-key"}}
	}
	return classify.Headers{{Name: "authorization", Value: "Bearer "}}
}
