// One attempt: sent, and its answer read as far as its outcome needs.

package edge

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// attempt is one request to the upstream, with its answer.
type attempt struct {
	outcome  core.Attempt
	response *http.Response // nil for a failure
	stream   *watchedBody   // the body of response, where that is a stream
	misuse   error          // an error of the caller or of Options.Base, to return as it is
}

// errAttemptTimeout is the cause with which an attempt's own timer cancels it.
var errAttemptTimeout = errors.New("the upstream did not answer in time")

// send makes one attempt, with the model that was requested or with a fallback.
func (x *exchange) send() attempt {
	t := x.t
	ctx, cancel := context.WithCancelCause(x.trace.startAttempt(x.req.Context(), x.req.Method))
	x.sentAt = t.now()
	timer := time.AfterFunc(time.Duration(x.timeout)*time.Millisecond, func() { cancel(errAttemptTimeout) })
	end := func() { timer.Stop(); cancel(nil) }
	out := x.req.Clone(ctx)
	x.setTarget(out)
	forwardTrailers(out, x.req)
	x.trace.sends(out, x.target.Model)
	response, err := t.options.Base.RoundTrip(out)
	if misuse := x.misuseOf(response, err); misuse != nil {
		end()
		return attempt{misuse: misuse}
	}
	if err != nil {
		if context.Cause(ctx) == errAttemptTimeout {
			err = errAttemptTimeout
		}
		end()
		return attempt{outcome: core.Attempt{Failure: failureOf(err)}}
	}
	fillIn(response)
	x.trace.answered(response.StatusCode)
	if hasInvalidStatus(response) {
		_ = response.Body.Close()
		end()
		message := "malformed HTTP status " + strconv.Itoa(response.StatusCode)
		failure := &classify.Failure{Kind: classify.FailureReset, Message: message, Sent: true}
		return attempt{outcome: core.Attempt{Failure: failure}}
	}
	response.Body = &attemptBody{response.Body, end}
	response.Request = x.req
	return x.read(ctx, response, timer)
}

// read reads an answer until it is known whether it is a success.
func (x *exchange) read(ctx context.Context, response *http.Response, timer *time.Timer) attempt {
	a := attempt{response: response, outcome: successOf(response)}
	h := response.Header
	head := core.Head{
		Status: response.StatusCode, Type: h.Get("content-type"), Encoding: h.Get("content-encoding"),
		Length: response.ContentLength,
	}
	endpoint := api.Lookup(x.req.Method, x.req.URL.Path)
	switch {
	case core.IsWatchedStream(head, x.body.streams, endpoint.Dialect):
		return x.watch(ctx, a, timer)
	case core.MustInspect(endpoint, head.Status, head.Type, head.Length, x.body.streams, core.ProvesAnswer(h)):
		a = x.inspect(ctx, response)
	}
	timer.Stop() // an answer that has begun may take any time
	if x.resume != nil && response.StatusCode < 400 {
		// An answer that is no stream cannot resume one.
		mismatch := stream.ReplayMismatch()
		a.outcome.Success, a.outcome.StreamError = false, &mismatch
	}
	return a
}

// attemptBody ends the attempt's context when the body has ended or is closed.
type attemptBody struct {
	io.ReadCloser
	end func()
}

func (b *attemptBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.end()
	}
	return n, err
}

func (b *attemptBody) Close() error {
	b.end() // first, because it interrupts a read in progress
	return b.ReadCloser.Close()
}

// inspect reads the body of an answer that may be an error, and puts it back.
func (x *exchange) inspect(ctx context.Context, response *http.Response) attempt {
	if response.StatusCode >= 400 {
		// The beginning of an error body is enough, so a cut is no failure.
		return x.withBody(response, x.readError(response.Body, response.ContentLength))
	}
	read, complete, rest, err := readInspected(response.Body, response.ContentLength)
	response.Body = readCloser{io.MultiReader(bytes.NewReader(read), rest), rest}
	switch {
	case err != nil && context.Cause(ctx) == errAttemptTimeout:
		return attempt{response: response, outcome: core.Attempt{Failure: failureOf(errAttemptTimeout)}}
	case err != nil:
		return attempt{response: response, outcome: core.Attempt{Failure: core.CutFailure()}}
	case !complete: // too long, or too slow, for an error
		return attempt{response: response, outcome: successOf(response)}
	}
	// A body in an unknown coding cannot be inspected, so it is delivered.
	text, complete := nethttp.Decode(read, nethttp.CodingsOf(response.Header))
	if !complete || core.IsCleanSuccess(text) {
		return attempt{response: response, outcome: successOf(response)}
	}
	return x.withBody(response, read)
}

// withBody returns an attempt whose body the core classifies.
func (x *exchange) withBody(response *http.Response, body []byte) attempt {
	text, _ := nethttp.Decode(body, nethttp.CodingsOf(response.Header))
	return attempt{response: response, outcome: core.Attempt{Response: x.responseOf(response, text)}}
}

// responseOf returns the core's form of a response.
func (x *exchange) responseOf(r *http.Response, body []byte) *classify.Response {
	now := classify.Millis(x.t.now().UnixMilli())
	return &classify.Response{Status: r.StatusCode, Headers: nethttp.Headers(r.Header), Body: body, Now: now}
}

// successOf returns the outcome of a response that is delivered unread.
func successOf(r *http.Response) core.Attempt {
	return core.Attempt{Success: true, Response: &classify.Response{Status: r.StatusCode}}
}

// discard closes the answer. A connection can be used again only if the body
// was read to its end; to read the rest of an error for that is not worth it.
func (a attempt) discard() {
	if a.response != nil {
		_ = a.response.Body.Close()
	}
}

// failureOf returns the failure that an error of an attempt stands for.
func failureOf(err error) *classify.Failure {
	f := nethttp.FailureOf(err)
	if errors.Is(err, errAttemptTimeout) {
		f.Kind = classify.FailureTimeout
	}
	return &f
}
