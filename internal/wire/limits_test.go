package wire

import (
	"reflect"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestLimitsComeBack: what a driver carries is what the core knew.
func TestLimitsComeBack(t *testing.T) {
	const now = 1_795_883_860_841
	stated := classify.Window{Name: "input-tokens", Limit: 2_000_000_000, Remaining: 12, Reset: 34_560_000_000}
	want := retry.Limit{
		Upstream: "https://api.example", Model: "m", Key: "#k",
		At: now, Mark: now - 3, Last: now + 60_000, Tickets: 7, Served: 5, Doubts: 1,
		Windows: []retry.Window{
			{Window: classify.Window{Name: "requests", Limit: 60, Remaining: 59, Reset: 1000}, Total: 2.5, Requests: 2.25, Own: 1},
			{Window: stated, Total: 1500.5, Requests: 3, Own: 0.75},
		},
		Sends: []retry.Sends{{At: now - 5, Count: 12}, {At: now + 900, Count: 20.5}},
	}
	health := readHealth(parse(t, appendHealth(nil, retry.Health{Limits: []retry.Limit{want}})))
	if len(health.Limits) != 1 || !reflect.DeepEqual(health.Limits[0], want) {
		t.Errorf("got %+v, want %+v", health.Limits, want)
	}
	state := retry.State{SentAt: now, Paced: 1234, Early: true, Ticket: 8, Waited: 1234}
	if got := readState(parse(t, appendState(nil, state))); !reflect.DeepEqual(got, state) {
		t.Errorf("got %+v, want %+v", got, state)
	}
}

func parse(t *testing.T, text []byte) jsonish.Value {
	t.Helper()
	v, ok := jsonish.Parse(string(text))
	if !ok {
		t.Fatalf("%s", text)
	}
	return v
}
