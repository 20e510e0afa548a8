package fleet

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// ledger of an instance with n models.
func ledger(origin string, n int, failures int64) (l retry.Ledger) {
	for i := range n {
		l.Entries = append(l.Entries, retry.Entry{Origin: origin, Tally: retry.Tally{
			Upstream: "https://api.openai.com", Model: fmt.Sprintf("model-%05d", i),
			Window: int64(nowMillis()) / 2000, Failures: failures,
		}})
	}
	return l
}

func TestMessages(t *testing.T) {
	sent := ledger("a", 3, 1)
	sent.Keys = []retry.RestingKey{{Upstream: "u", Model: "m", Key: "UKEMI_KEY_A", Until: nowMillis() + 5000}}
	got, ok := decode(encode(sent), "b")
	if !ok || !reflect.DeepEqual(got, sent) {
		t.Errorf("%+v", got)
	}
	if got, ok := decode(encode(ledger("a", 3, 1)), "a"); !ok || !isEmpty(got) {
		t.Errorf("our own is not ours: %+v", got)
	}
	if data := encode(ledger("a", 10_000, 1)); len(data) > maxMessage || !strings.Contains(string(data), "model-00000") {
		t.Errorf("a ledger of any size: %d bytes", len(data))
	}
}

func TestChangesSince(t *testing.T) {
	older, newer := ledger("a", 3, 1), ledger("a", 4, 1)
	newer.Entries[1].Failures++
	newer.Keys = []retry.RestingKey{{Key: "UKEMI_KEY_A", Until: 5}}
	changes := changesSince(older, newer)
	if len(changes.Entries) != 2 || changes.Entries[0].Model != "model-00001" || len(changes.Keys) != 1 {
		t.Errorf("%+v", changes)
	}
	if !isEmpty(changesSince(newer, newer)) {
		t.Error("nothing changed")
	}
}

// TestInbox: no flood of messages takes more memory than its bounds.
func TestInbox(t *testing.T) {
	var b inbox
	for range 10 * maxInboxMessages {
		if b.admits(make([]byte, 10)) {
			b.add(ledger("a", 1, 1))
		}
	}
	if n := len(b.take().Entries); n != maxInboxMessages {
		t.Errorf("%d", n)
	}
	for range 100 {
		b.admits(make([]byte, maxMessage))
	}
	if b.bytes > maxInboxBytes || b.admits(make([]byte, maxMessage)) || (&inbox{}).admits(make([]byte, maxMessage+1)) {
		t.Errorf("%d bytes", b.bytes)
	}
}

// FuzzDecode: whatever others write is bounded and plausible, or ignored.
func FuzzDecode(f *testing.F) {
	f.Add(encode(ledger("a", 2, 3)))
	f.Add([]byte(`{"entries":[{"origin":"x","window":9e99}],"keys":null}`))
	f.Fuzz(func(t *testing.T, message []byte) {
		l, ok := decode(message, "own")
		if !ok && !isEmpty(l) {
			t.Errorf("%+v", l)
		}
		for _, e := range l.Entries {
			if e.Origin == "own" || e.Failures < 0 || e.Withdrawn < 0 {
				t.Errorf("%+v", e)
			}
		}
		again, ok := decode(encode(l), "own")
		if !ok || !reflect.DeepEqual(again.Merge(l).Recent(nowMillis()), l.Recent(nowMillis())) {
			t.Errorf("%+v, then %+v", l, again)
		}
		l.Hint(100, nowMillis())
	})
}
