package edge

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestHealthUnderConcurrency: calls that fail at the same time all count, and every one
// of them is answered by its own error.
func TestHealthUnderConcurrency(t *testing.T) {
	const workers, calls = 8, 50
	policy := retry.Default()
	policy.MaxAttempts, policy.BreakerFailures = 1, 1<<20
	transport := newTestTransport(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 503, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(`{"error":{"message":"overloaded: ` + r.Header.Get("x-test") + `"}}`)),
		}, nil
	}, Options{Policy: policy})
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for range calls {
				body := strings.NewReader(`{"model":"m"}`)
				request, _ := http.NewRequest("POST", "http://upstream.invalid/v1/chat/completions", body)
				mark := "worker " + string(rune('A'+worker))
				request.Header.Set("x-test", mark)
				response, err := transport.RoundTrip(request)
				if err != nil {
					t.Error(err)
					return
				}
				answer, _ := io.ReadAll(response.Body)
				if !strings.Contains(string(answer), mark) {
					t.Errorf("%s got %s", mark, answer)
				}
				_ = transport.health.snapshot()
			}
		})
	}
	group.Wait()
	breakers := transport.health.snapshot().Breakers
	if len(breakers) != 1 || breakers[0].ConsecutiveFailures != workers*calls {
		t.Errorf("%d failures left %+v", workers*calls, breakers)
	}
}
