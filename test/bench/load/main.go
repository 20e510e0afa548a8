// Command load is both ends of a benchmark on the loopback: an upstream that
// answers at once, and a bounded load on what stands in front of it.
//
//	load serve                      an upstream; prints its URL. Models: ok, 400, tokens (1,000 events at once),
//	                                stream (600, one every 100 ms), first (one, and 20 ms later the end)
//	load proxy -url U               Go's own reverse proxy in front of U; prints its URL
//	load run -url U -model M -c 8 -for 2s     prints {"n", "rps", "first_ms", "p50_ms", "p99_ms", "failed"};
//	                                first_ms: the median until there is content
//	load hold -url U -n 100         opens n streams, prints a line, and closes them when its standard input ends
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: load serve | proxy | run | hold")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	base := flags.String("url", "", "base URL")
	model := flags.String("model", "ok", "model that is asked for")
	clients := flags.Int("c", 8, "clients")
	streams := flags.Int("n", 100, "streams")
	header := flags.String("header", "", "a header of each request, name: value")
	length := flags.Duration("for", 2*time.Second, "how long, at most a minute")
	_ = flags.Parse(os.Args[2:])
	switch os.Args[1] {
	case "serve":
		serve()
	case "proxy":
		proxy(*base)
	case "run":
		run(*base, *model, *header, *clients, min(*length, time.Minute))
	case "hold":
		hold(*base, *streams)
	default:
		log.Fatalf("load: there is no %q", os.Args[1])
	}
}

const (
	answer = `{"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"ok","choices":[{"index":0,` +
		`"message":{"role":"assistant","content":"The art of falling is to roll, and to stand again where others lie ` +
		`down."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":16,"total_tokens":25}}`
	refusal = `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use ` +
		`'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens",` +
		`"code":"unsupported_parameter"}}`
	question = `{"model":"%s","stream":%t,"messages":[{"role":"system","content":"You are a helpful assistant."},` +
		`{"role":"user","content":"What is the art of falling? Answer in one sentence, please."}]}`
)

func listen(handler http.Handler) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", l.Addr())
	log.Fatal(http.Serve(l, handler))
}

// proxy passes on, and each piece of an answer at once.
func proxy(to string) {
	target, err := url.Parse(to)
	if err != nil {
		log.Fatal(err)
	}
	listen(&httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 100},
	})
}

func serve() {
	listen(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("content-type", "application/json")
		switch {
		case bytes.Contains(body, []byte(`"model":"400"`)):
			w.WriteHeader(400)
			_, _ = io.WriteString(w, refusal)
		case bytes.Contains(body, []byte(`"model":"stream"`)):
			stream(w, r, 100*time.Millisecond, 600)
		case bytes.Contains(body, []byte(`"model":"first"`)):
			stream(w, r, 20*time.Millisecond, 2)
		case bytes.Contains(body, []byte(`"model":"tokens"`)):
			stream(w, r, 0, 1000)
		default:
			_, _ = io.WriteString(w, answer)
		}
	}))
}

func stream(w http.ResponseWriter, r *http.Request, pause time.Duration, events int) {
	w.Header().Set("content-type", "text/event-stream")
	for i := range events {
		delta := fmt.Sprintf(`{"content":"word%d "}`, i)
		if i == 0 {
			delta = `{"role":"assistant","content":""}`
		}
		_, _ = fmt.Fprintf(
			w,
			`data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"stream",`+
				`"choices":[{"index":0,"delta":%s,"finish_reason":null}]}`+"\n\n",
			delta,
		)
		_ = http.NewResponseController(w).Flush()
		if pause > 0 && i > 0 { // the role and the first token come together
			select {
			case <-r.Context().Done():
				return
			case <-time.After(pause):
			}
		}
	}
	_, _ = io.WriteString(
		w,
		`data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"stream",`+
			`"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`+"\n\ndata: [DONE]\n\n",
	)
}

func ask(client *http.Client, base, model string, streamed bool) (*http.Response, error) {
	return client.Post(
		base+"/v1/chat/completions", "application/json", strings.NewReader(fmt.Sprintf(question, model, streamed)),
	)
}

// adding is a transport that adds a header, "name: value", where there is one.
type adding struct {
	header string
	*http.Transport
}

func (t adding) RoundTrip(r *http.Request) (*http.Response, error) {
	if name, value, found := strings.Cut(t.header, ": "); found {
		r.Header.Set(name, value)
	}
	return t.Transport.RoundTrip(r)
}

func run(base, model, header string, clients int, length time.Duration) {
	transport := adding{header, &http.Transport{MaxIdleConnsPerHost: clients}}
	client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
	var mu sync.Mutex
	var took, first []time.Duration
	failed := 0
	began := time.Now()
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			var own, ownFirst []time.Duration
			bad := 0
			for time.Since(began) < length {
				start := time.Now()
				response, err := ask(client, base, model, model == "tokens" || model == "first")
				if err != nil {
					bad++
					continue
				}
				waitForWord(response.Body)
				ownFirst = append(ownFirst, time.Since(start))
				_, err = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				if want := map[string]int{"400": 400}[model]; err != nil || response.StatusCode != max(want, 200) {
					bad++
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			took, first, failed = append(took, own...), append(first, ownFirst...), failed+bad
			mu.Unlock()
		})
	}
	group.Wait()
	seconds := time.Since(began).Seconds()
	slices.Sort(took)
	slices.Sort(first)
	at := func(sorted []time.Duration, q float64) float64 {
		if len(sorted) == 0 {
			return 0
		}
		return float64(sorted[int(q*float64(len(sorted)-1))].Microseconds()) / 1000
	}
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"n": len(took), "rps": float64(len(took)) / seconds, "first_ms": at(first, 0.5),
		"p50_ms": at(took, 0.5), "p99_ms": at(took, 0.99), "failed": failed,
	})
}

// waitForWord reads until there is content, or an end.
func waitForWord(body io.Reader) {
	buf := make([]byte, 0, 4096)
	for !bytes.Contains(buf, []byte("word")) && len(buf) < cap(buf) {
		n, err := body.Read(buf[len(buf):cap(buf)])
		if buf = buf[:len(buf)+n]; err != nil {
			return
		}
	}
}

// hold opens streams and keeps reading them, until standard input ends.
func hold(base string, n int) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}}
	for range n {
		response, err := ask(client, base, "stream", true)
		if err != nil || response.StatusCode != 200 {
			log.Fatalf("load: a stream could not be opened: %v", err)
		}
		first := make([]byte, 1)
		if _, err := response.Body.Read(first); err != nil {
			log.Fatal(err)
		}
		go func() { _, _ = io.Copy(io.Discard, response.Body) }()
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
}
