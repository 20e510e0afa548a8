// The APIs whose requests have the model in the path or in a form, and their
// answers.

package demo

import (
	"bytes"
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
)

// places are the paths of these APIs. {model} is the model, {call} is Google's
// "model:verb".
var places = []string{
	"/openai/deployments/{model}/{rest...}",
	"/v1/engines/{model}/{rest...}",
	"/v1beta/models/{call}",
	"/v1/projects/{project}/locations/{location}/publishers/{publisher}/models/{call}",
	"/model/{model}/{verb}",
	"/client/v4/accounts/{account}/ai/run/{model...}",
	"/v1/audio/transcriptions",
	"/v1/images/edits",
	"/api/chat",
	"/api/generate",
}

// modelOf reads the model from the path, else from the form, else from the body. It
// returns false if none of them has it.
func (c *call) modelOf(r *http.Request, body []byte) (ok bool) {
	inPath := r.PathValue("model")
	if name, verb, is := strings.Cut(r.PathValue("call"), ":"); is {
		inPath = name
		defer func() { c.stream = c.stream || verb == "streamGenerateContent" }()
	}
	kind, parameters, _ := mime.ParseMediaType(r.Header.Get("content-type"))
	if kind == "multipart/form-data" {
		form, err := multipart.NewReader(bytes.NewReader(body), parameters["boundary"]).ReadForm(1 << 20)
		if err == nil && len(form.Value["model"]) > 0 {
			c.model = form.Value["model"][0]
		}
	} else if kind == "application/json" || inPath == "" {
		ok = c.read(body)
	}
	if inPath != "" {
		c.model = inPath
	}
	return ok || c.model != ""
}

// shaped returns the success of an API whose path is not OpenAI's, nil for others.
func shaped(r *http.Request, c call) any {
	text := strings.Join(Words, "")
	switch path := r.URL.Path; {
	case r.PathValue("call") != "":
		return object{
			"candidates": []any{
				object{
					"content":      object{"role": "model", "parts": []any{object{"text": text}}},
					"finishReason": "STOP",
					"index":        0,
				},
			},
			"modelVersion": c.model,
		}
	case strings.HasPrefix(path, "/model/"):
		return object{
			"output":     object{"message": object{"role": "assistant", "content": []any{object{"text": text}}}},
			"stopReason": "end_turn",
			"usage":      object{"totalTokens": 18},
		}
	case strings.Contains(path, "/ai/run/"):
		return object{"result": object{"response": text}, "success": true, "errors": []any{}, "messages": []any{}}
	case strings.HasPrefix(path, "/api/"):
		return object{
			"model":       c.model,
			"message":     object{"role": "assistant", "content": text},
			"response":    text,
			"done":        true,
			"done_reason": "stop",
		}
	case strings.HasSuffix(path, "/audio/transcriptions"):
		return object{"text": text}
	case strings.HasSuffix(path, "/images/edits"):
		return object{"created": 1767225600, "data": []any{object{"b64_json": "AAAA"}}}
	}
	return nil
}

// gemini writes the parts of streamGenerateContent.
type gemini struct{}

func (gemini) event(model, text string, finish any) string {
	candidate := object{"index": 0, "content": object{"role": "model", "parts": []any{object{"text": text}}}}
	if finish != nil {
		candidate["finishReason"] = finish
	}
	return event(object{"candidates": []any{candidate}, "modelVersion": model})
}

func (gemini) begin(string) string                 { return "" }
func (g gemini) content(model, text string) string { return g.event(model, text, nil) }
func (g gemini) finish(model string, _ int) string { return g.event(model, "", "STOP") }
func (gemini) end() string                         { return "" }

func (gemini) fail(_, code, words string) string {
	text, _ := json.Marshal(object{"error": object{"code": 500, "message": words, "status": strings.ToUpper(code)}})
	return "data: " + string(text) + "\n\n"
}
