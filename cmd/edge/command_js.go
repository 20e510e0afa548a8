//go:build js && command

// The command line in the module of the npm package, as its third role: "command".
// The deployed Worker is built without it.

package main

import (
	"encoding/json"
	"os"
	"syscall/js"

	"github.com/ukemi-dev/ukemi/internal/command"
)

// The arguments and the settings are in the global ukemiCommand, because Go's glue
// takes no more than 8 KB of both.
func init() {
	runCommand = func() int {
		var given struct{ Args, Environ []string }
		if err := json.Unmarshal([]byte(js.Global().Get("ukemiCommand").String()), &given); err != nil {
			panic(err) // node/command.mjs wrote it
		}
		p := command.Program{Name: "ukemi", Environ: given.Environ, In: os.Stdin, Out: os.Stdout, Errs: os.Stderr}
		return p.Run(given.Args)
	}
}
