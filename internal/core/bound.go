// What ties a request to its upstream: it speaks of what only that one has.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// ties of a JSON body. bound: it goes to no other upstream; fixed: nor to
// another model.
func ties(path, src string) (bound, fixed bool) {
	bound = isTrue(src, "background") // its answer is fetched from there later
	jsonish.Walk(src, func(depth int, name string, at int) bool {
		switch {
		case ids[name]:
			text, _, _ := jsonish.StringAt(src, at)
			bound = bound || text != ""
		case idLists[name]:
			bound = bound || holds(src, at, '[')
		case name == "conversation" && depth == 0, name == "container" && depth <= 1:
			// A name, or an object with its id; a container may also be one yet
			// to be made.
			text, _, _ := jsonish.StringAt(src, at)
			bound = bound || text != "" || hasText(src[at:], "id")
		case name == "prompt" && depth == 0:
			bound = bound || hasText(src[at:], "id") // a template that is kept there
		case name == "type":
			text, _, _ := jsonish.StringAt(src, at)
			bound = bound || text == "item_reference"
		case name == "fileUri", name == "file_uri":
			text, _, _ := jsonish.StringAt(src, at)
			bound = bound || strings.Contains(text, "/files/")
		case name == "cachedContent", name == "cached_content":
			text, _, _ := jsonish.StringAt(src, at)
			fixed = fixed || text != "" // which is of one model
		case name == "context" && depth == 0 && strings.HasSuffix(path, "/api/generate"):
			fixed = fixed || holds(src, at, '[') // Ollama: tokens of one model
		}
		return !callers[name] && !(src[at] == '{' && callersObjects[name])
	})
	return bound || fixed, fixed
}

// ids are members that name one thing at the upstream, idLists those that name
// several. Another one that ignores them would answer without what they stand
// for, and nobody would notice.
var (
	ids = map[string]bool{
		"previous_response_id": true, "previous_interaction_id": true, "conversation_id": true, "file_id": true, "vector_store_id": true,
		"assistant_id": true, "agent_id": true, "thread_id": true,
	}
	idLists = map[string]bool{"file_ids": true, "vector_store_ids": true, "data_sources": true}
)

// callers are members that hold the application's own data, in which names
// mean what it pleases; callersObjects do so where they are objects.
var (
	callers        = map[string]bool{"arguments": true, "args": true, "parameters": true, "properties": true, "schema": true, "json_schema": true, "input_schema": true, "metadata": true}
	callersObjects = map[string]bool{"input": true, "inputs": true, "output": true, "response": true}
)

// holds reports whether a value is an object or array, by its bracket, with
// something in it.
func holds(src string, at int, bracket byte) bool {
	if at >= len(src) || src[at] != bracket {
		return false
	}
	inner := strings.TrimLeft(src[at+1:], " \n\r\t")
	return inner != "" && inner[0] != bracket+2
}

// hasText reports whether a JSON object has a member that is a text.
func hasText(src, name string) bool {
	for _, span := range jsonish.Members(src, name) {
		if span.End-span.Start > 2 && src[span.Start] == '"' {
			return true
		}
	}
	return false
}

// keeps reports whether a call makes, changes or loads something that stays,
// which must not be another model's than was asked for.
func keeps(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if lasting[segment] {
			return true
		}
	}
	for _, end := range loading {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

var lasting = map[string]bool{
	"fine_tuning": true, "fine-tuning": true, "fine_tunes": true, "fine-tunes": true, "assistants": true, "agents": true,
	"batch": true, "batches": true, "evals": true, "vector_stores": true, "realtime": true,
}

// loading are calls of Ollama, LM Studio, llama.cpp and vLLM that administer
// models.
var loading = [...]string{
	"/api/pull", "/api/push", "/api/create", "/api/copy", "/api/delete", "/api/show", "/models/load", "/models/unload", "/models/download",
	"/load_lora_adapter", "/unload_lora_adapter",
}

// isThread: a thread is where it was made.
func isThread(path string) bool {
	return strings.Contains(path+"/", "/threads/") || strings.Contains(path+"/", "/conversations/")
}
