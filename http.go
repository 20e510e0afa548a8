// Responses of net/http.

package ukemi

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// FromHTTP returns what a response means. For a success, and for nil, it is the
// zero Verdict, whose Class is "".
//
// A status of 400 or more is an error. Some providers also send one under 200:
// FromHTTP recognizes it by its structure, never by words of the answer, where
// r.Request is set and is a request for generated content. It does not read
// event streams; see package stream for those.
//
// FromHTTP reads at most [classify.MaxBody] bytes of the body and puts them
// back, so that r can be read from its beginning. Headers and status are not
// changed.
func FromHTTP(r *http.Response) classify.Verdict {
	if r == nil {
		return classify.Verdict{}
	}
	if r.StatusCode < 400 && !mayBeError(r) {
		return classify.Verdict{}
	}
	limit := int64(classify.MaxBody)
	if r.StatusCode < 400 {
		limit = core.MaxInspected + 1
	}
	body, complete := nethttp.Decode(peekBody(r, limit), nethttp.CodingsOf(r.Header))
	if r.StatusCode < 400 {
		switch {
		case !complete || core.IsCleanSuccess(body):
			return classify.Verdict{}
		case stream.InspectBody(body) == stream.BodyIsCut:
			return classify.FromFailure(*core.CutFailure())
		}
	}
	return classify.FromResponse(responseOf(r, body))
}

// mayBeError reports whether the body must be read to distinguish an answer from an error.
func mayBeError(r *http.Response) bool {
	if r.Request == nil || r.Request.URL == nil {
		return false
	}
	call := api.Lookup(r.Request.Method, r.Request.URL.Path)
	proven := core.ProvesAnswer(r.Header)
	return core.MustInspect(call, r.StatusCode, r.Header.Get("Content-Type"), r.ContentLength, false, proven)
}

// responseOf returns the core's form of r, with a body that has been decoded.
func responseOf(r *http.Response, body []byte) classify.Response {
	return classify.Response{
		Status:  r.StatusCode,
		Headers: nethttp.Headers(r.Header),
		Body:    body,
		Now:     classify.Millis(time.Now().UnixMilli()),
	}
}

// peekBody reads at most limit bytes and puts them back. A body that breaks off
// breaks off again at the same place for its next reader.
func peekBody(r *http.Response, limit int64) []byte {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, limit))
	rest := io.Reader(r.Body)
	if err != nil {
		rest = failing{err}
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), rest), r.Body}
	return body
}

// failing is a reader that returns an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
