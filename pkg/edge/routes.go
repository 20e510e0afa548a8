// The routes under /_ukemi/: health, policy, explain, reference, playground. They
// forward nothing, so that the Worker can serve them from an instance of their own.

package edge

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/internal/reference"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/explain"
)

// prefix is the path of the edge's own routes.
const prefix = "/_ukemi/"

// Routes returns the handler of all routes under /_ukemi/ but metrics, which only
// NewHandler has. playground is as there.
func Routes(c Config, playground fs.FS) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+prefix+"health", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET "+prefix+"policy", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, c.public())
	})
	mux.HandleFunc("POST "+prefix+"explain", explainPaste)
	for _, path := range [...]string{"reference", "reference.md", "class/{name}", "provider/{name}"} {
		mux.HandleFunc("GET "+prefix+path, referencePage)
	}
	mux.HandleFunc("GET "+prefix+"llms.txt", func(w http.ResponseWriter, r *http.Request) {
		writeText(w, "text/plain", reference.LLMs())
	})
	for _, path := range [...]string{"{$}", "live/", "sw.js", "assets/"} {
		mux.Handle("GET "+prefix+path, page(playground))
	}
	mux.Handle("GET "+strings.TrimSuffix(prefix, "/"), http.RedirectHandler(prefix, http.StatusPermanentRedirect))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeError(w, r, classify.Verdict{Class: classify.NotFound, Rule: "no-such-route",
			Message: "No such route: " + r.Method + " " + r.URL.Path + ". There are GET health, GET policy, " +
				"GET metrics (native), POST explain, GET reference, class/… and provider/…, and the playground under " +
				prefix + "."})
	})
	return mux
}

// public returns the configuration for /_ukemi/policy. It contains no key, and of
// the upstream only the host.
func (c Config) public() map[string]any {
	upstream := "demo"
	if c.Upstream != nil {
		upstream = c.Upstream.Host
	}
	return map[string]any{
		"policy": c.Policy.WithDefaults(), "upstream": upstream, "maxBody": maxBodyOf(c.MaxBody), "details": c.Details,
		"corsOrigins": append([]string{}, c.CORSOrigins...), // [] and not null
	}
}

// referencePage answers with the page of a class or a provider: as HTML, or as
// Markdown where the caller does not ask for HTML or the path ends in .md.
func referencePage(w http.ResponseWriter, r *http.Request) {
	path, isMarkdown := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, prefix), ".md")
	p, ok := reference.Find(path)
	w.Header().Set("vary", "accept")
	switch {
	case !ok:
		writeError(w, r, classify.Verdict{Class: classify.NotFound, Rule: "no-such-route",
			Message: "There is no page " + r.URL.Path + ". GET " + prefix + "reference lists all classes and providers."})
	case isMarkdown || !reference.PrefersHTML(r.Header.Get("Accept")):
		writeText(w, "text/markdown", p.Markdown())
	default:
		writeText(w, "text/html", p.HTML())
	}
}

func writeText(w http.ResponseWriter, contentType, text string) {
	w.Header().Set("content-type", contentType+"; charset=utf-8")
	w.Header().Set("x-content-type-options", "nosniff")
	_, _ = io.WriteString(w, text)
}

// explain answers a paste with its explanation, as JSON or, where the caller
// prefers it, as text.
func explainPaste(w http.ResponseWriter, r *http.Request) {
	paste, err := io.ReadAll(http.MaxBytesReader(w, r.Body, classify.MaxPaste))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		writeError(w, r, classify.Verdict{Class: classify.RequestTooLarge, Rule: "paste-too-large",
			Message: "The paste is larger than 8 MiB. Send the part around the error."})
		return
	}
	if err != nil {
		writeError(w, r, unreadableRequest(err))
		return
	}
	e := explain.Paste(string(paste))
	if strings.HasPrefix(r.Header.Get("Accept"), "text/") {
		writeText(w, "text/plain", e.Text())
		return
	}
	w.Header().Set("x-content-type-options", "nosniff")
	w.Header().Set("content-type", "application/json")
	_, _ = w.Write(e.AppendJSON(nil))
}

// page serves the built playground, or a page that states how to build it.
func page(playground fs.FS) http.Handler {
	if playground != nil {
		if _, err := fs.Stat(playground, "index.html"); err == nil {
			files := http.StripPrefix(prefix, http.FileServerFS(playground))
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("x-content-type-options", "nosniff")
				if strings.Contains(r.URL.Path, "/assets/") { // their names contain a hash of their content
					w.Header().Set("cache-control", "public, max-age=31536000, immutable")
				}
				files.ServeHTTP(w, r)
			})
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeText(w, "text/html", notBuilt)
	})
}

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>ukemi</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body{font:1rem/1.6 system-ui;max-width:36rem;margin:15vh auto;padding:0 1rem}</style>
<h1>The edge is running.</h1><p>The playground is not part of this build. The binaries of a release have it;
in a clone, <code>make run</code> builds it.</p><p>Meanwhile: <a href="reference">classes and providers</a>, and
<code>ukemi explain FILE</code> explains an error in the terminal.</p></html>
`

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("content-type", "application/json")
	w.Header().Set("x-content-type-options", "nosniff")
	_ = json.NewEncoder(w).Encode(v)
}

// unreadableRequest is the verdict on a request whose body broke off or was too
// slow. Go's message contains addresses, which are redacted.
func unreadableRequest(err error) classify.Verdict {
	return classify.Verdict{Class: classify.InvalidRequest, Rule: "request-body",
		Message: "The request could not be read: " + classify.Redact(err.Error())}
}

// writeError answers with an error of the edge's own.
func writeError(w http.ResponseWriter, r *http.Request, v classify.Verdict) {
	caller := classify.CallerOf(r.URL.Path, nethttp.Headers(r.Header))
	caller.HelpURL = prefix
	answer := classify.Render(v, caller)
	setHeaders(w.Header(), answer.Headers)
	w.Header().Set("x-should-retry", "false")
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body)
}
