// The provider: what it answers is chosen by the seed, the request's number and
// the attempt, so that a run can be repeated.

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
)

type provider struct {
	seed uint64

	mu       sync.Mutex
	attempts map[string]int
}

// fickle reports whether a model gives another answer at every attempt, as
// models do; the others repeat theirs.
func fickle(seed, n uint64) bool { return rand.New(rand.NewPCG(seed, n<<8|0xfe)).IntN(4) == 0 }

// answerOf is the canonical answer of an attempt.
func answerOf(seed, n uint64, attempt int) string {
	r := rand.New(rand.NewPCG(seed, n<<8|0xff))
	words := 1 + r.IntN(60)
	if fickle(seed, n) && attempt > 0 {
		r = rand.New(rand.NewPCG(seed+uint64(attempt), n<<8|0xff))
		words = 1 + r.IntN(60)
	}
	var text strings.Builder
	for range words {
		text.WriteString(
			[]string{
				"fall ", "roll ", "rise ", "ü", "柔", "🥋 ", "\n", "\"", "{", "data: ", "[DONE] ", "error ", "\\", "again. ",
			}[r.IntN(14)],
		)
	}
	return text.String() + "."
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var in struct {
		Model  string
		Stream bool
	}
	var n uint64
	if json.Unmarshal(body, &in) != nil {
		http.Error(w, "no JSON", 400)
		return
	}
	if _, err := fmt.Sscanf(in.Model, "chaos-%d", &n); err != nil {
		http.Error(w, "no such model", 404)
		return
	}
	p.mu.Lock()
	attempt := p.attempts[in.Model]
	p.attempts[in.Model]++
	p.mu.Unlock()
	c := &chance{Rand: rand.New(rand.NewPCG(p.seed, n<<8|uint64(attempt))), w: w, r: r, text: answerOf(p.seed, n, attempt)}
	switch {
	case c.IntN(100) < 20:
		c.refuse()
	case in.Stream:
		c.stream()
	default:
		c.whole()
	}
}

// chance is one attempt's dice, and where its answer goes.
type chance struct {
	*rand.Rand
	w    http.ResponseWriter
	r    *http.Request
	text string
}

// refuse before any answer.
func (c *chance) refuse() {
	respond := func(status int, body string) {
		c.w.Header().Set("content-type", "application/json")
		c.w.WriteHeader(status)
		_, _ = io.WriteString(c.w, body)
	}
	switch c.IntN(9) {
	case 0:
		respond(500, `{"error":{"message":"The server had an error.","type":"server_error"}}`)
	case 1:
		c.w.Header().Set("content-type", "text/html")
		c.w.WriteHeader(502)
		_, _ = io.WriteString(c.w, "<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>")
	case 2:
		respond(503, "")
	case 3:
		c.w.Header().Set("retry-after-ms", "1")
		respond(429, `{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}`)
	case 4:
		respond(
			400,
			`{"error":{"message":"This model's maximum context length is 8 tokens.","type":"invalid_request_error",`+
				`"code":"context_length_exceeded"}}`,
		)
	case 5:
		respond(200, `{"error":{"message":"The engine is currently overloaded","type":"server_error","code":"overloaded"}}`)
	case 6:
		c.reset()
	case 7:
		if c.IntN(4) == 0 { // rare, because it takes its time
			<-c.r.Context().Done()
			return
		}
		respond(529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`)
	case 8:
		respond(200, "")
	}
}

func (c *chance) reset() {
	conn, _, err := http.NewResponseController(c.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// cut breaks the connection off.
func (c *chance) cut() { panic(http.ErrAbortHandler) }

// write in pieces of any size.
func (c *chance) write(text string) {
	for text != "" {
		n := min(len(text), 1+c.IntN(1+c.IntN(400)))
		_, _ = io.WriteString(c.w, text[:n])
		_ = http.NewResponseController(c.w).Flush()
		text = text[n:]
	}
}

// whole answers in one JSON object, or part of one.
func (c *chance) whole() {
	c.w.Header().Set("content-type", "application/json")
	content, _ := json.Marshal(c.text)
	body := `{"id":"c1","object":"chat.completion","model":"chaos","choices":[{"index":0,` +
		`"message":{"role":"assistant","content":` + string(
		content,
	) + `},"finish_reason":"stop"}]}`
	switch c.IntN(10) {
	case 0:
		c.write(body[:c.IntN(len(body))])
		c.cut()
	case 1:
		c.write(body[:1+c.IntN(len(body)-1)]) // and ends as if that were all
	case 2:
		c.w.Header().Set("content-length", fmt.Sprint(len(body)+1+c.IntN(100)))
		c.write(body)
		c.cut()
	case 3, 4:
		c.w.Header().Set("content-length", fmt.Sprint(len(body)))
		c.write(body)
	default:
		c.write(body)
	}
}
