//go:build unix

package fleet_test

import (
	"log/slog"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet"
	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
	"github.com/ukemi-dev/ukemi/pkg/edge"
)

// TestFleetLearns: what one of eight instances saw, the others know without a failure of
// their own: then one failure opens their breaker. One that starts later knows it, too.
func TestFleetLearns(t *testing.T) {
	server := redistest.Start(t)
	where := "redis://" + server.Address() + "?name=eight"
	var all []*instance
	for range 8 {
		all = append(all, start(t, where))
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
		i.checkLog(t)
	}
	late := start(t, where)
	eventually(t, "a new instance knows of the outage", late.knowsAnything)
	elsewhere.setDown(true)
	if _, attempts := elsewhere.call(t); attempts != 4 || elsewhere.Status().Received != 0 {
		t.Errorf("a deployment of another name: %d attempts, %+v", attempts, elsewhere.Status())
	}
}

// TestMetrics: the proxy serves what the exchange counts, where there is one.
func TestMetrics(t *testing.T) {
	server := redistest.Start(t)
	i := start(t, "redis://"+server.Address())
	other, err := fleet.New(parse(t, "redis://"+server.Address()), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	metrics := func(f edge.Fleet) string {
		c := edge.Config{Fleet: f, Upstream: &url.URL{Scheme: "http", Host: "upstream.test"}}
		w := httptest.NewRecorder()
		handler := edge.NewHandler(c, nil, slog.New(slog.DiscardHandler))
		eventually(t, "the exchange is up", func() bool { return f == nil || f.Status().Peers == 1 })
		handler.ServeHTTP(w, httptest.NewRequest("GET", "/_ukemi/metrics", nil))
		return w.Body.String()
	}
	eventually(t, "it is up", i.isUp)
	text := metrics(other)
	for _, line := range []string{"ukemi_fleet_up 1", "ukemi_fleet_peers 1", "ukemi_fleet_errors_total 0"} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("no %s in %s", line, text)
		}
	}
	if text := metrics(nil); strings.Contains(text, "ukemi_fleet") {
		t.Error(text)
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
