// Cures of headers and paths.

package cure

import "strings"

// refusedBetas: Unexpected value(s) `a`, `b` for the `anthropic-beta` header.
func refusedBetas(_ *Error, t *text) (changes []Change) {
	parts := strings.Split(t.source[:strings.Index(t.lower, "`anthropic-beta` header")], "`")
	for i := 1; i+1 < len(parts); i += 2 {
		if value := parts[i]; value != "" && strings.IndexByte(value, ' ') < 0 {
			changes = append(changes, Change{Op: DropHeader, Name: "anthropic-beta", Value: value, Lasting: true})
		}
	}
	return changes
}

// repeated are the ends of base URLs, to which a client has added the same path again.
var repeated = [...]string{"/v1/chat/completions", "/chat/completions", "/openai/v1", "/api/v1", "/v1beta",
	"/v1", "/messages", "/openai"}

func doubledPath(e *Error, t *text) []Change {
	for _, part := range repeated {
		if !t.contains(part) && !strings.Contains(e.Path, part) {
			continue
		}
		twice := part + part
		if t.has(twice+"/|"+twice+" |"+twice+")|"+twice+"\"|"+twice+"'") || strings.Contains(e.Path+"/", twice+"/") {
			return []Change{{Op: Path, From: twice, Value: part, Lasting: true}}
		}
	}
	return nil
}

// endpoints are the ends of the paths that need a version before them.
var endpoints = [...]string{"/chat/completions", "/completions", "/embeddings", "/responses", "/messages"}

func missingVersion(e *Error, t *text) []Change {
	for _, end := range endpoints {
		if !t.contains(end) && e.Path != end {
			continue
		}
		named := t.has("post " + end + "|post /openai" + end + "|path " + end + "|path '" + end + "|path \"" + end +
			"|url " + end + "|\"path\":\"" + end)
		if named || e.Class == "not_found" && e.Path == end {
			return []Change{{Op: Path, From: end, Value: "/v1" + end, Lasting: true}}
		}
	}
	return nil
}
