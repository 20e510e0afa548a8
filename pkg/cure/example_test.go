package cure_test

import (
	"fmt"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
)

// An error names the change that ends it; Apply makes it in the request.
func Example() {
	verdict := classify.FromResponse(classify.Response{Status: 400, Body: []byte(
		`{"error":{"message":"max_tokens is too large: 50000. This model supports at most 32768 completion tokens.",` +
			`"type":"invalid_request_error","param":"max_tokens"}}`,
	)})
	fmt.Println(verdict.Fix.Sentence())
	fmt.Println(verdict.Fix.Patch())

	request := cure.Request{Body: []byte(`{"model": "m", "max_tokens": 50000, "messages": []}`)}
	mended, changed := cure.Apply(verdict.Fix.Changes, request)
	fmt.Println(changed, mended.Label)
	fmt.Println(string(mended.Body))
	// Output:
	// Lower “max_tokens” to at most 32768.
	// [{"op":"replace","path":"/max_tokens","value":32768}]
	// true max_tokens=32768
	// {"model": "m", "max_tokens": 32768, "messages": []}
}
