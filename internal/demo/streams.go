// The misbehaviors of streams, one row each, of what providers and the proxies
// in front of them really do.

package demo

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	responsesStart = "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0," +
		"\"response\":{\"id\":\"resp_demo\",\"status\":\"in_progress\",\"error\":null}}\n\n"
	responsesDelta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\"," +
		"\"sequence_number\":1,\"item_id\":\"msg_demo\",\"output_index\":0,\"content_index\":0,\"delta\":\"The art " +
		"\"}\n\n"
	responsesFailed = "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":2," +
		"\"response\":{\"id\":\"resp_demo\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"The " +
		"model failed to generate a response.\"}}}\n\n"
)

var (
	failure  = fail("server_error", "", "The server had an error while processing your request.")
	overload = fail("server_error", "overloaded", "The engine is currently overloaded, please try again later.")
)

// broken streams fail once their answer has begun.
var brokenStreams = []script{
	{
		"demo-stream-cut",
		"breaks the connection off after 40 of 60 tokens, for ever",
		steps(stream(role, tokens(40), hangUp)),
	},
	{
		"demo-stream-cut-once",
		"breaks the connection off after 40 of 60 tokens once, then answers",
		steps(stream(role, tokens(40), hangUp), longOrPlain),
	},
	{
		"demo-stream-cut-then-503",
		"breaks the connection off after 40 of 60 tokens, fails once, then answers",
		steps(stream(role, tokens(40), hangUp), broken(503), long),
	},
	{
		"demo-stream-cut-twice",
		"breaks the connection off after 40 and after 50 of 60 tokens, then answers",
		steps(stream(role, tokens(40), hangUp), stream(role, tokens(50), hangUp), long),
	},
	{
		"demo-stream-recut",
		"breaks the connection off after 40 tokens once, then answers with other tokens of the same text",
		steps(stream(role, tokens(40), hangUp), retokenized),
	},
	{
		"demo-stream-differs",
		"breaks the connection off after 40 tokens once, then answers differently",
		steps(stream(role, tokens(40), hangUp), stream(role, text("Something else entirely."), finish, done)),
	},
	{
		"demo-stream-stall",
		"falls silent for thirty seconds after 20 tokens, then ends, for ever",
		steps(stream(role, tokens(20), pause(30*time.Second))),
	},
	{
		"demo-stream-slow",
		"pauses for 600 ms after 15 tokens, and again after 30",
		steps(stream(
			tokens(15), pause(600*time.Millisecond), tokens(15), pause(600*time.Millisecond), tokens(30), finish, done,
		)),
	},
	{"demo-stream-ended", "ends after 20 tokens as if nothing were, for ever", steps(stream(role, tokens(20)))},
	{
		"demo-stream-done-early",
		"ends with [DONE] after 20 tokens, without a finish, for ever",
		steps(stream(role, tokens(20), done)),
	},
	{
		"demo-stream-half-event",
		"ends in the middle of an event, for ever",
		steps(stream(role, tokens(20), raw(`data: {"id":"chatcmpl-demo","choices":[{"delta":{"con`))),
	},
	{
		"demo-stream-error",
		"sends an error after 20 tokens and then [DONE], for ever",
		steps(stream(role, tokens(20), failure, done)),
	},
	{
		"demo-stream-error-open",
		"sends an error after 20 tokens and goes on being silent, for ever",
		steps(stream(role, tokens(20), failure, pause(30*time.Second))),
	},
	{
		"demo-stream-error-finished",
		"sends an error after the finish, for ever",
		steps(stream(role, tokens(20), finish, failure)),
	},
	{
		"demo-stream-finish-error",
		"finishes with finish_reason error, as OpenRouter does, for ever",
		steps(
			stream(
				role,
				tokens(20),
				data(
					`{"id":"chatcmpl-demo","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],`+
						`"error":{"code":502,"message":"Provider returned error"}}`,
				),
				done,
			),
		),
	},
	{
		"demo-stream-error-field",
		"sends an error: field after 20 tokens, as llama.cpp does, for ever",
		steps(stream(
			role, tokens(20), raw("error: {\"code\":500,\"message\":\"the slot was lost\",\"type\":\"server_error\"}\n\n"),
		)),
	},
	{
		"demo-stream-invalid-last",
		"ends with an event that is no JSON, for ever",
		steps(stream(role, tokens(20), data(`{"choices":[{"delta":{"content":`))),
	},
	{"demo-stream-overloaded", "says overloaded after 20 tokens, for ever", steps(stream(role, tokens(20), overload))},
	{
		"demo-stream-responses",
		"fails in the middle of a Responses stream, for ever",
		steps(stream(headers, raw(responsesStart+responsesDelta+responsesFailed))),
	},
}

