// The settings: one table from which parsing, validation, the command's list
// and the README's table are made. Every setting is an environment variable,
// on the native edge and on the Worker alike.

package edge

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Config is the effective configuration of an edge.
type Config struct {
	Listen      string       // address of the native server
	Upstream    *url.URL     // base URL; nil for the built-in demo provider
	Policy      retry.Policy // every number of the retry policy
	MaxBody     int64        // bytes of a request body that are kept for a retry
	Details     bool         // add error.upstream to error bodies
	CORSOrigins []string     // origins that may read answers in a browser; "*" is all
	// Keys of the fallbacks' upstreams: the settings UKEMI_KEY_…, by name.
	Keys map[string]string

	wrong string // what exactly, where Accepts does not say it all
}

// Setting is one environment variable.
type Setting struct {
	Name, Default, Meaning string
	// Accepts is what a value may be, as the error message says it.
	Accepts string
	set     func(c *Config, value string) bool
}

// Settings returns the table of all settings.
func Settings() []Setting { return settings }

var settings = []Setting{
	{"UKEMI_UPSTREAM", "demo", "the API to stand in front of", "an http or https URL such as https://api.openai.com/v1, or demo", setUpstream},
	{"UKEMI_LISTEN", "127.0.0.1:8787", "address of the native server", "host:port", func(c *Config, v string) bool { c.Listen = v; return strings.Contains(v, ":") }},
	{"UKEMI_MODE", "own", "who resends: this layer (own) or the SDK above it (advise)", "own or advise", func(c *Config, v string) bool {
		c.Policy.Mode = retry.Mode(v)
		return v == "own" || v == "advise"
	}},
	{"UKEMI_MAX_ATTEMPTS", "4", "attempts in all, the first one included", "a number from 1 to 5", number(1, 5, func(c *Config, n float64) { c.Policy.MaxAttempts = int(n) })},
	{"UKEMI_INITIAL_BACKOFF", "500ms", "wait before the first retry, jitter aside", "a duration from 1ms to 1m", duration(1, 60_000, func(c *Config) *retry.Millis { return &c.Policy.InitialBackoff })},
	{"UKEMI_BACKOFF_MULTIPLIER", "2", "growth of the wait from retry to retry", "a number from 1 to 10", number(1, 10, func(c *Config, n float64) { c.Policy.BackoffMultiplier = n })},
	{"UKEMI_MAX_BACKOFF", "8s", "longest wait of our own", "a duration from 1ms to 10m", duration(1, 600_000, func(c *Config) *retry.Millis { return &c.Policy.MaxBackoff })},
	{"UKEMI_JITTER", "0.5", "random part of the wait: 0 none, 0.5 equal, 1 full", "a number from 0 to 1", number(0, 1, func(c *Config, n float64) { c.Policy.Jitter = n })},
	{"UKEMI_MAX_RETRY_AFTER", "60s", "longest stated wait that is waited for; a longer one is told at once", "a duration from 0s to 1h", duration(0, 3_600_000, func(c *Config) *retry.Millis { return &c.Policy.MaxRetryAfter })},
	{"UKEMI_MAX_ELAPSED", "600s", "bound on all attempts and waits before the first byte; at most a minute of it is spent waiting", "a duration from 1ms to 1h", duration(1, 3_600_000, func(c *Config) *retry.Millis { return &c.Policy.MaxElapsed })},
	{"UKEMI_FIRST_EVENT_TIMEOUT", "0s", "how long a streamed answer may be silent at first; 0 learns it from each model, and only where there is a fallback", "a duration from 0s to 1h", duration(0, 3_600_000, func(c *Config) *retry.Millis { return &c.Policy.FirstEventTimeout })},
	{"UKEMI_RESPONSE_TIMEOUT", "600s", "how long an answer may take until its headers", "a duration from 1ms to 1h", duration(1, 3_600_000, func(c *Config) *retry.Millis { return &c.Policy.ResponseTimeout })},
	{"UKEMI_STREAM_IDLE_TIMEOUT", "300s", "how long a stream may be silent between two chunks; a ping is one", "a duration from 1ms to 1h", duration(1, 3_600_000, func(c *Config) *retry.Millis { return &c.Policy.StreamIdleTimeout })},
	{"UKEMI_MAX_TIMEOUT", "1h", "the longest time that a request may ask for with x-ukemi-timeout or x-ukemi-first-event-timeout", "a duration from 1ms to 24h", duration(1, 86_400_000, func(c *Config) *retry.Millis { return &c.Policy.MaxTimeout })},
	{"UKEMI_HEARTBEAT", "0s", "how long the caller of a stream hears nothing before it gets a comment, and how often; 0 sends none", "a duration from 0s to 10m", duration(0, 600_000, func(c *Config) *retry.Millis { return &c.Policy.Heartbeat })},
	{"UKEMI_MAX_HELD", "1048576", "bytes of a stream that are held: of what comes before its first content, and of one event; beyond it they flow on unread", "a number of bytes from 1024 to 67108864", number(1<<10, 64<<20, func(c *Config, n float64) { c.Policy.MaxHeld = int(n) })},
	{"UKEMI_STREAM", "watch", "how closely streams are looked at: every event (watch), or up to the first content (peek)", "watch or peek", func(c *Config, v string) bool {
		c.Policy.Stream = retry.Watch(v)
		return v == "watch" || v == "peek"
	}},
	{"UKEMI_RESUME", "deterministic", "which broken streams another attempt takes up: those with temperature 0 or a seed, always, never", "deterministic, always or never", func(c *Config, v string) bool {
		c.Policy.Resume = retry.Resume(v)
		return v == "deterministic" || v == "always" || v == "never"
	}},
	{"UKEMI_RETRY_BUDGET", "100", "tokens that bound the load of retries: one costs 10, successes and time bring them back; 0 is no bound", "a number from 0 to 1000000", number(0, 1e6, func(c *Config, n float64) { c.Policy.RetryBudget = int(n) })},
	{"UKEMI_BREAKER_FAILURES", "5", "failures in a row that open a model's breaker for 10 s; 0 is no breaker", "a number from 0 to 100", number(0, 100, func(c *Config, n float64) { c.Policy.BreakerFailures = int(n) })},
	{"UKEMI_FALLBACKS", "", "models to switch to: `{\"model-a\": [\"model-b\", {\"model\", \"upstream\", \"key\": \"UKEMI_KEY_…\", \"larger\"}], \"*\": [\"model-c\"]}`", "a JSON object: model → list of models", setFallbacks},
	{"UKEMI_MAX_BODY", "4194304", "bytes of a request body kept for a retry; above it the body is streamed and sent once", "a number of bytes from 0 to 104857600", number(0, 100<<20, func(c *Config, n float64) { c.MaxBody = int64(n) })},
	{"UKEMI_DETAILS", "", "body adds error.upstream: what the upstream said", "empty or body", func(c *Config, v string) bool {
		c.Details = v == "body"
		return v == "" || v == "body"
	}},
	{"UKEMI_CORS_ORIGINS", "", "origins of pages that may call the edge, separated by commas; * is all", "origins such as https://app.example.com, or *", setOrigins},
}

