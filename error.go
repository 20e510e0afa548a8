// Errors of SDKs and of net/http.

package ukemi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"

	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// FromError returns what an error means; for nil, the zero Verdict. It looks
// through err and all errors that err wraps, for
//
//   - the response that openai-go and anthropic-sdk-go keep in their errors:
//     the verdict is that of [FromHTTP];
//   - the fields of sashabaranov/go-openai's APIError and RequestError, which
//     keep status, code and message, but no headers: a stated wait is found
//     where the message has it;
//   - failures of the network: *url.Error, *net.OpError, errors of TLS and DNS,
//     context.Canceled, context.DeadlineExceeded.
//
// It classifies all other errors, such as those of langchaingo, by their text.
//
// Two goroutines must not call it with the same error at the same time, because
// it reads the response's body and puts it back.
func FromError(err error) classify.Verdict {
	if err == nil {
		return classify.Verdict{}
	}
	if r, ok := find(err, sdkResponse); ok {
		return classify.FromResponse(r)
	}
	switch {
	case errors.Is(err, context.Canceled):
		return classify.FromFailure(classify.Failure{Kind: classify.FailureCanceled, Message: err.Error(), Sent: true})
	case nethttp.IsNetworkError(err):
		var inURL *url.Error
		if errors.As(err, &inURL) {
			err = inURL.Err // without the URL: the verdict is that of the RoundTripper's own error
		}
		return classify.FromFailure(nethttp.FailureOf(err))
	}
	return classify.FromPaste(err.Error())
}

// find returns the first value that read finds in err or an error that err
// wraps, in the order of errors.As.
func find[T any](err error, read func(error) (T, bool)) (value T, ok bool) {
	if value, ok = read(err); ok {
		return value, true
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			return find(inner, read)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if value, ok = find(inner, read); ok {
				return value, true
			}
		}
	}
	return value, false
}

// sdkResponse returns the response that an SDK's error holds, whole or in part.
func sdkResponse(err error) (classify.Response, bool) {
	if r, ok := field[*http.Response](err, "Response"); ok && r != nil { // openai-go, anthropic-sdk-go
		return keptResponse(err, r), true
	}
	status, ok := field[int](err, "HTTPStatusCode") // sashabaranov/go-openai
	if !ok {
		return classify.Response{}, false
	}
	if body, ok := field[[]byte](err, "Body"); ok { // RequestError: the body was no error object
		return classify.Response{Status: status, Body: body}, status != 0 || len(body) > 0
	}
	object, ok := errorObject(err)
	return classify.Response{Status: status, Body: object}, ok
}

// errorObject returns go-openai's APIError as the JSON that the provider sent.
func errorObject(err error) ([]byte, bool) {
	object, marshalErr := json.Marshal(err)
	var members map[string]json.RawMessage
	if marshalErr != nil || json.Unmarshal(object, &members) != nil {
		return nil, false
	}
	if string(members["code"]) == "0" { // which go-openai makes of null
		delete(members, "code")
	}
	object, marshalErr = json.Marshal(map[string]any{"error": members})
	return object, marshalErr == nil
}

// keptResponse returns the response of an error of the official SDKs. Where the
// error was an event of a stream under 200, the stream itself must not be read;
// the event is in RawJSON.
func keptResponse(err error, r *http.Response) classify.Response {
	if raw, ok := err.(interface{ RawJSON() string }); ok && r.StatusCode < 400 {
		return responseOf(r, []byte(raw.RawJSON()))
	}
	body, _ := nethttp.Decode(peekBody(r, classify.MaxBody), nethttp.CodingsOf(r.Header))
	return responseOf(r, body)
}

// field returns an exported field of the struct that err is or points to. The
// SDKs export these fields and no methods for them, so that only reflection
// reads them without an import.
func field[T any](err error, name string) (value T, ok bool) {
	v := reflect.ValueOf(err)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return value, false
	}
	f, found := v.Type().FieldByName(name)
	if !found || !f.IsExported() || len(f.Index) != 1 { // an embedded struct may be nil
		return value, false
	}
	value, ok = v.Field(f.Index[0]).Interface().(T)
	return value, ok
}
