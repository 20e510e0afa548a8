// From a call's JSON to the core's values.

package wire

import (
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func readHeaders(v jsonish.Value) (h classify.Headers) {
	for _, m := range v.Members {
		if pair := m.Value.Members; len(pair) == 2 {
			h = append(h, classify.Header{Name: pair[0].Value.Text, Value: pair[1].Value.Text})
		}
	}
	return h
}

func readResponse(v jsonish.Value, body string) *classify.Response {
	return &classify.Response{Status: integer(v.Get("status")), Headers: readHeaders(v.Get("headers")), Body: []byte(body), Now: millis(v.Get("now"))}
}

func readFailure(v jsonish.Value) *classify.Failure {
	return &classify.Failure{Kind: classify.FailureKind(v.Get("kind").Text), Message: v.Get("message").Text, Sent: true}
}

// readThrown reads {kind, errors: [[name, code, type, message]], redirect, integrity},
// the last two where what is refused is the caller's to see.
func readThrown(v jsonish.Value) core.FetchError {
	redirect := v.Get("redirect")
	t := core.FetchError{Kind: classify.FailureKind(v.Get("kind").Text), CanRethrow: redirect.Kind == jsonish.String}
	t.BrowserMayRefuse = redirect.Text == "error" || v.Get("integrity").Text != ""
	for _, m := range v.Get("errors").Members {
		if e := m.Value.Members; len(e) == 4 {
			jsError := core.JSError{Name: word(e[0].Value), Code: word(e[1].Value), Type: word(e[2].Value)}
			jsError.Message = word(e[3].Value)
			t.Chain = append(t.Chain, jsError)
		}
	}
	return t
}

// word of an error, where it is one: a DOMException's code is a number.
func word(v jsonish.Value) string {
	if v.Kind != jsonish.String {
		return ""
	}
	return v.Text
}

// readCall reads {policy, request, caller, state} from a line of arguments.
func readCall(line string, args jsonish.Value) (c core.Call, err error) {
	if c.Policy, err = readPolicy(line, args.Get("policy")); err != nil {
		return c, err
	}
	r := args.Get("request")
	c.Request = retry.Request{
		Method: r.Get("method").Text, Path: r.Get("path").Text, Headers: readHeaders(r.Get("headers")),
		Replayable: truth(r.Get("replayable")), Model: r.Get("model").Text, Stored: truth(r.Get("kept")),
		UpstreamBound: truth(r.Get("bound")), ModelFixed: truth(r.Get("sealed")), Streams: truth(r.Get("streams")), Thinks: truth(r.Get("thinks")),
		Upstream: r.Get("upstream").Text, CallerKey: r.Get("caller").Text, OwnsKeys: truth(r.Get("owner")),
		Deterministic: truth(r.Get("same")), Uncontinuable: truth(r.Get("whole")), Outline: r.Get("outline").Text,
	}
	c.Caller = readCaller(args)
	c.State = readState(args.Get("state"))
	return c, nil
}

// defaultHelpURL is where the link of an error leads without a playground: the public
// one, reference.Site.
const defaultHelpURL = "https://ukemi-dev.github.io/ukemi/"

// readCaller reads {request, caller}: who gets the answer.
func readCaller(args jsonish.Value) classify.Caller {
	request, caller := args.Get("request"), args.Get("caller")
	c := classify.CallerOf(request.Get("path").Text, readHeaders(request.Get("headers")))
	c.Details, c.HelpURL = truth(caller.Get("details")), defaultHelpURL
	if url := caller.Get("helpURL"); url.Kind == jsonish.String {
		c.HelpURL = url.Text
	}
	return c
}
