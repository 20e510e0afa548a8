package classify

import (
	"strings"
	"testing"
)

// TestForgedHeaders: what an upstream sends in ukemi's name chooses among known names,
// and nothing else.
func TestForgedHeaders(t *testing.T) {
	plain := FromResponse(Response{Status: 503})
	for _, headers := range []Headers{
		{{"x-ukemi-class", "none_such"}, {"x-ukemi-rule", "words"}},
		{{"x-ukemi-class", "billing"}},
		{{"x-ukemi-class", "billing"}, {"x-ukemi-rule", "<script>"}},
		{{"x-ukemi-class", "billing"}, {"x-ukemi-rule", strings.Repeat("a", 65)}},
		{{"x-ukemi-retry", "false"}, {"x-ukemi-provider", "openai"}},
	} {
		if v := FromResponse(Response{Status: 503, Headers: headers}); v.Class != plain.Class || v.Retry != plain.Retry ||
			v.Provider != plain.Provider || v.Exhausted {
			t.Errorf("%v: %s, retry %v, provider %q", headers, v.Class, v.Retry, v.Provider)
		}
	}
	v := FromResponse(Response{Status: 503, Headers: Headers{
		{"x-ukemi-class", "rate_limit"}, {"x-ukemi-rule", "words-rate"}, {"x-ukemi-provider", "evil.example"},
		{"x-ukemi-upstream-status", "99999"}, {"x-ukemi-retry", "true"}, {"x-should-retry", "false"},
		{"x-ukemi-upstream-code", "key sk-proj-" + strings.Repeat("a1B2", 12)},
		{"retry-after-ms", "1e300"}, {"server-timing", "ukemi;dur=1e300"}, {"x-ukemi-attempts", strings.Repeat("503, ", 1<<16)},
	}})
	if v.Provider != "" || v.Status != 0 || v.Wait.After != maxWait || v.Took != maxWait || v.Attempts > 1000 ||
		strings.Contains(v.Code, "a1B2a1B2") {
		t.Errorf("%+v", v)
	}
}

// TestOwnShape: a body is ukemi's own only by its whole shape.
func TestOwnShape(t *testing.T) {
	const message = `"message":"Your balance is too low, please top up"`
	for body, want := range map[string]Class{
		// Anthropic's form, with param and code: nobody else has it.
		`{"type":"error","error":{` + message + `,"type":"overloaded_error","param":null,"code":"overloaded"},"request_id":null}`: Overloaded,
		// A pair that means the same in everybody's hands.
		`{"error":{` + message + `,"type":"permission_error","param":null,"code":"permission_denied"}}`: Permission,
		// One that does not, and shapes of others: the words count.
		`{"error":{` + message + `,"type":"invalid_request_error","param":null,"code":"invalid_request"}}`:       Billing,
		`{"error":{"type":"permission_error",` + message + `,"param":null,"code":"permission_denied"}}`:          Billing,
		`{"error":{` + message + `,"type":"permission_error","code":"permission_denied"}}`:                       Billing,
		`{"error":{` + message + `,"type":"permission_error","param":null,"code":"permission_denied","id":"x"}}`: Billing,
	} {
		if v := FromPaste(body); v.Class != want {
			t.Errorf("%s: %s, want %s", body, v.Class, want)
		}
	}
}
