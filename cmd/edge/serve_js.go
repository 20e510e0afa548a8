//go:build js

// The Cloudflare Worker, in two roles of one module:
//
//   - "edge core": the long-lived instance that worker.mjs calls synchronously
//     through the byte interface. It does no I/O and holds nothing per request.
//   - "edge": an instance per request that serves the routes under /_ukemi/,
//     as github.com/syumai/workers means it.
package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"

	"github.com/ukemi-dev/ukemi/internal/wire"
	"github.com/ukemi-dev/ukemi/internal/wire/export"
	"github.com/ukemi-dev/ukemi/pkg/edge"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "core" {
		export.Answer = answer
		select {}
	}
	var environ []string
	for _, s := range edge.Settings() {
		if value := cloudflare.Getenv(s.Name); value != "" {
			environ = append(environ, s.Name+"="+value)
		}
	}
	// A wrong configuration never comes here: worker.mjs answers for it.
	config, _ := edge.Load(environ)
	workers.Serve(edge.Routes(config, nil))
}

// answer adds the ops that only the Worker needs to those of the core.
//
//	config  {"environ": ["UKEMI_…=…"]} → edge.DriverConfig, or {"misconfigured": "UKEMI_…: …"}
//	cors    edge.CORSRequest           → edge.CORSAnswer
func answer(call []byte) []byte {
	op, rest, _ := strings.Cut(string(call), "\n")
	switch op {
	case "config":
		return reply(rest, func(args struct{ Environ []string }) any {
			config, err := edge.Load(args.Environ)
			if err == nil {
				driver, problem := config.Driver()
				if err = problem; err == nil {
					return driver
				}
			}
			return map[string]string{"misconfigured": err.Error()}
		})
	case "cors":
		return reply(rest, func(args edge.CORSRequest) any { return args.Answer() })
	}
	return wire.Call(call)
}

func reply[A any](args string, do func(A) any) []byte {
	var a A
	var result any
	if err := json.Unmarshal([]byte(args), &a); err != nil {
		result = map[string]string{"error": err.Error()}
	} else {
		result = do(a)
	}
	line, _ := json.Marshal(result)
	return append(line, '\n')
}
