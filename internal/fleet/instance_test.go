//go:build unix

// Instances for the tests: an edge each, in front of an upstream that fails on demand.

package fleet_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet"
	"github.com/ukemi-dev/ukemi/internal/fleet/address"
	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// instance is an edge in a fleet, whose upstream fails while isDown is set.
type instance struct {
	*fleet.Exchange
	edge.Member
	client *http.Client
	log    *lines

	mu       sync.Mutex
	isDown   bool
	failing  int // attempts that fail, then the upstream is well again
	attempts int
	known    retry.Ledger
	// remaining of a limit of a thousand requests that the upstream states; −1 for none.
	remaining  int
	paced      string // the trail of the last call, where it waited for its turn
	lastLedger retry.Ledger
}

// start an instance that shares its health through a server.
func start(t *testing.T, where string) *instance {
	t.Helper()
	return startWith(t, where, retry.Policy{InitialBackoff: 1, MaxBackoff: 1})
}

// startPaced starts one whose calls wait for their turns.
func startPaced(t *testing.T, where string) *instance {
	t.Helper()
	return startWith(t, where, retry.Policy{Pace: true})
}

func startWith(t *testing.T, where string, policy retry.Policy) *instance {
	t.Helper()
	i := &instance{log: &lines{}, remaining: -1}
	var err error
	if i.Exchange, err = fleet.New(parse(t, where), slog.New(slog.NewJSONHandler(i.log, nil))); err != nil {
		t.Fatal(err)
	}
	i.client = &http.Client{Transport: edge.NewTransport(edge.Options{Base: i, Policy: policy, Fleet: i})}
	t.Cleanup(i.Close)
	return i
}

// Join is that of edge.Fleet: the instance sees what its edge learns.
func (i *instance) Join(m edge.Member) {
	i.Member = m
	i.Exchange.Join(i)
}

func (i *instance) Learn(all retry.Ledger) {
	i.Member.Learn(all)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.known = all
}

func (i *instance) Ledger(origin string) retry.Ledger {
	l := i.Member.Ledger(origin)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.lastLedger = l
	return l
}

// sentLast returns the last ledger that was sent.
func (i *instance) sentLast() retry.Ledger {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.lastLedger
}

// RoundTrip is that of the upstream.
func (i *instance) RoundTrip(r *http.Request) (*http.Response, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.attempts++
	status, body := 200, `{"object":"chat.completion","choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}`
	if i.failing--; i.isDown || i.failing >= 0 {
		status, body = 503, `{"error":{"message":"The server is overloaded."}}`
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if i.remaining >= 0 {
		header.Set("X-Ratelimit-Limit-Requests", "1000")
		header.Set("X-Ratelimit-Remaining-Requests", strconv.Itoa(i.remaining))
		header.Set("X-Ratelimit-Reset-Requests", "60s")
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: header, Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

func (i *instance) setRemaining(n int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.remaining = n
}

// knowsSince reports whether it learned of a limit that was published at a time.
func (i *instance) knowsSince(made retry.Millis) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.ContainsFunc(i.known.Limits, func(l retry.InstanceLimit) bool { return l.Made == made })
}

// knowsLimits reports whether it learned of any limit.
func (i *instance) knowsLimits() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.known.Limits) > 0
}

func (i *instance) setDown(isDown bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.isDown = isDown
}

func (i *instance) failNext() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.failing = 1
}

// call returns the status, and how many attempts there were.
func (i *instance) call(t *testing.T) (status, attempts int) {
	t.Helper()
	before := i.attempts
	body := strings.NewReader(`{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}`)
	request, err := http.NewRequest("POST", "http://upstream.test/v1/chat/completions", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer sk-caller")
	r, err := i.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if i.paced = r.Header.Get("X-Ukemi-Attempts"); !strings.Contains(i.paced, "paced=") {
		i.paced = ""
	}
	_, _ = io.Copy(io.Discard, r.Body)
	_ = r.Body.Close()
	return r.StatusCode, i.attempts - before
}

// seesOutage reports whether it learned of one.
func (i *instance) seesOutage() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	hint := i.known.Hint(100, retry.Millis(time.Now().UnixMilli()))
	return slices.ContainsFunc(hint.Targets, func(t retry.HintTarget) bool { return t.Failing })
}

// knowsAnything reports whether it learned any counts.
func (i *instance) knowsAnything() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.known.Entries) > 0
}

// lines is a log.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *lines) count(message string) int { return strings.Count(l.String(), message) }

// checkLog checks that there is one line for each change of state, and no other line.
func (i *instance) checkLog(t *testing.T) {
	t.Helper()
	last := map[bool]string{} // by whether it is about storing
	for line := range strings.Lines(i.log.String()) {
		var entry struct{ Msg string }
		if json.Unmarshal([]byte(line), &entry) != nil || !strings.HasPrefix(entry.Msg, "fleet: ") {
			t.Errorf("a line of the log is %s", line)
		}
		isStoring := strings.Contains(entry.Msg, "stores")
		if last[isStoring] == entry.Msg {
			t.Errorf("twice in the log: %s", line)
		}
		last[isStoring] = entry.Msg
	}
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("after 20 s it is not so that %s", what)
}

func (i *instance) isUp() bool { return i.Status().Up }

// failUntil one instance's calls fail, until another one knows of the outage.
func (i *instance) failUntil(t *testing.T, what string, isKnown func() bool) {
	t.Helper()
	i.setDown(true)
	eventually(t, what, func() bool {
		i.call(t)
		return isKnown()
	})
}

func parse(t *testing.T, text string) address.Address {
	t.Helper()
	server, err := address.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return server
}
