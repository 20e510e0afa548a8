// The end of a call by its caller: its context, or the older Request.Cancel.

package edge

import (
	"context"
	"errors"
)

// errCanceled has the text that net/http returns for a closed Request.Cancel.
var errCanceled = errors.New("net/http: request canceled")

// callerError returns why the caller ended the call, or nil.
func (x *exchange) callerError() error {
	ctx := x.req.Context()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case <-x.req.Cancel:
		return errCanceled
	default:
		return nil
	}
}

// callerContext returns the caller's context, which also ends by Request.Cancel.
func (x *exchange) callerContext() (context.Context, context.CancelFunc) {
	if x.req.Cancel == nil {
		return x.req.Context(), func() {}
	}
	ctx, cancel := context.WithCancelCause(x.req.Context())
	go func() {
		select {
		case <-x.req.Cancel:
			cancel(errCanceled)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}
