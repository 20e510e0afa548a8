package classify_test

import (
	"fmt"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// An HTTP answer: a 429 that no waiting mends.
func ExampleFromResponse() {
	v := classify.FromResponse(classify.Response{
		Status: 429,
		Body:   []byte(`{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}`),
	})
	fmt.Println(v.Class, v.Retry, classify.OutgoingStatus(v))
	// Output: billing false 402
}

// Whatever a person pastes: here the line of an SDK's traceback.
func ExampleFromPaste() {
	v := classify.FromPaste(`openai.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-4o. Please try again in 1.5s.', 'type': 'requests', 'code': 'rate_limit_exceeded'}}`)
	fmt.Println(v.Class, v.Retry, v.Wait.After)
	// Output: rate_limit true 1.5 s
}

// The contract's form of a verdict.
func ExampleRender() {
	v := classify.FromResponse(classify.Response{Status: 404, Body: []byte(`{"error":{"message":"The model gpt-6 does not exist","code":"model_not_found"}}`)})
	a := classify.Render(v, classify.Caller{})
	fmt.Println(a.Status, string(a.Body))
	// Output: 404 {"error":{"message":"The model gpt-6 does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}
}
