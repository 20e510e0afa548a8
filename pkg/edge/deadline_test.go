// What the scenarios cannot say: that the caller itself will not wait for long.

package edge

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/demo"
)

// TestCallerDeadline: a wait beyond the caller's deadline is not begun, and an
// upstream that is silent until then is told of while somebody listens.
func TestCallerDeadline(t *testing.T) {
	sites, err := demo.New().Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer sites.Close()
	for model, want := range map[string]struct {
		within time.Duration
		status int
		reason string
	}{
		"demo-429-retry-after-long": {time.Minute, 429, "max-retry-after"},
		"demo-retry-after-seconds":  {10 * time.Second, 429, "max-elapsed"},
		"demo-silent":               {time.Second, 504, "silent"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), want.within)
		defer cancel()
		request, _ := http.NewRequestWithContext(
			ctx, "POST", sites.URL+"/v1/chat/completions", strings.NewReader(`{"model":"`+model+`"}`),
		)
		answer, err := NewTransport(Options{}).RoundTrip(request)
		if err != nil {
			t.Errorf("%s: %v", model, err)
			continue
		}
		if _ = answer.Body.Close(); answer.StatusCode != want.status || answer.Header.Get("x-ukemi-reason") != want.reason {
			t.Errorf("%s: %d, %v", model, answer.StatusCode, answer.Header)
		}
	}
}
