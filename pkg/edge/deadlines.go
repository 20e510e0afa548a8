//go:build !js

// Deadlines of the native server against callers that hold a connection without
// using it.

package edge

import (
	"io"
	"net/http"
	"time"
)

const (
	// bodyTimeout is how long a request body may take, and each bodyRate bytes add
	// a second: a slow upload may last, a connection that gets a byte now and then
	// may not.
	bodyTimeout = 20 * time.Second
	bodyRate    = 1 << 10
	// writeTimeout is how long a caller may read nothing of its answer.
	writeTimeout = 60 * time.Second
)

// withDeadlines sets the deadlines of each request's connection.
func withDeadlines(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection := http.NewResponseController(w)
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &deadlineBody{r.Body, connection, time.Now().Add(bodyTimeout)}
		}
		writer := &deadlineWriter{w, connection}
		next.ServeHTTP(writer, r)
		writer.extend() // the server writes the end of the answer, and the last write may be long ago
	})
}

type deadlineBody struct {
	io.ReadCloser
	connection *http.ResponseController
	deadline   time.Time
}

func (b *deadlineBody) Read(p []byte) (int, error) {
	_ = b.connection.SetReadDeadline(b.deadline)
	n, err := b.ReadCloser.Read(p)
	b.deadline = b.deadline.Add(time.Duration(n) * time.Second / bodyRate)
	if err == io.EOF { // from now on the server reads only to notice that the caller left
		_ = b.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}

type deadlineWriter struct {
	http.ResponseWriter
	connection *http.ResponseController
}

func (w *deadlineWriter) extend() { _ = w.connection.SetWriteDeadline(time.Now().Add(writeTimeout)) }

func (w *deadlineWriter) Write(p []byte) (int, error) {
	w.extend()
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach Flush and Hijack.
func (w *deadlineWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
