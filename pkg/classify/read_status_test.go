package classify

import "testing"

// TestStatusOfPaste: which of the numbers in a paste is the error's status.
func TestStatusOfPaste(t *testing.T) {
	for text, want := range map[string]int{
		"Provider failed: status code 429You have sent too much":                     429,
		"The gateway answered 401 – look at your key":                                401,
		"Limit accepts 1 to 100, got 500.":                                           0,
		"Error: weights: 500 GB of 500 GB used":                                      0,
		"PermissionDenied: 403 requests per day":                                     0,
		"CAPIError: 400 messages.3: a result is missing":                             400,
		"error in the stream\nNo HTTP 400 - it broke off":                            0,
		"use one of both (409 = both are on)":                                        409,
		"| **Acme** | 403 - scope is missing | new key |":                            403,
		"| Account not allowed | 5018 | 403     | it has no access |":                403,
		"Claude Code failing with 404 on `GET /v1/models`":                           404,
		"Server error: 503":                                                          503,
		"ERR 429:{\"detail\":\"too many\"}":                                          429,
		"POST https://host.example/v1/chat/completions -> 500 {\"detail\":\"oops\"}": 500,
		"<400> InvalidInput: the text is not allowed":                                400,
		"  • 403: This input was flagged":                                            403,
		"`some/model` — 502, \"no answer from upstream\"":                            502,
		"Stream ended: 422 - unknown tool":                                           422,
		"run failed, status code: 500.message: internal":                             500,
		"10:00:01 attempt 1: 529 {\"error\":{\"message\":\"Overloaded\"}}\n10:00:05 attempt 2: 401 {\"error\":{\"message\":\"bad key\"}}":               401,
		"500 {\"error\":{\"message\":\"upstream returned status 404: no such model\"}}":                                                                 404,
		"$ curl -s http://localhost:3000/health\ncurl: (22) The requested URL returned error: 500\n✗ Model call failed: timed out":                      0,
		"GET /favicon.ico 404 1.1 ms - 148\nError: fetch failed":                                                                                        0,
		"npm error 404 Not Found - GET https://registry.example/x\n[agent] Error: no credit left on this account":                                       0,
		"Jan 20 10:04:29 web1 node[503]: Error: connect ETIMEDOUT":                                                                                      0,
		"item 503: {\"error\":{\"message\":\"no key\"}}":                                                                                                0,
		"REQUEST_TIMEOUT=500\nERROR: Connection refused":                                                                                                0,
		"INFO HTTP Request: HEAD https://hub.example/t.json \"HTTP/1.1 401 Unauthorized\"\nERROR Error code: 429 - {'error': {'message': 'slow down'}}": 429,
		"The upgrade was answered with status ‘403’ where ‘101’ was expected":                                                                           403,
		"{\"error\":{\"message\":\"\",\"type\":\"upstream_error\",\"param\":\"524\",\"code\":\"bad_response_status_code\"}}":                            524,
		"{\"error\":{\"message\":\"too large\",\"type\":\"invalid_request_error\",\"param\":\"524\",\"code\":\"bad_value\"}}":                           0,
		"Every test answers **401 PermissionDenied**.":                                                                                                  401,
		"Gateway error\nGateway 502 provider_unavailable\nThe model is down":                                                                            502,
		"| **401** `wrong credential` | The key is unknown.":                                                                                            401,
		"- All calls fail with 500 status":                                                                                                              500,
		"the call fails with 400 and:\nValueError: no":                                                                                                  400,
		"it took **400** tokens of the window":                                                                                                          0,
		"a limit of 500 tokens_per_minute":                                                                                                              0,
		"| 401 - 无效身份验证 | <p>原因：身份验证无效。</p> |":                                                                                                          401,
		"net::ERR_INCOMPLETE_CHUNKED_ENCODING 200 (OK)":                                                                                                 200,
	} {
		if got := FromPaste(text).Status; got != want {
			t.Errorf("%q: status %d, want %d", text, got, want)
		}
	}
}

// TestLastAttempt: of several failures in a log, the last decides.
func TestLastAttempt(t *testing.T) {
	for text, want := range map[string]Class{
		"10:00:01 ERROR attempt 1: HTTP 529 Overloaded\n10:00:05 ERROR attempt 2: HTTP 401 invalid API key":                                       Authentication,
		"[10:00:01] error: invalid API key, taking the next key\n[10:00:02] error: HTTP 429 Too Many Requests":                                    RateLimit,
		"10:00:01 ERROR {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}\n10:00:05 ERROR connect ECONNREFUSED 10.0.0.1:443": Connection,
	} {
		if got := FromPaste(text); got.Class != want {
			t.Errorf("%q: %s (%s), want %s", text, got.Class, got.Rule, want)
		}
	}
}
