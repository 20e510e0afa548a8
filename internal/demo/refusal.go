// Refusals that a change of the request ends: the header x-demo-refuses says what
// is refused, in which words, and what is let in.

package demo

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"reflect"
)

// refusal of every request that is not the wanted one.
type refusal struct {
	Model  string          `json:"model"` // "" is every model
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`  // of the error: JSON, or a string with a body of another kind
	Wants  *wanted         `json:"wants"` // null: nothing is let in
}

// wanted is a request that is let in.
type wanted struct {
	Body    *string            `json:"body"`    // JSON; null is any
	Path    string             `json:"path"`    // with its query; "" is any
	Headers map[string]*string `json:"headers"` // null must be missing
}

// refusalOf reads the header of a request to a model: base64 of JSON.
func refusalOf(r *http.Request, model string) *refusal {
	text, err := base64.StdEncoding.DecodeString(r.Header.Get("x-demo-refuses"))
	if err != nil || len(text) == 0 {
		return nil
	}
	var f refusal
	if json.Unmarshal(text, &f) != nil || f.Model != "" && f.Model != model {
		return nil
	}
	return &f
}

// lets reports whether a request is let in.
func (f *refusal) lets(r *http.Request, body []byte) bool {
	if f.Wants == nil || f.Wants.Path != "" && f.Wants.Path != r.URL.RequestURI() {
		return false
	}
	for name, want := range f.Wants.Headers {
		if got := r.Header.Values(name); (want == nil) != (len(got) == 0) || want != nil && got[0] != *want {
			return false
		}
	}
	if f.Wants.Body == nil {
		return true
	}
	var got, want any
	if json.Unmarshal(body, &got) != nil || json.Unmarshal([]byte(*f.Wants.Body), &want) != nil {
		return bytes.Equal(body, []byte(*f.Wants.Body))
	}
	return reflect.DeepEqual(got, want)
}

// answer with the error.
func (f *refusal) answer(rw http.ResponseWriter) {
	body := []byte(f.Body)
	var text string
	contentType := "application/json"
	if json.Unmarshal(f.Body, &text) == nil {
		body, contentType = []byte(text), "text/plain; charset=utf-8"
		if json.Valid(body) {
			contentType = "application/json"
		}
	}
	rw.Header().Set("content-type", contentType)
	rw.WriteHeader(f.Status)
	_, _ = rw.Write(body)
}
