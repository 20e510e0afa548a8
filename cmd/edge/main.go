//go:build !js

// Command edge is what wrangler and the Dockerfile build: without arguments it
// serves, with the settings of the environment; its commands are those of
// cmd/ukemi. main.go is the native program, serve_js.go the Cloudflare Worker.
package main

import (
	"io"
	"os"

	"github.com/ukemi-dev/ukemi/internal/command"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run returns the exit code: 0, 1 for a failure, 2 for wrong use.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	p := command.Program{Name: "edge", Default: "serve", Environ: os.Environ(), In: in, Out: out, Errs: errs}
	return p.Run(args)
}