// stillborn streams fail before their first content.
var stillbornStreams = []script{
	{"demo-stream-empty-once", "ends without an event once, then answers", steps(stream(headers), ok)},
	{"demo-stream-empty", "ends without an event, for ever", steps(stream(headers))},
	{"demo-stream-done-only", "sends nothing but [DONE] once, then answers", steps(stream(headers, done), ok)},
	{
		"demo-stream-error-first",
		"sends an error at once, then answers the next call",
		steps(stream(headers, overload, done), ok),
	},
	{
		"demo-stream-error-role",
		"sends an error after the role once, then answers",
		steps(stream(role, overload, done), ok),
	},
	{
		"demo-stream-quota",
		"sends an empty account's error as the first event, for ever",
		steps(
			stream(
				headers,
				data(
					`{"error":{"message":"You exceeded your current quota, please check your plan and billing details.",`+
						`"type":"insufficient_quota","code":"insufficient_quota"}}`,
				),
			),
		),
	},
	{
		"demo-stream-keepalive-error",
		"sends keep-alives and an error, as OpenRouter does, once, then answers",
		steps(
			stream(
				headers,
				raw(": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n"),
				data(`{"error":{"code":503,"message":"No instances available"}}`),
			),
			ok,
		),
	},
	{
		"demo-stream-keepalives",
		"sends keep-alives and nothing else, for a minute",
		steps(stream(headers, keepAlives(60, time.Second))),
	},
	{"demo-stream-role-cut", "breaks the connection off after the role once, then answers", steps(stream(role, cut), ok)},
	{
		"demo-stream-html",
		"sends a proxy's page as event stream once, then answers",
		steps(
			stream(headers, raw("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n")),
			ok,
		),
	},
	{
		"demo-stream-prose",
		"sends a proxy's words as event stream once, then answers",
		steps(stream(headers, raw("upstream connect error or disconnect/reset before headers. reset reason: overflow")), ok),
	},
	{
		"demo-stream-json-error",
		"answers with the JSON of an error in place of a stream once, then answers",
		steps(failed(200, "server_error", "overloaded", "The engine is currently overloaded, please try again later."), ok),
	},
}

// richStreams break off once, in what is more than one text, and are whole the
// next time.
var richStreams = []script{
	{
		"demo-stream-tool-cut",
		"breaks the connection off in a tool call once, then answers",
		cutOnce(
			delta(`{"tool_calls":[{"index":0,"id":"call_demo","type":"function","function":{"name":"fall","arguments":""}}]}`),
			delta(`{"tool_calls":[{"index":0,"function":{"arguments":"{\"how\":"}}]}`),
		),
	},
	{
		"demo-stream-reasoning-cut",
		"breaks the connection off after its reasoning once, then answers",
		cutOnce(delta(`{"reasoning_content":"They want to fall."}`), tokens(3)),
	},
	{
		"demo-stream-logprobs-cut",
		"breaks the connection off in tokens with log probabilities once, then answers",
		cutOnce(
			data(
				`{"id":"chatcmpl-demo","choices":[{"index":0,"delta":{"content":"The "},"logprobs":{"content":[{"token":"The ",` +
					`"logprob":-0.1,"top_logprobs":[]}]},"finish_reason":null}]}`,
			),
		),
	},
	{
		"demo-stream-choices-cut",
		"breaks the connection off in the second of two choices once, then answers",
		cutOnce(
			tokens(3), data(`{"id":"chatcmpl-demo","choices":[{"index":1,"delta":{"content":"The "},"finish_reason":null}]}`),
		),
	},
	{
		"demo-stream-responses-cut",
		"breaks the connection off in the middle of a Responses stream once, then answers",
		steps(stream(headers, raw(responsesStart+responsesDelta), hangUp), long),
	},
	{
		"demo-stream-thinking-cut",
		"breaks the connection off after Anthropic's thinking once, then answers",
		cutOnce(
			raw(messages{}.named(object{
				"type":  "content_block_delta",
				"index": 0,
				"delta": object{"type": "thinking_delta", "thinking": "They want to fall."},
			})),
			tokens(3),
		),
	},
}

// cutOnce says something and breaks off; the next call is answered.
func cutOnce(acts ...act) []step {
	return steps(stream(slices.Concat([]act{role}, acts, []act{hangUp})...), long)
}

// delta is an event of OpenAI's dialect.
func delta(json string) act {
	return data(`{"id":"chatcmpl-demo","choices":[{"index":0,"delta":` + json + `,"finish_reason":null}]}`)
}

