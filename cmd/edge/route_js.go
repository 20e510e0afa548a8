//go:build js

// The op route: routes under /_ukemi/ without an instance of their own. They do no
// I/O, so that the long-lived instance can answer them.

package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/edge"
)

func routeAnswer(call string) []byte {
	line, body, _ := strings.Cut(call, "\n")
	var args struct {
		Environ     []string
		Method, URL string
		Headers     [][2]string
	}
	err := json.Unmarshal([]byte(line), &args)
	var r *http.Request
	if err == nil {
		r, err = http.NewRequest(args.Method, args.URL, strings.NewReader(body))
	}
	if err != nil {
		return reply("{}", func(struct{}) any { return map[string]string{"error": err.Error()} })
	}
	for _, h := range args.Headers {
		r.Header.Add(h[0], h[1])
	}
	w := recorder{status: http.StatusOK, header: http.Header{}}
	w.serve(args.Environ, r)
	all := [][2]string{}
	for name, values := range w.header {
		for _, value := range values {
			all = append(all, [2]string{name, value})
		}
	}
	head := reply("{}", func(struct{}) any { return map[string]any{"status": w.status, "headers": all} })
	return append(head, w.body.Bytes()...)
}

// recorder is an http.ResponseWriter that keeps the answer.
type recorder struct {
	status int
	header http.Header
	body   bytes.Buffer
}

// serve answers 500 where a handler panics: the instance must live on.
func (w *recorder) serve(environ []string, r *http.Request) {
	defer func() {
		if recover() != nil {
			*w = recorder{status: http.StatusInternalServerError, header: http.Header{}}
		}
	}()
	config, _ := edge.Load(environ) // the op config has checked it
	edge.Routes(config, nil).ServeHTTP(w, r)
}

// Header, WriteHeader and Write make it an http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) { w.status = status }

func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }
