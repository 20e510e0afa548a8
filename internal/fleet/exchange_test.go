//go:build unix

package fleet_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet"
	"github.com/ukemi-dev/ukemi/internal/fleet/address"
	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
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
}

// start an instance that shares its health through a server.
func start(t *testing.T, url string) *instance {
	t.Helper()
	server, err := address.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	i := &instance{log: &lines{}}
	if i.Exchange, err = fleet.New(server, slog.New(slog.NewJSONHandler(i.log, nil))); err != nil {
		t.Fatal(err)
	}
	policy := retry.Policy{InitialBackoff: 1, MaxBackoff: 1}
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
	i.mu.Lock()
	i.known = all
	i.mu.Unlock()
	i.Member.Learn(all)
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
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}, nil
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
	r, err := i.client.Post("http://upstream.test/v1/chat/completions", "application/json", body)
	if err != nil {
		t.Fatal(err)
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
	return len(hint.Targets) > 0 && hint.Targets[0].Failing
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

// TestFleetLearns: what one of eight instances saw, the others know without a failure of
// their own: then one failure opens their breaker. One that starts later knows it, too.
func TestFleetLearns(t *testing.T) {
	server := redistest.Start(t)
	url := "redis://" + server.Address() + "?name=eight"
	var all []*instance
	for range 8 {
		all = append(all, start(t, url))
	}
	elsewhere := start(t, "redis://"+server.Address()+"?name=other")
	eventually(t, "each sees seven others", func() bool {
		for _, i := range all {
			if s := i.Status(); !s.Up || s.Peers != 7 {
				return false
			}
		}
		return elsewhere.isUp()
	})
	if _, attempts := all[1].call(t); attempts != 1 || all[1].Status().Sent != 0 {
		t.Errorf("a healthy call: %d attempts, %d messages", attempts, all[1].Status().Sent)
	}
	all[0].failUntil(t, "seven know of an outage", func() bool {
		for _, i := range all[1:] {
			if !i.seesOutage() {
				return false
			}
		}
		return true
	})
	for n, i := range all[1:] {
		i.setDown(true)
		if status, attempts := i.call(t); attempts != 1 {
			t.Errorf("instance %d: %d with %d attempts, want 1", n+1, status, attempts)
		}
		if i.log.count("health is shared") != 1 || i.log.count("\n") != 1 {
			t.Errorf("instance %d: its log is %s", n+1, i.log)
		}
	}
	late := start(t, url)
	eventually(t, "a new instance knows of the outage", late.seesOutage)
	elsewhere.setDown(true)
	if _, attempts := elsewhere.call(t); attempts != 4 || elsewhere.Status().Received != 0 {
		t.Errorf("a deployment of another name: %d attempts, %+v", attempts, elsewhere.Status())
	}
}

// TestServerFaults: a server that is killed, suspended, full or restarted while calls are
// under way fails none of them, and the exchange goes on by itself.
func TestServerFaults(t *testing.T) {
	server := redistest.Start(t)
	url := "redis://" + server.Address()
	instances := []*instance{start(t, url), start(t, url)}
	isUp := func() bool { return instances[0].isUp() && instances[1].isUp() }
	isDown := func() bool { return !instances[0].isUp() && !instances[1].isUp() }
	eventually(t, "both are up", isUp)
	stop := load(t, instances)
	goroutines := runtime.NumGoroutine()
	for _, fault := range []struct {
		name       string
		begin, end func() error
		isKnown    func() bool
	}{
		{"killed", do(server.Kill), server.Start, isDown},
		{"suspended", do(server.Suspend), do(server.Resume), isDown},
		{"full", server.Fill, server.Empty, func() bool {
			return instances[0].log.count("stores nothing") > 0 && instances[1].log.count("stores nothing") > 0
		}},
		{"restarted", func() error { server.Kill(); return server.Start() }, do(func() {}), isUp},
	} {
		if err := fault.begin(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the server is "+fault.name, fault.isKnown)
		if err := fault.end(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "health is shared after the server was "+fault.name, isUp)
	}
	eventually(t, "the server stores again", func() bool {
		return instances[0].log.count("stores again") > 0 && instances[1].log.count("stores again") > 0
	})
	eventually(t, "no goroutine is left over", func() bool { return runtime.NumGoroutine() <= goroutines+4 })
	stop()
	for _, i := range instances {
		if n := i.log.count("\n"); n > 11 { // two lines a change of state, and the first
			t.Errorf("%d lines:\n%s", n, i.log)
		}
		if s := i.Status(); s.Errors == 0 || s.Received == 0 {
			t.Errorf("%+v", s)
		}
	}
}

func do(f func()) func() error { return func() error { f(); return nil } }

// load sends calls through each instance until it is stopped. Each tenth meets an error
// that a retry mends, so that there is something to share. None may fail.
func load(t *testing.T, instances []*instance) (stop func()) {
	end := make(chan struct{})
	var calls sync.WaitGroup
	for _, i := range instances {
		calls.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-end:
					return
				case <-time.After(5 * time.Millisecond):
				}
				if n%10 == 0 {
					i.failNext()
				}
				if status, _ := i.call(t); status != 200 {
					t.Errorf("call %d: %d", n, status)
				}
			}
		})
	}
	return func() {
		close(end)
		calls.Wait()
	}
}

