package retry_test

import (
	"fmt"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

var request = retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "gpt-5"}

// The upstream answers the first attempt with 503 and the second with 200.
func ExamplePolicy_Decide() {
	policy := retry.Default()
	start := policy.Begin(retry.BeginInput{Request: request})

	unavailable := classify.FromResponse(classify.Response{Status: 503})
	first := policy.Decide(retry.DecideInput{
		State: start.State, Health: start.Health, Request: request,
		Outcome: retry.Outcome{Verdict: &unavailable, Status: 503, Sent: true},
		Moment:  retry.Moment{Random: 0.5},
	})
	fmt.Println(first.Decision.Action, first.Decision.Wait)

	second := policy.Decide(retry.DecideInput{
		State: first.State, Health: first.Health, Request: request,
		Outcome: retry.Outcome{Status: 200, Sent: true},
	})
	fmt.Println(second.Decision.Action, second.Decision.Reason)
	fmt.Println(second.State.Trail())
	// Output:
	// resend 375 ms
	// deliver success
	// 503;wait=375;src=backoff, 200
}

// A model that is not found is not asked again; the call switches to the fallback.
func ExamplePolicy_Decide_switch() {
	policy := retry.Policy{
		Fallbacks: retry.Routes{{Model: "gpt-5", To: []retry.Fallback{{Model: "gpt-5-mini"}}}},
	}.WithDefaults()
	body := []byte(`{"error": {"code": "model_not_found", "message": "The model does not exist"}}`)
	notFound := classify.FromResponse(classify.Response{Status: 404, Body: body})
	result := policy.Decide(retry.DecideInput{
		Request: request,
		Outcome: retry.Outcome{Verdict: &notFound, Status: 404, Sent: true},
	})
	fmt.Println(result.Decision.Action, result.Decision.Fallback.Model, result.Decision.Reason)
	// Output: switch gpt-5-mini not-retryable
}

// The timeline of a whole call, without waiting.
func ExampleSimulate() {
	policy := retry.Default()
	script, err := retry.ParseScript("503,429@2s,200", policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	timeline := retry.Simulate(retry.Simulation{
		Policy: policy, Request: request, Script: script, Moment: retry.Moment{Random: 0.5},
	})
	for _, step := range timeline.Steps {
		fmt.Println(step.Start, step.Status, step.Decision.Action)
	}
	fmt.Println(timeline.Trail)
	// Output:
	// 0 ms 503 resend
	// 525 ms 429 resend
	// 2.8 s 200 deliver
	// 503;wait=375;src=backoff, 429;wait=2100;src=retry-after, 200
}

// A policy states what it changes; a negative number is "none".
func ExamplePolicy_WithDefaults() {
	policy := retry.Policy{MaxAttempts: 2, Jitter: -1}.WithDefaults()
	fmt.Println(policy.MaxAttempts, policy.Jitter, policy.MaxBackoff)
	// Output: 2 0 8 s
}

func ExamplePolicy_Check() {
	policy := retry.Default()
	policy.MaxAttempts = 9
	fmt.Println(policy.Check())
	// Output: maxAttempts must be from 1 to 5
}

// A request may lower the deployment's number of attempts, not raise it.
func ExamplePolicy_ForRequest() {
	limited := request
	limited.Headers = classify.Headers{{Name: retry.HeaderMaxAttempts, Value: "2"}}
	policy, err := retry.Default().ForRequest(limited)
	fmt.Println(policy.MaxAttempts, err)

	limited.Headers = classify.Headers{{Name: retry.HeaderTimeout, Value: "soon"}}
	_, err = retry.Default().ForRequest(limited)
	fmt.Println(err)
	// Output:
	// 2 <nil>
	// x-ukemi-timeout: must be a time such as "20s", "1500ms" or "1500" (milliseconds)
}
