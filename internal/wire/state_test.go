package wire

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestSharedHealth: what is shared comes back as it was, and encoding/json reads the same
// names.
func TestSharedHealth(t *testing.T) {
	want := retry.Health{
		Shares:  true,
		Tallies: []retry.Tally{{Upstream: "u", Model: "m", Window: 1, Failures: 2, Successes: 3, Withdrawn: 4, Deposited: 5, Slowest: 6}},
		Keys:    []retry.RestingKey{{Upstream: "u", Model: "m", Key: "UKEMI_KEY_A", Until: 7}},
		Hint: retry.Hint{
			At:      8,
			Targets: []retry.HintTarget{{Upstream: "u", Model: "m", Failing: true, Spent: 9.5, Slowest: 10}},
			Keys:    []retry.RestingKey{{Upstream: "u", Model: "m", Key: "UKEMI_KEY_B", Until: 11}},
		},
	}
	line := appendHealth(nil, want)
	v, _ := jsonish.Parse(string(line))
	if got := readHealth(v); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	var read struct {
		Tallies []retry.Tally
		Keys    []retry.RestingKey
		Hint    retry.Hint
	}
	if err := json.Unmarshal(line, &read); err != nil {
		t.Fatal(err)
	}
	if got := (retry.Health{Shares: true, Tallies: read.Tallies, Keys: read.Keys, Hint: read.Hint}); !reflect.DeepEqual(got, want) {
		t.Errorf("encoding/json: got  %+v\nwant %+v", got, want)
	}
}
