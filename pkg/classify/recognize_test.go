package classify

import "testing"

// TestDialect: whose form an error has.
func TestDialect(t *testing.T) {
	for body, want := range map[string]string{
		`{"type":"error","error":{"type":"overloaded_error","message":"busy"}}`:              "anthropic",
		`{"type":"error","error":{"type":"rate_limit_error","message":"x","code":"429"}}`:    "anthropic", // a proxy's code
		`{"type":"error","code":"server_is_overloaded","message":"busy"}`:                    "openai",    // an event of Responses
		`{"type":"error","code":"x","message":"y","error":{"type":"server_error","code":1}}`: "openai",
		`{"error":{"message":"x","type":"server_error","code":null}}`:                        "openai",
		`{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}`:                        "google-rpc",
		`{"__type":"ThrottlingException","message":"x"}`:                                     "aws",
		`{"message":"x"}`: "json",
	} {
		if v := FromResponse(Response{Status: 503, Body: []byte(body)}); v.Dialect != want {
			t.Errorf("%s: %s, want %s", body, v.Dialect, want)
		}
	}
}
