//go:build unix

package fleet_test

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
)

// TestServerFaults: a server that is killed, suspended, full or restarted while calls are
// under way fails none of them, and the exchange goes on by itself.
func TestServerFaults(t *testing.T) {
	server := redistest.Start(t)
	where := "redis://" + server.Address()
	instances := []*instance{start(t, where), start(t, where)}
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
		i.checkLog(t)
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