// oddStreams are whole answers in an unusual form.
var oddStreams = []script{
	{"demo-stream-long", "answers with 60 tokens", steps(long)},
	{
		"demo-stream-invalid",
		"sends an event that is no JSON between the ninth token and the tenth",
		steps(
			stream(role, tokens(9), data(`{"id":"chatcmpl-demo","choices":[{"delta":{"content":`), tokens(6), finish, done),
		),
	},
	{"demo-stream-no-done", "answers without [DONE]", steps(stream(role, tokens(15), finish))},
	{
		"demo-stream-usage-no-done",
		"answers with usage and without [DONE]",
		steps(
			stream(
				role,
				tokens(15),
				finish,
				data(`{"id":"chatcmpl-demo","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":15,"total_tokens":18}}`),
			),
		),
	},
	{
		"demo-stream-finish-cut",
		"breaks the connection off after the finish",
		steps(stream(role, tokens(15), finish, hangUp)),
	},
	{
		"demo-stream-finish-stall",
		"falls silent after the finish",
		steps(stream(role, tokens(15), finish, pause(30*time.Second))),
	},
	{"demo-stream-json", "answers with the JSON of a whole answer in place of a stream", steps(unstreamed)},
	{"demo-stream-crlf", "ends its lines with CRLF, and sends its bytes one by one", steps(bytewise("\n", "\r\n"))},
	{
		"demo-stream-filter",
		"finishes by a content filter, without a word",
		steps(
			stream(
				role,
				data(`{"id":"chatcmpl-demo","choices":[{"index":0,"delta":{"content":null},"finish_reason":"content_filter"}]}`),
				done,
			),
		),
	},
	{"demo-stream-gzip", "answers compressed", steps(zippedStream)},
	{"demo-stream-flood", "sends as fast as it can, without end", steps(stream(role, flood(math.MaxInt)))},
	{
		"demo-stream-200mb",
		"sends 200 MB as fast as it can, and finishes",
		steps(stream(role, flood(200_000_000), finish, done)),
	},
	{
		"demo-no-prefill",
		"refuses a conversation that ends with the assistant's words, else answers with 60 tokens",
		steps(noPrefill),
	},
}

var long = stream(role, tokens(60), finish, done)

// longOrPlain is for a caller that asks again without a stream, as Claude Code does.
func longOrPlain(rw http.ResponseWriter, r *http.Request, c call) {
	if !c.stream {
		ok(rw, r, c)
		return
	}
	long(rw, r, c)
}

// hangUp closes the connection in the middle of the answer, a moment after the
// last of it. A reader that notices the end first may lose bytes that it has not
// read yet, which no test could predict. (A reset would always do that.)
func hangUp(s *streaming) bool {
	s.c.pause(s.r.Context(), 50*time.Millisecond)
	panic(http.ErrAbortHandler)
}

func keepAlives(n int, every time.Duration) act {
	return func(s *streaming) bool {
		for range n {
			if !raw(": keep-alive\n\n")(s) || !pause(every)(s) {
				return false
			}
		}
		return true
	}
}

// flood is about so many bytes of content, no two events of it alike.
func flood(bytes int) act {
	filler := strings.Repeat("falling and rolling ", 800)
	return func(s *streaming) bool {
		for n := 0; n < bytes; n += len(filler) {
			if !text(fmt.Sprint(n, " ", filler))(s) {
				return false
			}
		}
		return true
	}
}

// retokenized sends the text of 60 tokens, seven characters at a time.
func retokenized(rw http.ResponseWriter, r *http.Request, c call) {
	var answer strings.Builder
	for i := range 60 {
		answer.WriteString(Words[i%len(Words)])
	}
	acts := []act{role}
	for rest := answer.String(); rest != ""; rest = rest[min(7, len(rest)):] {
		acts = append(acts, text(rest[:min(7, len(rest))]))
	}
	stream(append(acts, finish, done)...)(rw, r, c)
}

func unstreamed(rw http.ResponseWriter, r *http.Request, c call) {
	c.stream = false
	ok(rw, r, c)
}

// bytewise sends a good stream a byte at a time, with something replaced.
func bytewise(old, by string) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		rec := record(ok, r, c)
		rw.Header().Set("content-type", rec.header.Get("content-type"))
		for _, b := range []byte(strings.ReplaceAll(rec.body.String(), old, by)) {
			if _, err := rw.Write([]byte{b}); err != nil {
				return
			}
			_ = http.NewResponseController(rw).Flush()
		}
	}
}

func zippedStream(rw http.ResponseWriter, r *http.Request, c call) {
	c.stream = true
	zipped(200)(rw, r, c)
}

func noPrefill(rw http.ResponseWriter, r *http.Request, c call) {
	if c.prefill {
		openAIError(
			rw,
			400,
			"invalid_request_error",
			"",
			fmt.Sprintf(
				"The model `%s` does not support assistant message prefill. The conversation must end with a user message.",
				c.model,
			),
		)
		return
	}
	long(rw, r, c)
}
