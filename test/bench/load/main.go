// Command load is both ends of a benchmark on the loopback: an upstream that
// answers at once, and a bounded load on what stands in front of it.
//
//	load serve                      an upstream; prints its URL. Models: ok, 400, stream (an event every 100 ms, 20 in all)
//	load run -url U -model M -c 8 -for 2s     prints {"n", "rps", "p50_ms", "p99_ms", "failed"}
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
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: load serve | run | hold")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	url := flags.String("url", "", "base URL")
	model := flags.String("model", "ok", "model that is asked for")
	clients := flags.Int("c", 8, "clients")
	streams := flags.Int("n", 100, "streams")
	header := flags.String("header", "", "a header of each request, name: value")
	length := flags.Duration("for", 2*time.Second, "how long, at most a minute")
	_ = flags.Parse(os.Args[2:])
	switch os.Args[1] {
	case "serve":
		serve()
	case "run":
		run(*url, *model, *header, *clients, min(*length, time.Minute))
	case "hold":
		hold(*url, *streams)
	default:
		log.Fatalf("load: there is no %q", os.Args[1])
	}
}

const (
	answer   = `{"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"ok","choices":[{"index":0,"message":{"role":"assistant","content":"The art of falling is to roll, and to stand again where others lie down."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":16,"total_tokens":25}}`
	refusal  = `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}`
	question = `{"model":"%s","stream":%t,"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"What is the art of falling? Answer in one sentence, please."}]}`
)

func serve() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", l.Addr())
	log.Fatal(http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("content-type", "application/json")
		switch {
		case bytes.Contains(body, []byte(`"model":"400"`)):
			w.WriteHeader(400)
			_, _ = io.WriteString(w, refusal)
		case bytes.Contains(body, []byte(`"model":"stream"`)):
			stream(w, r, 100*time.Millisecond, 600)
		case bytes.Contains(body, []byte(`"model":"tokens"`)):
			stream(w, r, 0, 1000)
		default:
			_, _ = io.WriteString(w, answer)
		}
	})))
}

func stream(w http.ResponseWriter, r *http.Request, pause time.Duration, events int) {
	w.Header().Set("content-type", "text/event-stream")
	for i := range events {
		delta := fmt.Sprintf(`{"content":"word%d "}`, i)
		if i == 0 {
			delta = `{"role":"assistant","content":""}`
		}
		_, _ = fmt.Fprintf(w, `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"stream","choices":[{"index":0,"delta":%s,"finish_reason":null}]}`+"\n\n", delta)
		_ = http.NewResponseController(w).Flush()
		if pause > 0 {
			select {
			case <-r.Context().Done():
				return
			case <-time.After(pause):
			}
		}
	}
	_, _ = io.WriteString(w, `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"stream","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`+"\n\ndata: [DONE]\n\n")
}

func ask(client *http.Client, url, model string, streamed bool) (*http.Response, error) {
	return client.Post(url+"/v1/chat/completions", "application/json", strings.NewReader(fmt.Sprintf(question, model, streamed)))
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

func run(url, model, header string, clients int, length time.Duration) {
	transport := adding{header, &http.Transport{MaxIdleConnsPerHost: clients}}
	client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
	var mu sync.Mutex
	var took []time.Duration
	failed := 0
	began := time.Now()
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			var own []time.Duration
			bad := 0
			for time.Since(began) < length {
				start := time.Now()
				response, err := ask(client, url, model, model == "tokens")
				if err != nil {
					bad++
					continue
				}
				_, err = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				if want := map[string]int{"400": 400}[model]; err != nil || response.StatusCode != max(want, 200) {
					bad++
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			took, failed = append(took, own...), failed+bad
			mu.Unlock()
		})
	}
	group.Wait()
	seconds := time.Since(began).Seconds()
	slices.Sort(took)
	at := func(q float64) float64 {
		if len(took) == 0 {
			return 0
		}
		return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000
	}
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"n": len(took), "rps": float64(len(took)) / seconds, "p50_ms": at(0.5), "p99_ms": at(0.99), "failed": failed})
}

// hold opens streams and keeps reading them, until standard input ends.
func hold(url string, n int) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}}
	for range n {
		response, err := ask(client, url, "stream", true)
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
