// Command load is both ends of a benchmark on the loopback: an upstream that
// answers at once, and a bounded load on what stands in front of it.
//
//	load serve                      an upstream; prints its URL. Models: ok, proven (its headers are OpenAI's),
//	                                400 (every error different), tokens (1,000 events at once),
//	                                paced (100, one every 20 ms, each with the time at which it was sent),
//	                                stream (600, one every 100 ms), first (one, and 20 ms later the end)
//	load proxy -url U [-least]      Go's own reverse proxy in front of U; prints its URL; -least: see least.go
//	load run -url U -model M -c 8 -for 2s     prints {"n", "rps", "first_ms", "p50_ms", "p99_ms", "failed", "late_ms",
//	                                "late_p99_ms", "latest_ms"}; first_ms: the median until there is content;
//	                                late: how long the tokens of paced were under way
//	load hold -url U -n 100         opens n streams, prints a line, and closes them when its standard input ends
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
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
	least := flags.Bool("least", false, "do the least that an edge must")
	length := flags.Duration("for", 2*time.Second, "how long, at most a minute")
	_ = flags.Parse(os.Args[2:])
	switch os.Args[1] {
	case "serve":
		serve()
	case "proxy":
		proxy(*base, *least)
	case "run":
		run(*base, *model, *header, *clients, min(*length, time.Minute))
	case "hold":
		hold(*base, *streams)
	default:
		log.Fatalf("load: there is no %q", os.Args[1])
	}
}

const question = `{"model":"%s","stream":%t,"messages":[{"role":"system","content":"You are a helpful assistant."},` +
	`{"role":"user","content":"What is the art of falling? Answer in one sentence, please."}]}`

func listen(handler http.Handler) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", l.Addr())
	log.Fatal(http.Serve(l, handler))
}

// proxy passes on, and each piece of an answer at once.
func proxy(to string, least bool) {
	target, err := url.Parse(to)
	if err != nil {
		log.Fatal(err)
	}
	p := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 100},
		BufferPool:    &buffers{},
	}
	if least {
		addLeast(p)
	}
	listen(p)
}

// buffers is a httputil.BufferPool: without one, each answer allocates 32 KB.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte {
	if kept, ok := b.pool.Get().(*[]byte); ok {
		return *kept
	}
	return make([]byte, 32<<10)
}

func (b *buffers) Put(buffer []byte) { b.pool.Put(&buffer) }

func ask(client *http.Client, base, model string, streamed bool) (*http.Response, error) {
	return client.Post(
		base+"/v1/chat/completions", "application/json", strings.NewReader(fmt.Sprintf(question, model, streamed)),
	)
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
