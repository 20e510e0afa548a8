// Models with real rate limits: a bucket of requests and one of tokens, which refill
// steadily, and headers that state what is left, in OpenAI's dialect or Anthropic's.

package demo

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// limitedModels answer until their limit is reached.
var limitedModels = []script{
	{
		"demo-limited",
		"limits requests and tokens per minute, of each session and key; x-demo-limits: limit/left of both",
		steps(limited),
	},
	{"demo-headers", "answers with the headers that x-demo-headers has as a JSON object", steps(withHeadersOf(ok))},
}

// limits are the buckets of a session, a model and a key.
type limits struct {
	mu      sync.Mutex
	buckets [2]bucket // of requests, of tokens
}

type bucket struct {
	limit, left float64 // limit is of a minute
	at          time.Time
}

// refill adds what has come in since.
func (b *bucket) refill(now time.Time) {
	b.left = min(b.limit, b.left+b.limit*now.Sub(b.at).Minutes())
	b.at = now
}

// wait until so much is left.
func (b *bucket) wait(n float64) time.Duration {
	return max(0, time.Duration((n-b.left)/b.limit*float64(time.Minute)))
}

// newLimits reads "60/60 60000/60000": limit and rest of requests, then of tokens.
func newLimits(text string, now time.Time) *limits {
	l := &limits{buckets: [2]bucket{{60, 60, now}, {60_000, 60_000, now}}}
	for i, part := range strings.Fields(text) {
		limit, left, _ := strings.Cut(part, "/")
		if n, err := strconv.ParseFloat(limit, 64); err == nil && i < 2 && n > 0 {
			l.buckets[i].limit, l.buckets[i].left = n, n
			if n, err := strconv.ParseFloat(left, 64); err == nil {
				l.buckets[i].left = n
			}
		}
	}
	return l
}

// limitsOf returns the buckets for a request.
func (p *Provider) limitsOf(r *http.Request, model string) *limits {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.sessions[sessionOf(r)]
	if s == nil {
		return newLimits("", p.Now())
	}
	name := model + " " + keyOf(r)
	if s.limits[name] == nil {
		if s.limits == nil {
			s.limits = map[string]*limits{}
		}
		s.limits[name] = newLimits(r.Header.Get("x-demo-limits"), p.Now())
	}
	return s.limits[name]
}

// take takes a request of so many tokens, if both are left. It returns the buckets, and
// the wait until they have enough.
func (l *limits) take(now time.Time, tokens float64) (after [2]bucket, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, n := range [2]float64{1, tokens} {
		l.buckets[i].refill(now)
		wait = max(wait, l.buckets[i].wait(n))
	}
	if wait == 0 {
		l.buckets[0].left--
		l.buckets[1].left -= tokens
	}
	return l.buckets, wait
}

// limited answers a request if its bucket has enough. A token is four bytes of the
// body, or one of max_tokens.
func limited(rw http.ResponseWriter, r *http.Request, c call) {
	var body struct {
		MaxTokens float64 `json:"max_tokens"`
	}
	_ = json.Unmarshal(c.body, &body)
	now := c.now()
	buckets, wait := c.limits.take(now, math.Ceil(float64(len(c.body))/4)+body.MaxTokens)
	for i, name := range [2]string{"requests", "tokens"} {
		b := buckets[i]
		full := b.wait(b.limit)
		set := func(part, value string) { rw.Header().Set("x-ratelimit-"+part+"-"+name, value) }
		reset := full.Round(time.Millisecond).String()
		if strings.HasSuffix(r.URL.Path, "/messages") {
			set = func(part, value string) { rw.Header().Set("anthropic-ratelimit-"+name+"-"+part, value) }
			reset = now.Add(full).UTC().Format(time.RFC3339)
			rw.Header().Set("date", now.UTC().Format(http.TimeFormat))
		}
		set("limit", strconv.Itoa(int(b.limit)))
		set("remaining", strconv.Itoa(int(b.left)))
		set("reset", reset)
	}
	if wait > 0 {
		ms := wait.Milliseconds() + 1
		rw.Header().Set("retry-after-ms", strconv.FormatInt(ms, 10))
		openAIError(rw, 429, "requests", "rate_limit_exceeded",
			fmt.Sprintf("Rate limit reached for %s. Please try again in %dms.", c.model, ms))
		return
	}
	if c.ms <= 0 || c.pause(r.Context(), 0) {
		ok(rw, r, c)
	}
}

// withHeadersOf adds the headers that a request states.
func withHeadersOf(answer step) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		var headers map[string]string
		_ = json.Unmarshal([]byte(r.Header.Get("x-demo-headers")), &headers)
		for name, value := range headers {
			rw.Header().Set(name, value)
		}
		answer(rw, r, c)
	}
}
