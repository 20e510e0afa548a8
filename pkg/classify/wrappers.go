// Wrappers: sentences by which an SDK, a gateway or a tool says that something
// below it failed. They name no cause, so they are not evidence while a cause
// follows them in the same text.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// wrappers, in lowercase. Sources: openai/codex, OpenRouter, LiteLLM,
// langchain, one-api, Vercel AI SDK, Claude Code.
var wrappers = [...]string{
	"stream disconnected before completion:", "stream error:", "provider returned error:", "provider returned error", "upstream error from",
	"apiconnectionerror:", "connection error:", "internal server error:", "internal error:", "bad request:", "unauthorized:", "invalid argument:", "something went wrong:", "error occurred:", "unexpected error:", "unknown error:", "server error:",
	"failed to process response body", "failed to parse response", "unexpected status", "upstream request failed:", "request failed:",
	"exceeded retry limit", "error communicating with", "error calling", "error while calling", "failed after", "last error:", "serviceunavailableerror:",
	"badrequesterror:", "notfounderror:", "authenticationerror:", "ratelimiterror:", "timeout:", "permissiondeniederror:", "unprocessableentityerror:",
	"possible quota limitations in place or slow response times detected", "switching to the gemini-2.5-flash model for the rest of this session", // Gemini CLI
	"this is a server-side issue, usually temporary", "try again in a moment. if it persists, check status.claude.com", "check status.claude.com", // Claude Code
	"during handling of the above exception, another exception occurred", "the above exception was the direct cause of the following exception", "traceback (most recent call last)", // Python
	"either the server is overloaded or there is an error in the application",                         // the stock page of Werkzeug and Apache
	"invalid json response body at",                                                                   // node-fetch
	"for more information check:", "give feedback / get help", "if you need to debug this error, use", // LiteLLM, MDN
	"internalservererror:", "apierror:", "do request failed", "bad response status code",
	"returned unexpected status code", "unexpected status code", // langchaingo
}

// withoutWrappers blanks the wrappers in a text in lowercase that something
// follows which is more than an id: a cause, or the status that it reports.
func withoutWrappers(lower string) string {
	out, x := []byte(nil), &tables().phrases
	for i := 0; i+4 <= len(lower); i++ {
		for c := x.candidates(fourBytes(lower, i)); c.at != 0; {
			e := x.next(&c)
			from := i - int(e.at)
			if from < 0 || e.list != inWrappers || !strings.HasPrefix(lower[from:], e.words) {
				continue
			}
			end := from + len(e.words)
			if rest := strings.TrimLeft(lower[end:], " :="); !saysMore(rest) && (rest == "" || !isDigit(rest[0])) {
				continue
			}
			if out == nil {
				out = []byte(lower)
			}
			for j := from; j < end; j++ {
				out[j] = ' '
			}
		}
	}
	if out == nil {
		return lower
	}
	return string(out)
}

// saysMore reports whether at least three words follow.
func saysMore(rest string) bool {
	words, inWord := 0, false
	for i := 0; i < len(rest) && words < 3; i++ {
		letter := isLower(rest[i]) || rest[i] >= 0xC3
		if letter && !inWord {
			words++
		}
		if rest[i] >= 0xE3 { // Chinese, Japanese and Korean have no spaces
			words++
		}
		inWord = letter
	}
	return words >= 3
}

// withoutValidator blanks what the AI SDK's validator (Zod) objects to in an answer that
// it did not expect and shows before: "Type validation failed: Value: {…}.
// Error message: […]". The answer tells what happened.
func withoutValidator(text string) string {
	_, after, ok := strings.Cut(text, "Type validation failed: Value: ")
	if !ok {
		return text
	}
	_, list, ok := strings.Cut(after, "Error message: [")
	if !ok {
		return text
	}
	from := len(text) - len(list) - 1
	_, end, ok := jsonish.Read(text, from)
	if !ok {
		return text
	}
	return text[:from] + strings.Repeat(" ", end-from) + text[end:]
}
