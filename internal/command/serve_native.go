//go:build !js

// The native server.

package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/ukemi-dev/ukemi/internal/demo"
	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/web"
)

// drain is how long calls may take to end after SIGTERM.
const drain = 30 * time.Second

// idleHeap is memory that is allocated and never touched, so that none of it is resident: the
// collector runs when the heap has doubled, and would run every 4 MB of an edge that has few
// calls open, which is a seventh of its CPU. With it, it runs every 16 MB or more.
const idleHeap = 16 << 20

// nativeTables are of what only the native server has.
var nativeTables = []table{{"metrics", "List the metrics of the native server", metricRows}}

func metricRows(code func(string) string) [][]string {
	rows := [][]string{{"metric", "labels", "meaning"}}
	for _, m := range edge.Metrics() {
		rows = append(rows, []string{code(m.Name), code(m.Labels), m.Meaning})
	}
	return rows
}

// serve runs the edge until a signal ends it.
func (p Program) serve(config edge.Config) error {
	idle := make([]byte, idleHeap)
	defer runtime.KeepAlive(&idle)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	isDemo := config.Upstream == nil
	if isDemo {
		var err error
		if config.Upstream, err = serveDemo(); err != nil {
			return failure{fmt.Errorf("the demo provider: %w", err), 1, ""}
		}
	}
	log := slog.New(slog.NewJSONHandler(p.Errs, nil))
	tracer, endTraces, err := startTraces(p.Environ, log)
	if err != nil {
		return failure{err, 2, ""}
	}
	defer endTraces()
	config.Tracer = tracer
	shared, endFleet, err := startFleet(config, log)
	if err != nil {
		return failure{err, 2, ""}
	}
	defer endFleet()
	config.Fleet = shared
	listener, err := net.Listen("tcp", config.Listen)
	if err != nil {
		return failure{fmt.Errorf("UKEMI_LISTEN=%q: cannot listen there: %w", config.Listen, err), 2, ""}
	}
	fmt.Fprint(p.Errs, greeting(listener.Addr().String(), config, isDemo))
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
		fmt.Fprintln(p.Errs, p.Name+": draining")
		timeout, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		err = server.Shutdown(timeout)
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return failure{err, 1, ""}
	}
	return nil
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
