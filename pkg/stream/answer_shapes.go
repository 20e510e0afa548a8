// The shapes of answers and of errors in JSON under a success status. A value is
// an error where its outermost members are an error's and none is an answer's.
// Text and inner objects are not read: a model may write about errors, and a tool
// may have failed. pkg/classify decides later which error it is.
//
// wasm/src/inspect.js has the error members again, so that a success need not
// enter the core; test/scenarios/suspect.json checks both.

package stream

import "github.com/ukemi-dev/ukemi/internal/jsonish"

// answerMembers contain the answer in the known APIs. A value with one that is not
// empty is an answer, whatever its other members are.
var answerMembers = [...]string{
	"choices",             // OpenAI and compatible APIs
	"output",              // Responses, Bedrock's Converse, DashScope
	"content",             // Anthropic, llama.cpp
	"candidates",          // Gemini
	"message", "response", // Ollama, Cohere: an object; Ollama's generate: a text
	"data", "embeddings", // lists of embeddings and pictures
	"embedding", "predictions", // Vertex
	"results", "result", // moderations, reranking; Workers AI, ERNIE
	"generation", "generations", // Llama on Bedrock, Cohere
	"generated_text", "outputs", // TGI, Mistral on Bedrock
	"completion", "completions", // Claude 2, AI21
	"text", "images", "artifacts", "tokens", "value", "promptFeedback",
}

// messageMembers contain the message of an error without an error object.
var messageMembers = [...]string{
	"message", "msg", "error_msg", "errorMessage", "error_message", "description", "detail", "reason",
}

// isError reports whether the value is an error in place of an answer.
func (v value) isError() bool {
	if v.startsWith('[') { // Google's errors come as a list of one
		c := v.each()
		return c.next() && c.val.startsWith('{') && c.val.isError()
	}
	failed := false
	for c := v.each(); c.next(); {
		switch key := string(c.key); {
		case key == "choices" && c.val.allFailed():
			failed = true
		case c.val.isAnswer(key):
			return false
		case !failed:
			failed = memberIsError(key, c.val, v)
		}
	}
	return failed
}

// memberIsError reports whether a member, by its name and value, is an error.
func memberIsError(key string, member, whole value) bool {
	switch key {
	case "error", "errors", "Error", "err", "__type", "cfWaitingRoom": // __type: AWS, cfWaitingRoom: Cloudflare
		return member.statesError()
	case "type", "object": // object: vLLM
		return member.is("error")
	case "base_resp": // MiniMax
		return member.get("status_code").isFailure()
	case "header": // Spark
		return member.get("code").isFailure()
	case "Response": // Tencent
		return member.get("Error").statesError()
	case "Output": // AWS
		return member.get("__type").statesError()
	case "error_code": // ERNIE
		return member.isFailure()
	case "code": // Zhipu, DashScope
		return member.isFailure() && whole.hasMessage()
	case "success":
		return string(member) == "false" && whole.hasMessage()
	}
	return false
}

// isAnswer reports whether a member of this name is an answer.
func (v value) isAnswer(key string) bool {
	if !v.isSet() || key == "message" && !v.startsWith('{') {
		return false
	}
	for _, name := range answerMembers {
		if name == key {
			return true
		}
	}
	return false
}

// allFailed reports whether there are choices, each with an error and without
// content: OpenRouter sends them where the provider failed.
func (v value) allFailed() bool {
	n := 0
	for c := v.each(); c.next(); n++ {
		if !c.val.get("error").statesError() && !c.val.get("finish_reason").is("error") || c.val.hasContent() {
			return false
		}
	}
	return n > 0
}

// hasContent reports whether a choice has content.
func (v value) hasContent() bool {
	if v.get("text").isSet() {
		return true
	}
	for _, part := range [...]string{"message", "delta"} {
		for c := v.get(part).each(); c.next(); {
			if string(c.key) != "role" && c.val.isSet() {
				return true
			}
		}
	}
	return false
}

// statesError reports whether a member named "error" or the like is one: null,
// false, 0, an empty value and the names of null are none.
func (v value) statesError() bool {
	return v.isSet() && string(v) != "0" && !v.is("null") && !v.is("None") && !v.is("none")
}

// isFailure reports whether a code means an error: a number that is neither 0 nor
// a success status, or a word other than the names of success.
func (v value) isFailure() bool {
	if word := v.word(); word != nil {
		for _, good := range [...]string{"", "0", "200", "ok", "OK", "Ok", "success", "Success", "SUCCESS"} {
			if string(word) == good {
				return false
			}
		}
		return true
	}
	if len(v) == 0 || v[0] != '-' && (v[0] < '0' || v[0] > '9') {
		return false
	}
	n := v.int()
	return n != 0 && (n < 200 || n > 299)
}

func (v value) hasMessage() bool {
	for _, name := range messageMembers {
		if m := v.get(name); m.startsWith('"') && m.isSet() {
			return true
		}
	}
	return v.get("errors").isSet()
}

// BodyKind is the content of a whole body under a success status.
type BodyKind uint8

const (
	BodyIsAnswer BodyKind = iota // an answer, or a body of unknown meaning
	BodyIsError                  // an error in place of an answer, or a page of markup
	BodyIsCut                    // JSON that ends in the middle, or an empty body
)

// InspectBody returns the kind of a body that answers a generating call.
func InspectBody(body []byte) BodyKind {
	v, ok := parse(body)
	switch from := space(body, 0); {
	case ok && v.isError(), from < len(body) && body[from] == '<':
		return BodyIsError
	case !ok && jsonish.BreaksOff(string(body)):
		return BodyIsCut
	}
	return BodyIsAnswer
}
