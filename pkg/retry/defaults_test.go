package retry

import (
	"reflect"
	"testing"
)

// TestWithDefaults: what is not stated is Default's, what is stated stays, and
// what is negative is none.
func TestWithDefaults(t *testing.T) {
	routes := Routes{{Model: "a", To: []Fallback{{Model: "b"}}}}
	for name, c := range map[string]struct {
		given Policy
		want  func(*Policy)
	}{
		"nothing is stated":     {Policy{}, func(*Policy) {}},
		"fallbacks alone":       {Policy{Fallbacks: routes}, func(p *Policy) { p.Fallbacks = routes }},
		"attempts alone":        {Policy{MaxAttempts: 2}, func(p *Policy) { p.MaxAttempts = 2 }},
		"the mode alone":        {Policy{Mode: Advise}, func(p *Policy) { p.Mode = Advise }},
		"a timeout alone":       {Policy{ResponseTimeout: 7}, func(p *Policy) { p.ResponseTimeout = 7 }},
		"no budget, no breaker": {Policy{RetryBudget: -1, BreakerFailures: -1}, func(p *Policy) { p.RetryBudget, p.BreakerFailures = 0, 0 }},
		"no jitter":             {Policy{Jitter: -1}, func(p *Policy) { p.Jitter = 0 }},
		"no stated wait":        {Policy{MaxRetryAfter: -1}, func(p *Policy) { p.MaxRetryAfter = 0 }},
		"a long first backoff":  {Policy{InitialBackoff: 20_000}, func(p *Policy) { p.InitialBackoff, p.MaxBackoff = 20_000, 20_000 }},
		"all of it":             {Default(), func(*Policy) {}},
	} {
		want := Default()
		c.want(&want)
		got := c.given.WithDefaults()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		if wrong := got.Check(); wrong != nil {
			t.Errorf("%s: %s", name, wrong)
		}
	}
}

// TestDefaultIsWhole: no number of Default's is left to a policy's zero value.
func TestDefaultIsWhole(t *testing.T) {
	given := reflect.ValueOf(Policy{}.WithDefaults())
	for i := range given.NumField() {
		if field := given.Type().Field(i).Name; !reflect.DeepEqual(given.Field(i).Interface(), reflect.ValueOf(Default()).Field(i).Interface()) {
			t.Errorf("%s is not Default's", field)
		}
	}
}
