//go:build unix

package fleet_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestLimits: one of two instances gets an answer that states that the limit of a key is
// reached, and the other waits for its turn with that key. The server gets no key and no
// fingerprint of one that others could compute; without a password nothing of callers' keys.
func TestLimits(t *testing.T) {
	for _, password := range []string{"s3cret", ""} {
		server, where := redistest.Start(t), "redis://"
		if password != "" {
			server = redistest.Start(t, "--requirepass", password)
			where += ":" + password + "@"
		}
		where += server.Address() + "?name=limits"
		a, b := startPaced(t, where), startPaced(t, where)
		eventually(t, "both see each other", func() bool { return a.Status().Peers == 1 && b.Status().Peers == 1 })
		a.setRemaining(0)
		a.call(t)
		if password == "" {
			time.Sleep(time.Second)
			if b.knowsLimits() || a.Status().Sent > 0 {
				t.Error("a caller's limit is shared without a secret")
			}
			continue
		}
		eventually(t, "the other one knows the limit", b.knowsLimits)
		if status, _ := b.call(t); status != 200 || b.paced == "" {
			t.Errorf("%d, %q: the other one does not wait", status, b.paced)
		}
		stored := fmt.Sprint(a.sentLast().Limits)
		if fingerprint := retry.Fingerprint("Bearer sk-caller\n\n\n\n"); strings.Contains(stored, fingerprint) ||
			strings.Contains(stored, "sk-caller") || !strings.Contains(stored, "#") {
			t.Errorf("stored: %s", stored)
		}
		eventually(t, "an instance that starts later knows the limit", startPaced(t, where).knowsLimits)
		if sent := a.Status().Sent; sent > 10 {
			t.Errorf("%d messages after one call", sent)
		}
	}
}
