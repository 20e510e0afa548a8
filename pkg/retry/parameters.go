// The numbers of a policy: one table, from which the defaults, Policy.Check,
// the settings, the byte interface, the npm package's checks, the page's
// sliders and the documentation are made. To add a number, add its field to
// Policy, its row here and its line in fields, in the same place.

package retry

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// Unit of a parameter.
type Unit uint8

const (
	Count        Unit = iota // a whole number
	Factor                   // a number with a fraction
	Milliseconds             // a length of time
	Bytes                    // a size
)

// Parameter is one number of a policy.
type Parameter struct {
	// Name in JSON and in the npm package, such as maxBackoff. The setting is
	// called UKEMI_MAX_BACKOFF.
	Name              string
	Unit              Unit
	Default, Min, Max float64
	Meaning           string
	// Slider is the range and the step of the playground's slider; empty if it
	// has none.
	Slider struct{ Min, Max, Step float64 }
}

// Parameters returns the table.
func Parameters() []Parameter { return parameters[:] }

// The sources of the numbers: docs/settings.md and the decisions that it names.
var parameters = [...]Parameter{
	{Name: "maxAttempts", Unit: Count, Default: 4, Min: 1, Max: 5,
		Meaning: "attempts in all, the first one included",
		Slider:  slider{1, 5, 1}},
	{Name: "initialBackoff", Unit: Milliseconds, Default: 500, Min: 1, Max: minute,
		Meaning: "wait before the first retry, jitter aside",
		Slider:  slider{100, 5_000, 100}},
	{Name: "backoffMultiplier", Unit: Factor, Default: 2, Min: 1, Max: 10,
		Meaning: "growth of the wait from retry to retry"},
	{Name: "maxBackoff", Unit: Milliseconds, Default: 8_000, Min: 1, Max: 10 * minute,
		Meaning: "longest wait of our own",
		Slider:  slider{1_000, 30_000, 1_000}},
	{Name: "jitter", Unit: Factor, Default: 0.5, Min: 0, Max: 1,
		Meaning: "random part of the wait: 0 none, 0.5 equal, 1 full",
		Slider:  slider{0, 1, 0.05}},
	{Name: "maxRetryAfter", Unit: Milliseconds, Default: minute, Min: 0, Max: hour,
		Meaning: "longest stated wait that ukemi waits for; after a longer one the error is delivered at once",
		Slider:  slider{0, 2 * minute, 5_000}},
	{Name: "maxElapsed", Unit: Milliseconds, Default: 10 * minute, Min: 1, Max: hour,
		Meaning: "bound on all attempts and waits before the first byte; at most a minute of it is spent waiting",
		Slider:  slider{10_000, 15 * minute, 10_000}},
	{Name: "firstEventTimeout", Unit: Milliseconds, Default: 0, Min: 0, Max: hour,
		Meaning: "how long a streamed answer may be silent at first; 0 learns it from each model, " +
			"and only where there is a fallback"},
	{Name: "responseTimeout", Unit: Milliseconds, Default: 10 * minute, Min: 1, Max: hour,
		Meaning: "how long an answer may take until its headers"},
	{Name: "streamIdleTimeout", Unit: Milliseconds, Default: 5 * minute, Min: 1, Max: hour,
		Meaning: "how long a stream may be silent between two chunks; a ping is one"},
	{Name: "maxTimeout", Unit: Milliseconds, Default: hour, Min: 1, Max: 24 * hour,
		Meaning: "the longest time that a request may ask for with x-ukemi-timeout or x-ukemi-first-event-timeout"},
	{Name: "heartbeat", Unit: Milliseconds, Default: 0, Min: 0, Max: 10 * minute,
		Meaning: "how long the caller of a stream receives nothing before it gets a comment, and how often; 0 sends none"},
	{Name: "maxHeld", Unit: Bytes, Default: 1 << 20, Min: 1 << 10, Max: 64 << 20,
		Meaning: "bytes of a stream that are held: of what comes before its first content, and of one event; " +
			"beyond it they flow on unread"},
	{Name: "retryBudget", Unit: Count, Default: 100, Min: 0, Max: 1_000_000,
		Meaning: "tokens that bound the load of retries: one costs 10, successes and time bring them back; 0 is no bound"},
	{Name: "breakerFailures", Unit: Count, Default: 5, Min: 0, Max: 100,
		Meaning: "failures in a row that open a model's breaker for 10 s; 0 is no breaker"},
}

type slider = struct{ Min, Max, Step float64 }

const (
	minute = 60_000 // in milliseconds
	hour   = 60 * minute
)

// field is where a policy keeps a number, in one of three types.
type field struct {
	millis *Millis
	count  *int
	factor *float64
}

// fields are in the order of the table.
func (p *Policy) fields() [len(parameters)]field {
	return [...]field{
		{count: &p.MaxAttempts},
		{millis: &p.InitialBackoff},
		{factor: &p.BackoffMultiplier},
		{millis: &p.MaxBackoff},
		{factor: &p.Jitter},
		{millis: &p.MaxRetryAfter},
		{millis: &p.MaxElapsed},
		{millis: &p.FirstEventTimeout},
		{millis: &p.ResponseTimeout},
		{millis: &p.StreamIdleTimeout},
		{millis: &p.MaxTimeout},
		{millis: &p.Heartbeat},
		{count: &p.MaxHeld},
		{count: &p.RetryBudget},
		{count: &p.BreakerFailures},
	}
}

func (f field) get() float64 {
	switch {
	case f.millis != nil:
		return float64(*f.millis)
	case f.count != nil:
		return float64(*f.count)
	}
	return *f.factor
}

func (f field) set(value float64) {
	switch {
	case f.millis != nil:
		*f.millis = Millis(value)
	case f.count != nil:
		*f.count = int(value)
	default:
		*f.factor = value
	}
}

// Number returns the number with this index in Parameters.
func (p *Policy) Number(index int) float64 { return p.fields()[index].get() }

// SetNumber sets the number with this index in Parameters.
func (p *Policy) SetNumber(index int, value float64) { p.fields()[index].set(value) }

// hasNone reports whether 0 is a value of its own, such as "no jitter", and not
// the default. A partial policy states it by a negative number.
func (p *Parameter) hasNone() bool { return p.Min == 0 && p.Default != 0 }

// check returns an error that names the parameter and its range.
func (p *Parameter) check(value float64) error {
	if value >= p.Min && value <= p.Max { // false for NaN
		return nil
	}
	return policyError(p.Name + " must be from " + p.Unit.Format(p.Min) + " to " + p.Unit.Format(p.Max))
}

// Format writes a number with its unit: 4, 0.5, 500ms, 8s, 10m, 1h, 1048576.
func (u Unit) Format(n float64) string {
	if u != Milliseconds {
		return string(jsonish.AppendFloat(nil, n))
	}
	ms := int64(n)
	switch {
	case ms == 0:
		return "0s"
	case ms%hour == 0:
		return strconv.FormatInt(ms/hour, 10) + "h"
	case ms%minute == 0:
		return strconv.FormatInt(ms/minute, 10) + "m"
	case ms%1000 == 0:
		return strconv.FormatInt(ms/1000, 10) + "s"
	}
	return strconv.FormatInt(ms, 10) + "ms"
}
