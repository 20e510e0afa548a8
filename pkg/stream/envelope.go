// Whether a JSON value is an error that stands in the place of an answer. Its
// structure tells: an error envelope is there and no answer is. What its words
// speak of does not matter, nor what stands deeper in it: a model may write of
// errors, and a tool may have failed. Words decide later which error it is.
//
// This file holds the two tables. wasm/src/inspect.js has their member names
// again, so that a success need not enter the core.

package stream

import "github.com/ukemi-dev/ukemi/internal/jsonish"

// answerMembers hold the answer in the APIs that are known. One that is there
// and not empty makes the value an answer, whatever stands beside it.
var answerMembers = [...]string{
	"choices",             // OpenAI and all who speak like it
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

// messageMembers hold an error's text where it has no object of its own.
var messageMembers = [...]string{"message", "msg", "error_msg", "errorMessage", "error_message", "description", "detail", "reason"}

// isError reports whether the value is an error in the place of an answer.
func (v value) isError() bool {
	if v.opens('[') { // Google's errors come as a list of one
		c := v.each()
		return c.next() && c.val.opens('{') && c.val.isError()
	}
	failed := false
	for c := v.each(); c.next(); {
		switch key := string(c.key); {
		case key == "choices" && c.val.allFailed():
			failed = true
		case c.val.isAnswer(key):
			return false
		case !failed:
			failed = shows(key, c.val, v)
		}
	}
	return failed
}

// shows reports whether a member is the sign of an error: its name, and whether
// its value says so.
func shows(key string, member, whole value) bool {
	switch key {
	case "error", "errors", "Error", "err", "__type", "cfWaitingRoom": // __type: AWS, cfWaitingRoom: Cloudflare
		return member.tells()
	case "type", "object": // object: vLLM
		return member.is("error")
	case "base_resp": // MiniMax
		return member.get("status_code").isFailure()
	case "header": // Spark
		return member.get("code").isFailure()
	case "Response": // Tencent
		return member.get("Error").tells()
	case "Output": // AWS
		return member.get("__type").tells()
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
	if !v.some() || key == "message" && !v.opens('{') {
		return false
	}
	for _, name := range answerMembers {
		if name == key {
			return true
		}
	}
	return false
}

// allFailed reports whether there are choices, and each bears an error and
// nothing else (OpenRouter, where the provider behind it failed).
func (v value) allFailed() bool {
	n := 0
	for c := v.each(); c.next(); n++ {
		if !c.val.get("error").tells() && !c.val.get("finish_reason").is("error") || c.val.hasContent() {
			return false
		}
	}
	return n > 0
}

// hasContent reports whether a choice says anything.
func (v value) hasContent() bool {
	if v.get("text").some() {
		return true
	}
	for _, part := range [...]string{"message", "delta"} {
		for c := v.get(part).each(); c.next(); {
			if string(c.key) != "role" && c.val.some() {
				return true
			}
		}
	}
	return false
}

// tells reports whether a member that is named after errors tells of one:
// null, false, 0, an empty value and the words for nothing do not.
func (v value) tells() bool {
	return v.some() && string(v) != "0" && !v.is("null") && !v.is("None") && !v.is("none")
}

// isFailure reports whether a code stands for a failure: a number that is
// neither 0 nor a status of success, or a word that does not say success.
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
		if m := v.get(name); m.opens('"') && m.some() {
			return true
		}
	}
	return v.get("errors").some()
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