// TestPoison: whatever is written to the server by others is ignored and counted, and the
// exchange goes on.
func TestPoison(t *testing.T) {
	server := redistest.Start(t)
	url := "redis://" + server.Address()
	for _, write := range [][]any{
		{"SADD", "ukemi:1:default:origins", "list", "gone", "large", "garbage", "\r\n*1\r\n", strings.Repeat("x", 5000)},
		{"LPUSH", "ukemi:1:default:ledger:list", "1"},
		{"SET", "ukemi:1:default:ledger:large", strings.Repeat("9", 900_000)},
		{"SET", "ukemi:1:default:ledger:garbage", "{"},
	} {
		if _, err := server.Do(write[0].(string), write[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	a, b := start(t, url), start(t, url)
	eventually(t, "both are up", func() bool { return a.isUp() && b.isUp() })
	if left, _ := server.Do("SISMEMBER", "ukemi:1:default:origins", "gone"); left != int64(0) {
		t.Error("an origin without a ledger is still in the set")
	}
	ignored := b.Status().Ignored
	future := fmt.Sprintf(`{"entries":[{"origin":"x","upstream":"u","model":"m","window":%d,"failures":99}]}`, 1<<62)
	for _, message := range []string{
		"", "null", "[]", `"text"`, `{"entries":{}}`, `{"entries":[{"window":1e99}]}`, strings.Repeat("[", 100_000), future,
		`{"entries":[{"origin":"x","failures":-1}]}`, strings.Repeat(" ", 300_000) + "{}",
	} {
		if _, err := server.Do("PUBLISH", "ukemi:1:default:changes", message); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the messages are ignored", func() bool { return b.Status().Ignored >= ignored+7 })
	if b.seesOutage() || len(b.known.Entries) != 0 {
		t.Errorf("it learned %+v", b.known)
	}
	// Larger than any reply: the client must not allocate it.
	if _, err := server.Do("PUBLISH", "ukemi:1:default:changes", strings.Repeat("x", 64<<20)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the connection is given up", func() bool { return b.Status().Errors > 0 })
	eventually(t, "it is up again", b.isUp)
	a.failUntil(t, "the other one learns", b.seesOutage)
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	if memory.HeapAlloc > 100<<20 {
		t.Errorf("%d MB", memory.HeapAlloc>>20)
	}
}

// TestClose: an exchange ends, whether its server answers or not.
func TestClose(t *testing.T) {
	server := redistest.Start(t)
	before := runtime.NumGoroutine()
	i := start(t, "redis://"+server.Address())
	eventually(t, "it is up", i.isUp)
	server.Suspend()
	defer server.Resume()
	began := time.Now()
	i.Close()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
}
