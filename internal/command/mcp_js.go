//go:build js

// mcp in WebAssembly: there is none, because the module would grow by the protocol's library.

package command

import (
	"context"
	"errors"
)

func (p Program) serveMCP(context.Context) error {
	return failure{errors.New("it is part of the native command: " +
		"go install github.com/ukemi-dev/ukemi/cmd/ukemi@latest, or brew install ukemi-dev/tap/ukemi, " +
		"or docker run --rm -i ghcr.io/ukemi-dev/ukemi mcp"), 1, "mcp"}
}
