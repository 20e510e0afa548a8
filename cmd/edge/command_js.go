//go:build js && command

// The command line in the module of the npm package, as its third role: "command"
// and the arguments. The deployed Worker is built without it.

package main

import (
	"os"

	"github.com/ukemi-dev/ukemi/internal/command"
)

func init() {
	runCommand = func(args []string) int {
		p := command.Program{Name: "ukemi", Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Errs: os.Stderr}
		return p.Run(args)
	}
}
