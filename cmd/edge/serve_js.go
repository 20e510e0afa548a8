//go:build js

// The Cloudflare Worker, in two roles of one module:
//
//   - "edge core": the long-lived instance that worker.mjs calls synchronously
//     through the byte interface, beside the core, which is a module of its own
//     (edge-core.mjs). It does no I/O and holds nothing per request; for Durable
//     Objects, it holds what isolates counted (share_js.go).
//   - "edge": an instance per request that serves the routes under /_ukemi/, the
//     way of github.com/syumai/workers.
//
// The module of the npm package has a third role: command_js.go.
package main

import (
	"encoding/json"
	"errors"
	"os"
	"strings"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"

	"github.com/ukemi-dev/ukemi/internal/headers"
	"github.com/ukemi-dev/ukemi/internal/wire/export"
	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// runCommand is the command line, where it is built in; its result is the exit code.
var runCommand func() int

func main() {
	if len(os.Args) > 1 && os.Args[1] == "core" {
		export.Answer = answer
		select {}
	}
	if len(os.Args) > 1 && os.Args[1] == "command" && runCommand != nil {
		os.Exit(runCommand())
	}
	var environ []string
	for _, s := range edge.Settings() {
		if value := cloudflare.Getenv(s.Name); value != "" {
			environ = append(environ, s.Name+"="+value)
		}
	}
	// worker.mjs answers before this where the configuration is invalid.
	config, _ := edge.Load(environ)
	workers.Serve(edge.Routes(config, nil))
}

// answer answers the calls of the Worker that are not the core's (edge-core.mjs).
//
//	config  {"environ": ["UKEMI_…=…"]} → driverConfig, or {"misconfigured": "UKEMI_…: …"}
//	cors    headers.CORS               → headers.CORSAnswer
//	counts  {health, origin} → {objects: [{name, ledger}]}, for each Durable Object
//	merge   {object, sent, budget, now} → {hint, quiet, only}; in a Durable Object, as the next two
//	saved   {object} → {ledger}
//	restore {object, ledger, now} → {}
//	route   {environ, method, url, headers: [[name, value]]} + body → {status, headers} + body
func answer(call []byte) []byte {
	op, rest, _ := strings.Cut(string(call), "\n")
	switch op {
	case "config":
		return reply(rest, func(args struct{ Environ []string }) any {
			config, err := load(args.Environ)
			if err != nil {
				return map[string]string{"misconfigured": err.Error()}
			}
			return config
		})
	case "cors":
		return reply(rest, func(args headers.CORS) any { return args.Answer() })
	case "route":
		return routeAnswer(rest)
	case "counts":
		return reply(rest, counts)
	case "merge":
		return reply(rest, merge)
	case "saved":
		return reply(rest, saved)
	case "restore":
		return reply(rest, restore)
	}
	return reply("{}", func(struct{}) any { return map[string]string{"error": "there is no op " + op} })
}

// driverConfig is the configuration for the JavaScript driver.
type driverConfig struct {
	Policy      retry.Policy `json:"policy"`
	Upstream    string       `json:"upstream"` // scheme and host
	BasePath    string       `json:"basePath"`
	MaxBody     int64        `json:"maxBody"`
	CORSOrigins []string     `json:"corsOrigins"`
	// Keys does not leave the isolate.
	Keys   map[string]string `json:"keys"`
	Caller struct {
		Details bool   `json:"details"`
		HelpURL string `json:"helpURL"`
	} `json:"caller"`
}

// load returns the configuration of a Worker. It requires an upstream, because a
// Worker has no demo provider.
func load(environ []string) (d driverConfig, err error) {
	c, err := edge.Load(environ)
	if err != nil {
		return d, err
	}
	if c.Upstream == nil {
		return d, errors.New(
			"UKEMI_UPSTREAM: the Worker needs one: the base URL of the API, such as https://api.openai.com/v1 (in [vars] of " +
				"wrangler.toml)",
		)
	}
	d = driverConfig{
		Policy:      c.Policy.WithDefaults(),
		Upstream:    c.Upstream.Scheme + "://" + c.Upstream.Host,
		BasePath:    c.Upstream.EscapedPath(),
		MaxBody:     max(0, c.MaxBody),
		CORSOrigins: append([]string{}, c.CORSOrigins...),
		Keys:        c.Keys,
	}
	d.Caller.Details, d.Caller.HelpURL = c.Details, "/_ukemi/"
	return d, nil
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
