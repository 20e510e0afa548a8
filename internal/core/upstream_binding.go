// What ties a request to its upstream: it speaks of what only that one has.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// ties of a JSON body. bound: it goes to no other upstream; fixed: nor to
// another model.
func ties(path, src string) (bound, fixed bool) {
	jsonish.Walk(src, func(depth int, name string, at int) bool {
		text := ""
		if isAmong(ids[:], name) || isAmong(others[:], name) {
			text, _, _ = jsonish.StringAt(src, at)
		}
		switch {
		case isAmong(ids[:], name):
			bound = bound || text != ""
		case isAmong(idLists[:], name):
			bound = bound || holdsSome(src, at)
		case name == "conversation" && depth == 0, name == "container" && depth <= 1:
			// A name, or an object with its id; a container may also be one yet
			// to be made.
			bound = bound || text != "" || hasText(src[at:], "id")
		case name == "background" && depth == 0:
			bound = bound || strings.HasPrefix(src[at:], "true") // its answer is fetched from there later
		case name == "prompt" && depth == 0:
			bound = bound || hasText(src[at:], "id") // a template that is kept there
		case name == "type":
			bound = bound || text == "item_reference"
		case name == "fileUri", name == "file_uri":
			bound = bound || strings.Contains(text, "/files/")
		case name == "cachedContent", name == "cached_content":
			fixed = fixed || text != "" // which is of one model
		case name == "context" && depth == 0 && strings.HasSuffix(path, "/api/generate"):
			fixed = fixed || holdsSome(src, at) // Ollama: tokens of one model
		}
		return !isAmong(callers[:], name) && !(src[at] == '{' && isAmong(callersObjects[:], name))
	})
	return bound || fixed, fixed
}

// ids are members that name one thing at the upstream, idLists those that name
// several, others those that may. Another one that ignores them would answer without what they stand
// for, and nobody would notice.
var (
	ids = [...]string{
		"previous_response_id", "previous_interaction_id", "conversation_id", "file_id", "vector_store_id",
		"assistant_id", "agent_id", "thread_id",
	}
	others  = [...]string{"conversation", "container", "type", "fileUri", "file_uri", "cachedContent", "cached_content"}
	idLists = [...]string{"file_ids", "vector_store_ids", "data_sources"}
)

// callers are members that hold the application's own data, in which names
// mean what it pleases; callersObjects do so where they are objects.
var (
	callers = [...]string{
		"arguments", "args", "parameters", "properties", "schema", "json_schema", "input_schema", "metadata",
	}
	callersObjects = [...]string{"input", "inputs", "output", "response"}
)

// isAmong is slices.Contains, of which a page would pay for every type.
func isAmong(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// holdsSome reports whether a value is a list with something in it.
func holdsSome(src string, at int) bool {
	inner, isList := strings.CutPrefix(src[at:], "[")
	inner = strings.TrimLeft(inner, " \n\r\t")
	return isList && inner != "" && inner[0] != ']'
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
	for _, folder := range lasting {
		if strings.Contains(path+"/", folder) {
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

var lasting = [...]string{
	"/fine_tuning/", "/fine-tuning/", "/fine_tunes/", "/fine-tunes/",
	"/assistants/", "/agents/", "/batch/", "/batches/", "/evals/", "/vector_stores/", "/realtime/",
}

// loading are calls of Ollama, LM Studio, llama.cpp and vLLM that administer
// models.
var loading = [...]string{
	"/api/pull", "/api/push", "/api/create", "/api/copy", "/api/delete", "/api/show",
	"/models/load", "/models/unload", "/models/download",
	"/load_lora_adapter", "/unload_lora_adapter",
}

// isThread: a thread is where it was made.
func isThread(path string) bool {
	return strings.Contains(path+"/", "/threads/") || strings.Contains(path+"/", "/conversations/")
}
