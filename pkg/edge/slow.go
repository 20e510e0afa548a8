//go:build !js

// Callers that are slow on purpose: how long the native server waits for them.

package edge

import (
	"io"
	"net/http"
	"time"
)

const (
	// bodyPatience is how long a request's body may take, and bodyRate how many
	// of its bytes buy another second: an upload over a poor line may last, one
	// that holds a connection open with a byte now and then may not.
	bodyPatience = 20 * time.Second
	bodyRate     = 1 << 10
	// writePatience is how long a caller may take none of its answer.
	writePatience = 60 * time.Second
)

// impatient bounds how long callers may hold a connection without using it.
func impatient(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection := http.NewResponseController(w)
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &patientBody{r.Body, connection, time.Now().Add(bodyPatience)}
		}
		next.ServeHTTP(&patientWriter{w, connection}, r)
	})
}

type patientBody struct {
	io.ReadCloser
	connection *http.ResponseController
	until      time.Time
}

func (b *patientBody) Read(p []byte) (int, error) {
	_ = b.connection.SetReadDeadline(b.until)
	n, err := b.ReadCloser.Read(p)
	b.until = b.until.Add(time.Duration(n) * time.Second / bodyRate)
	if err == io.EOF { // what is read from now on tells that the caller left
		_ = b.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}

type patientWriter struct {
	http.ResponseWriter
	connection *http.ResponseController
}

func (w *patientWriter) Write(p []byte) (int, error) {
	_ = w.connection.SetWriteDeadline(time.Now().Add(writePatience))
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach Flush and Hijack.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
