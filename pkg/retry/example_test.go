package retry_test

import (
	"fmt"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// One decision: the first attempt was answered with 503.
func ExamplePolicy_Decide() {
	v := classify.FromResponse(classify.Response{Status: 503})
	request := retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true}
	state, _, d := retry.Default().Decide(retry.State{}, retry.Health{}, request, retry.Outcome{Verdict: &v, Status: 503, Sent: true}, retry.Moment{Random: 0.5})
	fmt.Println(d.Action, d.Wait, len(state.Attempts))
	// Output: resend 375 ms 1
}

// A whole call, without waiting: what would happen?
func ExampleSimulate() {
	policy := retry.Default()
	script, _ := retry.ParseScript("503,429@2s,200", policy)
	request := retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m"}
	t := retry.Simulate(policy, request, script, retry.Moment{Random: 0.5})
	for _, s := range t.Steps {
		fmt.Println(s.Start, s.Status, s.Decision.Action)
	}
	fmt.Println(t.Trail)
	// Output:
	// 0 ms 503 resend
	// 525 ms 429 resend
	// 2.8 s 200 deliver
	// 503;wait=375;src=backoff, 429;wait=2100;src=retry-after, 200
}
