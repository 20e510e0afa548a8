//go:build !js

// Command edge stands in front of an LLM API, and explains its errors.
//
//	edge                     serve (settings come from the environment)
//	edge explain [FILE]      explain an error; -json, -jsonl for programs
//	edge simulate            what the policy would do about a scripted fault
//	edge config              list the settings
//	edge classes             list the classes of the error contract
//	edge headers             list the headers that answers may bear
//	edge metrics             list the metrics of the native server
//
// main.go chooses the command; serve.go serves natively, serve_js.go as a
// Cloudflare Worker.
package main

import (
	"fmt"
	"io"
	"os"
)

const usage = "usage: edge [serve | explain [-json | -jsonl] [FILE] | simulate -fault FAULTS [-policy JSON] | " +
	"config [-markdown] | classes [-markdown] | headers [-markdown] | metrics [-markdown] | help]\n"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run returns the exit code: 0, 1 for a failure, 2 for wrong use.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	command := "serve"
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	switch command {
	case "serve":
		return serve(os.Environ(), errs)
	case "explain":
		return explainCommand(args, in, out, errs)
	case "simulate":
		return simulate(args, os.Environ(), out, errs)
	case "config":
		return printSettings(args, out)
	case "classes":
		return printClasses(args, out)
	case "headers":
		return printHeaders(args, out)
	case "metrics":
		return printMetrics(args, out)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(out, usage)
		return 0
	}
	fmt.Fprintf(errs, "edge: there is no command %q\n%s", command, usage)
	return 2
}
