// Which requests only their own upstream can answer, because they name a file, an
// earlier answer or a tool that is stored there.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// bindings of a JSON body. bound: no other upstream may get it; fixed: nor may
// another model.
func bindings(path, src string) (bound, fixed bool) {
	jsonish.Walk(src, func(depth int, name string, at int) bool {
		text := ""
		if isAmong(ids[:], name) || isAmong(conditional[:], name) {
			text, _, _ = jsonish.StringAt(src, at)
		}
		switch {
		case isAmong(ids[:], name):
			bound = bound || text != ""
		case isAmong(idLists[:], name):
			bound = bound || isNonEmptyList(src, at)
		case name == "conversation" && depth == 0, name == "container" && depth <= 1:
			// An id, or an object with one; a container without one is new.
			bound = bound || text != "" || hasText(src[at:], "id")
		case name == "background" && depth == 0:
			bound = bound || strings.HasPrefix(src[at:], "true") // the answer is fetched from there later
		case name == "prompt" && depth == 0:
			bound = bound || hasText(src[at:], "id") // a template that is stored there
		case name == "type":
			// A compacted conversation is encrypted by its upstream.
			bound = bound || text == "item_reference" || text == "compaction" && strings.HasSuffix(path, "/responses")
		case name == "fileUri", name == "file_uri":
			bound = bound || strings.Contains(text, "/files/")
		case name == "cachedContent", name == "cached_content":
			fixed = fixed || text != "" // a cache belongs to one model
		case name == "context" && depth == 0 && strings.HasSuffix(path, "/api/generate"):
			fixed = fixed || isNonEmptyList(src, at) // Ollama: tokens of one model
		}
		return !isAmong(appData[:], name) && !(src[at] == '{' && isAmong(appObjects[:], name))
	})
	return bound || fixed, fixed
}

// ids are members that contain the id of an object stored at the upstream, idLists
// contain several, conditional ones may. Another upstream may ignore an unknown id
// and answer without the object, which nobody would notice.
var (
	ids = [...]string{
		"previous_response_id", "previous_interaction_id", "conversation_id", "file_id", "vector_store_id",
		"assistant_id", "agent_id", "thread_id",
	}
	conditional = [...]string{
		"conversation", "container", "type", "fileUri", "file_uri", "cachedContent", "cached_content",
	}
	idLists = [...]string{"file_ids", "vector_store_ids", "data_sources"}
)

// appData are members that contain the application's own data, in which no name
// has a meaning for us; appObjects are such members where they are objects.
var (
	appData = [...]string{
		"arguments", "args", "parameters", "properties", "schema", "json_schema", "input_schema", "metadata",
	}
	appObjects = [...]string{"input", "inputs", "output", "response"}
)

// isAmong stands in for slices.Contains, which is larger in WebAssembly.
func isAmong(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// isNonEmptyList reports whether the value at this offset is a list with elements.
func isNonEmptyList(src string, at int) bool {
	inner, isList := strings.CutPrefix(src[at:], "[")
	inner = strings.TrimLeft(inner, " \n\r\t")
	return isList && inner != "" && inner[0] != ']'
}

// hasText reports whether a JSON object has a member that is a non-empty string.
func hasText(src, name string) bool {
	for _, span := range jsonish.Members(src, name) {
		if span.End-span.Start > 2 && src[span.Start] == '"' {
			return true
		}
	}
	return false
}

// isStateful reports whether a call creates, changes or loads a stored object, which
// must not be one of another model.
func isStateful(path string) bool {
	inFolder := path + "/"
	for _, folder := range statefulFolders {
		if strings.Contains(inFolder, folder) {
			return true
		}
	}
	for _, end := range modelAdmin {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

var statefulFolders = [...]string{
	"/fine_tuning/", "/fine-tuning/", "/fine_tunes/", "/fine-tunes/",
	"/assistants/", "/agents/", "/batch/", "/batches/", "/evals/", "/vector_stores/", "/realtime/",
}

// modelAdmin are the calls of Ollama, LM Studio, llama.cpp and vLLM that manage
// models.
var modelAdmin = [...]string{
	"/api/pull", "/api/push", "/api/create", "/api/copy", "/api/delete", "/api/show",
	"/models/load", "/models/unload", "/models/download",
	"/load_lora_adapter", "/unload_lora_adapter",
}

// isThread: a thread exists only at the upstream that created it.
func isThread(path string) bool {
	return strings.Contains(path+"/", "/threads/") || strings.Contains(path+"/", "/conversations/")
}
