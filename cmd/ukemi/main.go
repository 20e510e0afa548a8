// Command ukemi stands in front of an LLM API, and explains its errors.
// internal/command has its commands; `ukemi help` lists them.
package main

import (
	"os"

	"github.com/ukemi-dev/ukemi/internal/command"
)

func main() {
	p := command.Program{Name: "ukemi", Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Errs: os.Stderr}
	os.Exit(p.Run(os.Args[1:]))
}
