package classify

import "testing"

var jsonHeaders = Headers{{"content-type", "application/json"}, {"retry-after", "20"}, {"x-request-id", "req_1"}}

// typical are errors as they come every day.
var typical = []struct {
	name   string
	status int
	body   string
}{
	{"rate-limit", 429, `{"error":{"message":"Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): ` +
		`Limit 30000, Used 29000, Requested 4000.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}`},
	{"parameter", 400, `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use ` +
		`'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}`},
	{"no-cure", 400, `{"error":{"message":"Unsupported parameter: 'max_417' is not supported with this model. Use ` +
		`'max_completion_tokens' instead. (request 417)","type":"invalid_request_error","param":"max_417",` +
		`"code":"unsupported_parameter"}}`},
	{"key", 401, `{"error":{"message":"Incorrect API key provided: sk-proj-abcd1234. You can find your API key at ` +
		`https://platform.openai.com/account/api-keys.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}`},
	{"context", 400, `{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > ` +
		`200000 maximum"}}`},
	{"overloaded", 529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}`},
	{"gemini", 429, `{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED",` +
		`"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17s"}]}}`},
	{"page", 503, "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service " +
		"Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"},
}

// BenchmarkTypical classifies each of them.
func BenchmarkTypical(b *testing.B) {
	for _, e := range typical {
		b.Run(e.name, func(b *testing.B) {
			r := Response{Status: e.status, Headers: jsonHeaders, Body: []byte(e.body)}
			b.ReportAllocs()
			for b.Loop() {
				FromResponse(r)
			}
		})
	}
}

// BenchmarkClassify is the first of them: the figure of the costs.
func BenchmarkClassify(b *testing.B) {
	r := Response{Status: typical[0].status, Headers: jsonHeaders, Body: []byte(typical[0].body)}
	b.ReportAllocs()
	for b.Loop() {
		FromResponse(r)
	}
}
