// The load: clients that ask for a model for a while.

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

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
	var took, first, late []time.Duration
	failed := 0
	began := time.Now()
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			var own, ownFirst, ownLate []time.Duration
			bad := 0
			for time.Since(began) < length {
				start := time.Now()
				response, err := ask(client, base, model, model == "tokens" || model == "first" || model == "paced")
				if err != nil {
					bad++
					continue
				}
				if model == "paced" {
					ownLate, err = readTimes(response.Body, ownLate)
				} else {
					waitForWord(response.Body)
					ownFirst = append(ownFirst, time.Since(start))
					_, err = io.Copy(io.Discard, response.Body)
				}
				_ = response.Body.Close()
				if want := map[string]int{"400": 400}[model]; err != nil || response.StatusCode != max(want, 200) {
					bad++
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			took, first, late = append(took, own...), append(first, ownFirst...), append(late, ownLate...)
			failed += bad
			mu.Unlock()
		})
	}
	group.Wait()
	seconds := time.Since(began).Seconds()
	slices.Sort(took)
	slices.Sort(first)
	slices.Sort(late)
	at := func(sorted []time.Duration, q float64) float64 {
		if len(sorted) == 0 {
			return 0
		}
		return float64(sorted[int(q*float64(len(sorted)-1))].Microseconds()) / 1000
	}
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"n": len(took), "rps": float64(len(took)) / seconds, "first_ms": at(first, 0.5),
		"p50_ms": at(took, 0.5), "p99_ms": at(took, 0.99), "failed": failed,
		"late_ms": at(late, 0.5), "late_p99_ms": at(late, 0.99), "latest_ms": at(late, 1),
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

// readTimes appends how long each token of a paced stream was under way.
func readTimes(body io.Reader, late []time.Duration) ([]time.Duration, error) {
	lines := bufio.NewScanner(body)
	for lines.Scan() {
		_, word, found := strings.Cut(lines.Text(), `"word`)
		if stamp, _, _ := strings.Cut(word, " "); found {
			micros, _ := strconv.ParseInt(stamp, 10, 64)
			late = append(late, time.Since(time.UnixMicro(micros)))
		}
	}
	return late, lines.Err()
}
