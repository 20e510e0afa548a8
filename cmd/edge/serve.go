//go:build !js

// The native server.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/ukemi-dev/ukemi/internal/demo"
	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/web"
)

// drain is how long calls may take to end after SIGTERM.
const drain = 30 * time.Second

func serve(environ []string, errs io.Writer) int {
	config, err := edge.Load(environ)
	if err != nil {
		fmt.Fprintln(errs, "edge:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	demo := config.Upstream == nil
	if demo {
		if config.Upstream, err = serveDemo(); err != nil {
			fmt.Fprintln(errs, "edge: the demo provider:", err)
			return 1
		}
	}
	listener, err := net.Listen("tcp", config.Listen)
	if err != nil {
		fmt.Fprintf(errs, "edge: UKEMI_LISTEN=%q: cannot listen there: %v\n", config.Listen, err)
		return 2
	}
	greet(errs, listener.Addr().String(), config, demo)
	log := slog.New(slog.NewJSONHandler(errs, nil))
	server := &http.Server{
		Handler: edge.NewHandler(config, web.Playground(), log),
		// As JSON, so that a caller's text stays in one line.
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    64 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		stop() // a second signal ends the program at once
		fmt.Fprintln(errs, "edge: draining")
		timeout, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		err = server.Shutdown(timeout)
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintln(errs, "edge:", err)
		return 1
	}
	return 0
}

// serveDemo starts the demo provider on a free port of 127.0.0.1. It runs until the
// program ends.
func serveDemo() (*url.URL, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: demo.New(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	return &url.URL{Scheme: "http", Host: listener.Addr().String()}, nil
}

func greet(out io.Writer, address string, c edge.Config, demo bool) {
	model, upstream := "gpt-4o-mini", c.Upstream.String()
	if demo {
		model, upstream = "demo-503-once", "the demo provider; /v1/models lists its misbehaviors"
	}
	fmt.Fprintf(out, `ukemi listens on http://%[1]s in front of %[2]s
  playground  http://%[1]s/_ukemi/
  policy      http://%[1]s/_ukemi/policy
  try         curl -i http://%[1]s/v1/chat/completions -H 'content-type: application/json' `+
		`-H "authorization: Bearer $OPENAI_API_KEY" -d '{"model":"%[3]s","messages":[{"role":"user","content":"hi"}]}'
`, address, upstream, model)
}
