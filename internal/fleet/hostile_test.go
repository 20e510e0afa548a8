//go:build unix

package fleet_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gomodule/redigo/redis"

	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestPoison: whatever is written to the server by others is ignored and counted, and the
// exchange goes on.
func TestPoison(t *testing.T) {
	server := redistest.Start(t)
	where := "redis://" + server.Address()
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
	a, b := start(t, where), start(t, where)
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

// TestForgedCounts: counts of an outage that is none let a call be a single attempt, or
// slow. They end no call and choose no model, and their effect ends by itself.
func TestForgedCounts(t *testing.T) {
	server := redistest.Start(t)
	i := start(t, "redis://"+server.Address())
	eventually(t, "it is up", i.isUp)
	window := time.Now().UnixMilli() / 2000
	var forged retry.Ledger
	for _, w := range []int64{window - 1, window, window + 1, window + 2} {
		forged.Entries = append(forged.Entries, retry.Entry{Origin: "forger", Tally: retry.Tally{
			Upstream: "http://upstream.test", Model: "gpt-4o", Window: w,
			Failures: 1e9, Withdrawn: 1e9, Slowest: 1e9,
		}})
	}
	forged.Keys = []retry.RestingKey{{Upstream: "http://upstream.test", Model: "gpt-4o", Key: "UKEMI_KEY_A",
		Until: retry.Millis(time.Now().UnixMilli() + 3_600_000)}}
	message, err := json.Marshal(forged)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.Do("PUBLISH", "ukemi:1:default:changes", message); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the forgery is believed", i.seesOutage)
	for range 3 {
		if status, attempts := i.call(t); status != 200 || attempts != 1 {
			t.Errorf("a call to a model that is well: %d with %d attempts", status, attempts)
		}
	}
	i.failNext()
	if status, attempts := i.call(t); status != 503 || attempts != 1 {
		t.Errorf("a call that fails: %d with %d attempts, want a single one", status, attempts)
	}
	for range 3 {
		if status, attempts := i.call(t); status != 200 || attempts != 1 {
			t.Errorf("a call while the breaker is open: %d with %d attempts", status, attempts)
		}
	}
}

// TestForgedLimits: limits that are none let calls wait, each within its bound. Once three of
// them show that more is left, the instance is alone for a minute.
func TestForgedLimits(t *testing.T) {
	server := redistest.Start(t, "--requirepass", "s3cret")
	i := startWith(t, "redis://:s3cret@"+server.Address(), retry.Policy{Pace: true, MaxRetryAfter: 300})
	client, err := redis.Dial("tcp", server.Address(), redis.DialPassword("s3cret"))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	eventually(t, "it is up", i.isUp)
	i.setRemaining(700)
	i.call(t)
	eventually(t, "it published its limit", func() bool { return i.Status().Sent > 0 })
	forged := i.lastLedger.Limits[0]
	forged.Origin, forged.Waiting, forged.Recent = "forger", 1e9, 1e9
	forge := func() {
		forged.Made, forged.At = nowMillis(), nowMillis()
		forged.Windows = []retry.SharedWindow{{Name: "requests", Limit: 1000, Reset: 60_000, Cost: 1}}
		forged.Sends = []retry.Sends{{At: forged.At - 1, Count: 0}, {At: forged.At, Count: 1e9}}
		message, err := json.Marshal(retry.Ledger{Limits: []retry.InstanceLimit{forged}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Do("PUBLISH", "ukemi:1:default:changes", message); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it is learned", func() bool { return i.knowsSince(forged.Made) })
	}
	for n := range 4 {
		forge()
		began := time.Now()
		status, attempts := i.call(t)
		if took := time.Since(began); status != 200 || attempts != 1 || took > 2*time.Second || (i.paced != "") != (n < 3) {
			t.Errorf("call %d: %d with %d attempts after %s, %q", n, status, attempts, took, i.paced)
		}
	}
}

func nowMillis() retry.Millis { return retry.Millis(time.Now().UnixMilli()) }
