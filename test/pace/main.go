//go:build unix

// Command pace measures calls under a shared rate limit in real time: native edges as
// processes of their own, in front of the demo provider with real token buckets, alone or
// with a real Redis server between them. `make pace` prints the table; it fails if
// UKEMI_PACE=on does not do what it promises.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ukemi-dev/ukemi/internal/demo"
	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
)

const (
	load     = 1.5 // offered, of the limit
	offering = 12 * time.Second
	from     = 4 * time.Second // the throughput counts from here to the end of the offering
)

// setup is what is measured.
type setup struct {
	instances int
	pace      string
	isShared  bool
	perMinute float64 // requests that the provider allows
	left      float64 // of them at the beginning
}

var setups = []setup{
	{1, "off", false, 6000, 100}, {1, "on", false, 6000, 100},
	{4, "off", false, 6000, 100}, {4, "on", false, 6000, 100}, {4, "on", true, 6000, 100},
	{8, "off", false, 6000, 100}, {8, "on", false, 6000, 100}, {8, "on", true, 6000, 100},
	{8, "off", false, 600, 10}, {8, "on", false, 600, 10}, {8, "on", true, 600, 10},
}

func main() {
	if !measure() {
		fmt.Println("UKEMI_PACE=on: less than 1 % of the calls may see a 429, and 95 % of the limit must be used")
		os.Exit(1)
	}
}

// measure prints a row for each setup, and reports whether the aims are reached.
func measure() bool {
	folder, err := os.MkdirTemp("", "ukemi-pace")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "edge")
	if out, err := exec.Command("go", "build", "-o", program, "./cmd/edge").CombinedOutput(); err != nil {
		log.Fatalf("%v: %s", err, out)
	}
	redis, err := redistest.New(folder, "--requirepass", "pace")
	if err != nil {
		log.Fatal(err)
	}
	defer redis.Kill()
	fmt.Printf("%g times the limit, offered for %s; at the beginning a second's worth is left\n", load, offering)
	fmt.Printf("%-40s  %6s  %9s  %8s  %8s  %s\n", "", "calls", "saw a 429", "failed", "of limit", "wait p50 / p99 (s)")
	kept := true
	for i, s := range setups {
		health := ""
		name := fmt.Sprintf("%d native, %g a minute, UKEMI_PACE=%s", s.instances, s.perMinute, s.pace)
		if s.isShared {
			name += ", Redis"
			health = fmt.Sprintf("redis://:pace@%s?name=pace%d", redis.Address(), i)
		}
		r := run(program, s, health)
		fmt.Println(r.row(name))
		if s.pace == "on" && (s.isShared || s.perMinute == 6000) && (r.share() >= 0.01 || r.throughput < 0.95) {
			kept = false
		}
	}
	return kept
}

// result is what a run came to.
type result struct {
	calls, limited, failed int
	throughput             float64
	waits                  []int // ms
}

func (r *result) share() float64 { return float64(r.limited) / float64(r.calls) }

func (r *result) row(name string) string {
	slices.Sort(r.waits)
	return fmt.Sprintf("%-40s  %6d  %7.2f %%  %6.2f %%  %6.1f %%  %.1f / %.1f", name, r.calls, 100*r.share(),
		100*float64(r.failed)/float64(r.calls), 100*r.throughput,
		float64(r.waits[r.calls/2])/1000, float64(r.waits[r.calls*99/100])/1000)
}

var paced = regexp.MustCompile(`paced=(\d+)`)

// run offers calls to edges, each to one at random, and waits for all answers.
func run(program string, s setup, health string) *result {
	sites, err := demo.New().Listen()
	if err != nil {
		log.Fatal(err)
	}
	defer sites.Close()
	urls := make([]string, s.instances)
	for i := range urls {
		var stop func()
		urls[i], stop = start(program, "UKEMI_UPSTREAM="+sites.URL, "UKEMI_LISTEN=127.0.0.1:0",
			"UKEMI_PACE="+s.pace, "UKEMI_HEALTH="+health)
		defer stop()
	}
	if health != "" {
		time.Sleep(time.Second) // until they are connected
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}
	r := &result{}
	var mu sync.Mutex
	var calls sync.WaitGroup
	began, answered := time.Now(), 0
	for due := time.Duration(0); due < offering; {
		time.Sleep(time.Until(began.Add(due)))
		calls.Go(func() {
			status, trail := ask(client, urls[rand.IntN(s.instances)], s)
			mu.Lock()
			defer mu.Unlock()
			r.calls++
			if strings.Contains(trail, "429") || status == 429 {
				r.limited++
			}
			if status != 200 {
				r.failed++
			} else if at := time.Since(began) - latency; at > from && at < offering {
				answered++
			}
			ms := 0
			if found := paced.FindStringSubmatch(trail); found != nil {
				ms, _ = strconv.Atoi(found[1])
			}
			r.waits = append(r.waits, ms)
		})
		due += time.Duration(rand.ExpFloat64() * float64(time.Minute) / s.perMinute / load)
	}
	calls.Wait()
	r.throughput = float64(answered) / (s.perMinute * (offering - from).Minutes())
	return r
}

// latency of the provider's answers.
const latency = 300 * time.Millisecond

func ask(client *http.Client, url string, s setup) (status int, trail string) {
	body := `{"model":"demo-limited","messages":[{"role":"user","content":"hi"}]}`
	req, err := http.NewRequest("POST", url+"/v1/chat/completions", strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	for name, value := range map[string]string{
		"content-type": "application/json", "authorization": "Bearer sk-shared", "x-demo-session": "shared",
		"x-demo-limits": fmt.Sprintf("%g/%g 1000000000", s.perMinute, s.left),
		"x-demo-ms":     strconv.FormatInt(latency.Milliseconds(), 10),
	} {
		req.Header.Set(name, value)
	}
	response, err := client.Do(req)
	if err != nil {
		return 0, ""
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode, response.Header.Get("x-ukemi-attempts")
}

// start runs a native edge, and returns its URL.
func start(program string, environ ...string) (url string, stop func()) {
	edge := exec.Command(program)
	edge.Env = append(os.Environ(), environ...)
	out, err := edge.StderrPipe()
	if err != nil {
		log.Fatal(err)
	}
	edge.Stdout = edge.Stderr
	if err := edge.Start(); err != nil {
		log.Fatal(err)
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		// The address of the upstream is also an address.
		if found := address.FindString(lines.Text()); found != "" && !strings.Contains(strings.Join(environ, " "), found) {
			url = found
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return url, func() {
		_ = edge.Process.Kill()
		_ = edge.Wait()
	}
}