// Load reads the configuration from variables such as os.Environ returns. A
// wrong value is an error of one line that names the variable and what it
// accepts; so is a variable with our prefix that nobody knows.
func Load(environ []string) (Config, error) {
	values := map[string]string{}
	for _, pair := range environ {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "UKEMI_") {
			values[name] = strings.TrimSpace(value)
		}
	}
	c := Config{Policy: retry.Default(), Keys: map[string]string{}}
	for _, s := range settings {
		value, given := values[s.Name]
		delete(values, s.Name)
		if !given || value == "" {
			value = s.Default
		}
		if !s.set(&c, value) {
			return c, fmt.Errorf("%s%s: must be %s%s", s.Name, shown(value), s.Accepts, c.wrong)
		}
	}
	for name := range values {
		if strings.HasPrefix(name, keyPrefix) {
			c.Keys[name] = values[name]
			continue
		}
		return c, fmt.Errorf("%s: there is no such setting; 'edge config' lists them", name)
	}
	if wrong := c.Policy.Check(); wrong != "" {
		return c, fmt.Errorf("UKEMI_ policy settings do not fit together: %s", wrong)
	}
	return c, c.checkFallbacks()
}

// shown is a wrong value as the error message shows it: not where somebody may
// have put a key that does not belong there.
func shown(value string) string {
	if strings.HasPrefix(value, "{") {
		return ""
	}
	return fmt.Sprintf("=%q", classify.Redact(value))
}

// keyPrefix begins the names of settings that hold the key of a fallback's
// upstream; they are secrets, and there may be any number of them.
const keyPrefix = "UKEMI_KEY_"

// checkFallbacks: what a fallback names is there.
func (c Config) checkFallbacks() error {
	for _, route := range c.Policy.Fallbacks {
		for _, f := range route.To {
			var other Config
			switch {
			case f.Upstream != "" && !(f.Upstream != "demo" && setUpstream(&other, f.Upstream)):
				return fmt.Errorf("UKEMI_FALLBACKS: the upstream of %q must be an http or https URL such as https://api.openai.com/v1", f.Model)
			case f.Key != "" && !strings.HasPrefix(f.Key, keyPrefix):
				return fmt.Errorf("UKEMI_FALLBACKS: the key of %q must be the name of a setting %s…, not the key itself", f.Model, keyPrefix)
			case f.Key != "" && c.Keys[f.Key] == "":
				return fmt.Errorf("UKEMI_FALLBACKS: the key of %q is to be found in %s, which is not set", f.Model, f.Key)
			}
		}
	}
	return nil
}

func setFallbacks(c *Config, value string) bool {
	if value == "" {
		return true
	}
	err := c.Policy.Fallbacks.UnmarshalJSON([]byte(value))
	if err != nil {
		c.wrong = " (" + err.Error() + ")"
	}
	return err == nil
}

func setUpstream(c *Config, value string) bool {
	if value == "demo" {
		return true
	}
	u, err := url.Parse(value)
	c.Upstream = u
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

func setOrigins(c *Config, value string) bool {
	for _, origin := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		if u, err := url.Parse(origin); origin != "*" && (err != nil || u.Host == "" || u.Path != "") {
			return false
		}
		c.CORSOrigins = append(c.CORSOrigins, origin)
	}
	return true
}

func number(from, to float64, set func(*Config, float64)) func(*Config, string) bool {
	return func(c *Config, value string) bool {
		n, err := strconv.ParseFloat(value, 64)
		set(c, n)
		return err == nil && n >= from && n <= to
	}
}

// duration accepts Go's durations ("500ms", "8s") and plain milliseconds.
func duration(from, to retry.Millis, field func(*Config) *retry.Millis) func(*Config, string) bool {
	return func(c *Config, value string) bool {
		ms, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			d, failed := time.ParseDuration(value)
			ms, err = d.Milliseconds(), failed
		}
		*field(c) = retry.Millis(ms)
		return err == nil && retry.Millis(ms) >= from && retry.Millis(ms) <= to
	}
}
