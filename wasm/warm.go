//go:build wasip1 && edge

package main

import "github.com/ukemi-dev/ukemi/internal/wire"

// The start of an edge's core has made the tables that classify and cure make when they are first asked, so that the
// first error does not wait for them and nothing that a call leaves is needed by the next one
// (test/workerd/core.test.mjs).
func init() {
	wire.Call([]byte("classify\n{\"status\":400}\n" +
		`{"error":{"message":"Unsupported parameter: 'x' is not supported.","type":"invalid_request_error"}}`))
}
