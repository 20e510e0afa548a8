// One attempt: send, tell what came, hand it on or throw it away.

package edge

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// attempt is one request to the upstream and what came back.
type attempt struct {
	outcome  core.Attempt
	response *http.Response // nil when none came
	stream   *watched       // the response's body, where it is a stream
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
	x.body.attach(out, x.target.Model)
	t.address(out, x.target)
	response, err := t.o.Base.RoundTrip(out)
	if err != nil {
		if context.Cause(ctx) == errSilent {
			err = errSilent
		}
		end()
		return attempt{outcome: core.Attempt{Failure: failureOf(err)}}
	}
	if s := response.StatusCode; s < 200 && s != http.StatusSwitchingProtocols { // net/http reads 007 as a status
		_ = response.Body.Close()
		end()
		return attempt{outcome: core.Attempt{Failure: &classify.Failure{Kind: classify.FailureReset, Message: "malformed HTTP status " + strconv.Itoa(s), Sent: true}}}
	}
	response.Body = &attemptBody{response.Body, end}
	response.Request = x.req
	a := attempt{response: response, outcome: plain(response)}
	h := response.Header
	call := api.Of(x.req.Method, x.req.URL.Path)
	switch {
	case core.Watched(core.Head{Status: response.StatusCode, Type: h.Get("content-type"), Encoding: h.Get("content-encoding"), Length: response.ContentLength}, x.body.streams, call.Dialect):
		return x.watch(a, ctx, timer)
	case core.Suspect(call, response.StatusCode, h.Get("content-type"), response.ContentLength, x.body.streams):
		a = look(response, ctx, t.now())
	}
	timer.Stop() // while bytes flow nothing is cut
	if x.resume != nil && response.StatusCode < 400 {
		return a.differs()
	}
	return a
}

// address sends an attempt to where a fallback is, with what it needs there.
func (t *Transport) address(out *http.Request, f retry.Fallback) {
	for name := range out.Header {
		if strings.HasPrefix(name, "X-Ukemi-") {
			out.Header.Del(name) // they were for us
		}
	}
	detour := core.DetourOf(f, out.URL.EscapedPath()) // as it was written: read twice, %252e would be a dot
	if detour.URL == "" {
		return
	}
	u, err := url.Parse(detour.URL)
	if err != nil {
		return // never: the settings were checked when they were read; but no key may go elsewhere
	}
	out.URL, out.Host = u, ""
	for name := range out.Header {
		if !slices.Contains(detour.Keep, strings.ToLower(name)) {
			out.Header.Del(name)
		}
	}
	if key := t.o.Keys[f.Key]; key != "" {
		out.Header.Set("Authorization", "Bearer "+key)
		if strings.HasSuffix(out.URL.Path, "/messages") {
			out.Header.Set("X-Api-Key", key)
		}
	}
}

// attemptBody ends the attempt's context when the body is closed.
type attemptBody struct {
	io.ReadCloser
	end func()
}

func (b *attemptBody) Close() error {
	err := b.ReadCloser.Close()
	b.end()
	return err
}

// look reads the body of an answer that may be an error. What was read is put
// back, so that an answer that proves good is delivered whole.
func look(response *http.Response, ctx context.Context, now time.Time) attempt {
	// A cut body is an error body all the same; what came of it is judged.
	limit := int64(classify.MaxBody)
	if response.StatusCode < 400 {
		limit = core.MaxSuspect + 1
	}
	read, err := io.ReadAll(io.LimitReader(response.Body, limit))
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(read), response.Body), response.Body}
	text, ok := decoded(read, response.Header.Get("content-encoding"))
	if response.StatusCode < 400 && (err != nil || !ok) {
		a := attempt{response: response, outcome: core.Attempt{Failure: core.Cut()}}
		switch {
		case context.Cause(ctx) == errSilent:
			a.outcome.Failure = failureOf(errSilent)
		case !ok:
			a.outcome.Failure.Message = "The answer is not encoded as its headers say."
		}
		return a
	}
	if response.StatusCode < 400 && core.IsCleanSuccess(text) {
		return attempt{response: response, outcome: plain(response)}
	}
	r := &classify.Response{Status: response.StatusCode, Headers: toHeaders(response.Header), Body: text, Now: classify.Millis(now.UnixMilli())}
	return attempt{response: response, outcome: core.Attempt{Response: r}}
}

func plain(r *http.Response) core.Attempt {
	return core.Attempt{Plain: true, Response: &classify.Response{Status: r.StatusCode}}
}

// decoded undoes gzip, the only encoding that the edge lets an upstream use.
// What does not decode is returned as it is.
func decoded(body []byte, encoding string) (text []byte, ok bool) {
	if !strings.EqualFold(encoding, "gzip") {
		return body, true
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return body, false
	}
	// Bounded: a small body may decompress to a huge one.
	text, _ = io.ReadAll(io.LimitReader(z, classify.MaxBody))
	return text, true
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
			if !core.StillTrue(name) {
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
	return &http.Response{
		StatusCode: from.Status, Status: strconv.Itoa(from.Status) + " " + http.StatusText(from.Status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: headers, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(from.Body)), Request: req,
	}
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

// failureOf names the kind of a network failure, where Go's types tell it.
func failureOf(err error) *classify.Failure {
	f := &classify.Failure{Message: err.Error(), Sent: true}
	var dns *net.DNSError
	var op *net.OpError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var netErr net.Error
	switch {
	case errors.As(err, &dns):
		f.Kind, f.Sent = classify.FailureDNS, false
	case errors.Is(err, syscall.ECONNREFUSED):
		f.Kind, f.Sent = classify.FailureRefused, false
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &authority):
		f.Kind, f.Sent = classify.FailureTLS, false
	case errors.Is(err, errSilent), errors.As(err, &netErr) && netErr.Timeout():
		f.Kind = classify.FailureTimeout
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		f.Kind = classify.FailureReset
	}
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		f.Sent = false
	}
	return f
}
