// Package ukemi finds out what an error of an LLM API means: whether to send
// the request again, after which wait, or what to repair first.
//
// [FromError] accepts the error of an SDK or of net/http, [FromHTTP] a
// response. Both return a [classify.Verdict]: one of 19 classes (rate_limit,
// billing, context_length …), a decision whether a retry can help, the wait
// that the server asks for, and the evidence.
//
//	completion, err := client.Chat.Completions.New(ctx, params) // openai-go, for example
//	if v := ukemi.FromError(err); v.Retry {
//		time.Sleep(time.Duration(v.Wait.After) * time.Millisecond)
//	}
//
// The packages below, from the meaning of an error to the whole gateway:
//
//   - [github.com/ukemi-dev/ukemi/pkg/classify] finds the meaning of any text
//     or response. It is pure: no I/O, no clock, no net/http.
//   - [github.com/ukemi-dev/ukemi/pkg/retry] decides after each attempt: deliver
//     the answer, retry, switch to a fallback model.
//   - [github.com/ukemi-dev/ukemi/pkg/stream] watches event streams for errors
//     and for cuts.
//   - [github.com/ukemi-dev/ukemi/pkg/edge] acts on those decisions: an
//     [http.RoundTripper] for any Go client, and a proxy.
//
// This package translates from net/http and the SDKs, so that pkg/classify
// need not import them. It does not import the SDKs either.
package ukemi
