// One attempt: send, tell what came, hand it on or throw it away.

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
)

// attempt is one request to the upstream and what came back.
type attempt struct {
	outcome  core.Attempt
	response *http.Response // nil when none came
	stream   *watched       // the response's body, where it is a stream
	misuse   error          // for the caller: no upstream is to blame
}

var errSilent = errors.New("the upstream did not answer in time")

// send makes one attempt: with the model that was asked for, or with a
// fallback.
func (x *exchange) send() attempt {
	t := x.t
	ctx, cancel := context.WithCancelCause(x.req.Context())
	x.sent = t.now()
	timer := time.AfterFunc(time.Duration(x.patience)*time.Millisecond, func() { cancel(errSilent) })
	end := func() { timer.Stop(); cancel(nil) }
	out := x.req.Clone(ctx)
	x.aim(out)
	trailers(out, x.req)
	response, err := t.o.Base.RoundTrip(out)
	if wrong := x.misused(response, err); wrong != nil {
		end()
		return attempt{misuse: wrong}
	}
	if err != nil {
		if context.Cause(ctx) == errSilent {
			err = errSilent
		}
		end()
		return attempt{outcome: core.Attempt{Failure: failureOf(err)}}
	}
	complete(response)
	if malformed(response) {
		_ = response.Body.Close()
		end()
		return attempt{outcome: core.Attempt{Failure: &classify.Failure{Kind: classify.FailureReset, Message: "malformed HTTP status " + strconv.Itoa(response.StatusCode), Sent: true}}}
	}
	response.Body = &attemptBody{response.Body, end}
	response.Request = x.req
	a := attempt{response: response, outcome: plain(response)}
	h := response.Header
	call := api.Lookup(x.req.Method, x.req.URL.Path)
	switch {
	case core.IsWatchedStream(core.Head{Status: response.StatusCode, Type: h.Get("content-type"), Encoding: h.Get("content-encoding"), Length: response.ContentLength}, x.body.streams, call.Dialect):
		return x.watch(a, ctx, timer)
	case core.MustInspect(call, response.StatusCode, h.Get("content-type"), response.ContentLength, x.body.streams):
		a = x.look(response, ctx)
	}
	timer.Stop() // while bytes flow nothing is cut
	if x.resume != nil && response.StatusCode < 400 {
		return a.differs()
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
	b.end() // first: a read that is under way ends by it
	return b.ReadCloser.Close()
}

// look reads the body of an answer that may be an error. What was read is put
// back, so that an answer that proves good is delivered whole.
func (x *exchange) look(response *http.Response, ctx context.Context) attempt {
	if response.StatusCode >= 400 {
		// A cut body is an error body all the same; what came of it is judged.
		return x.suspicious(response, readError(x.req, response.Body, classify.MaxBody))
	}
	read, whole, rest, err := readSuspect(response.Body)
	response.Body = prefixed{io.MultiReader(bytes.NewReader(read), rest), rest}
	if err == nil && !whole {
		return attempt{response: response, outcome: plain(response)} // too long, or too slow, for an error
	}
	if err != nil {
		a := attempt{response: response, outcome: core.Attempt{Failure: core.CutFailure()}}
		if context.Cause(ctx) == errSilent {
			a.outcome.Failure = failureOf(errSilent)
		}
		return a
	}
	// What is in an encoding that nobody knows may be anything.
	if text, whole := nethttp.Decode(read, nethttp.CodingsOf(response.Header)); !whole || core.IsCleanSuccess(text) {
		return attempt{response: response, outcome: plain(response)}
	}
	return x.suspicious(response, read)
}

// suspicious is an answer for the core to judge by its body.
func (x *exchange) suspicious(response *http.Response, body []byte) attempt {
	text, _ := nethttp.Decode(body, nethttp.CodingsOf(response.Header))
	r := &classify.Response{Status: response.StatusCode, Headers: nethttp.Headers(response.Header), Body: text, Now: classify.Millis(x.t.now().UnixMilli())}
	return attempt{response: response, outcome: core.Attempt{Response: r}}
}

func plain(r *http.Response) core.Attempt {
	return core.Attempt{Success: true, Response: &classify.Response{Status: r.StatusCode}}
}

// discard throws an attempt's answer away. What was read to its end leaves a
// connection that can be used again; the rest is not worth waiting for.
func (a attempt) discard() {
	if a.response != nil {
		_ = a.response.Body.Close()
	}
}

// deliver makes the answer for the caller: the upstream's own when it is a
// success, the contract's form of it when it is a failure.
func (a attempt) deliver(req *http.Request, r core.Reaction) *http.Response {
	if r.Verdict == nil {
		set(a.response.Header, r.Headers)
		return a.response
	}
	a.discard()
	return answer(req, a.response, r.Answer)
}

// answer makes an answer of the core's into a response; it keeps those of the
// upstream's headers that still hold.
func answer(req *http.Request, upstream *http.Response, from classify.Answer) *http.Response {
	headers := http.Header{}
	if upstream != nil {
		headers = upstream.Header.Clone()
		for name := range headers {
			if !core.SurvivesRewrite(name) {
				headers.Del(name)
			}
		}
	}
	set(headers, from.Headers)
	body := from.Body
	headers.Set("Content-Length", strconv.Itoa(len(body)))
	if req.Method == http.MethodHead {
		body = nil
	}
	made := &http.Response{
		StatusCode: from.Status, Status: strconv.Itoa(from.Status) + " " + http.StatusText(from.Status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: headers, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(from.Body)), Request: req,
	}
	if upstream != nil {
		made.TLS = upstream.TLS
		if upstream.Proto != "" {
			made.Proto, made.ProtoMajor, made.ProtoMinor = upstream.Proto, upstream.ProtoMajor, upstream.ProtoMinor
		}
	}
	return made
}

func set(h http.Header, add classify.Headers) {
	for _, field := range add {
		if field.Name == "server-timing" { // a list to which everybody on the way adds
			h.Add(field.Name, field.Value)
			continue
		}
		h.Set(field.Name, field.Value)
	}
}

// failureOf returns the failure that an error of an attempt stands for.
func failureOf(err error) *classify.Failure {
	f := nethttp.FailureOf(err)
	if errors.Is(err, errSilent) {
		f.Kind = classify.FailureTimeout
	}
	return &f
}
