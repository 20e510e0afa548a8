// The settings: one table from which parsing, validation, the command's list
// and the README's table are made. Every setting is an environment variable,
// on the native edge and on the Worker alike.

package edge

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/ukemi-dev/ukemi/internal/fleet/address"
	"github.com/ukemi-dev/ukemi/internal/nearest"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Config is the effective configuration of an edge.
type Config struct {
	Listen      string       // address of the native server
	Upstream    *url.URL     // base URL; nil for the built-in demo provider
	Policy      retry.Policy // as in Options: zero fields take retry.Default's values
	MaxBody     int64        // as in Options: 0 is 4 MiB, a negative number none
	Details     bool         // add error.upstream to error bodies
	CORSOrigins []string     // origins that may read answers in a browser; "*" is all
	// Keys of the fallbacks' upstreams: the settings UKEMI_KEY_…, by name.
	Keys map[string]string
	// Tracer as in Options. It is no setting of ours: the program makes it of OTEL_….
	Tracer Tracer
	// Health is the address of the server through which instances share their health
	// (UKEMI_HEALTH); "" for none. Fleet is the exchange that the program makes of it, as
	// in Options.
	Health string
	Fleet  Fleet

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

var settings = append(append([]Setting{
	{"UKEMI_UPSTREAM", "demo", "the API to stand in front of",
		"an http or https URL such as https://api.openai.com/v1, or demo", setUpstream},
	{"UKEMI_LISTEN", "127.0.0.1:8787", "address of the native server", "host:port", func(c *Config, v string) bool {
		c.Listen = v
		return strings.Contains(v, ":")
	}},
	{"UKEMI_MODE", "own", "which side retries: this layer (own) or the SDK above it (advise)", "own or advise",
		func(c *Config, v string) bool {
			c.Policy.Mode = retry.Mode(v)
			return v == "own" || v == "advise"
		}},
	{"UKEMI_STREAM", "watch", "how closely streams are looked at: every event (watch), or up to the first content (peek)",
		"watch or peek", func(c *Config, v string) bool {
			c.Policy.Stream = retry.StreamMode(v)
			return v == "watch" || v == "peek"
		}},
	{"UKEMI_RESUME", "deterministic",
		"which broken streams another attempt resumes: those with temperature 0 or a seed, always, never; " +
			"or continue: as deterministic, and a model that documents it goes on with what was delivered",
		"deterministic, always, continue or never", func(c *Config, v string) bool {
			c.Policy.Resume = retry.ResumeMode(v)
			return v == "deterministic" || v == "always" || v == "continue" || v == "never"
		}},
	{"UKEMI_CURE", "tell",
		"what is done with the change that an error names: told, made for requests that ask for it (x-ukemi-cure: mend), made",
		"tell, ask or mend", func(c *Config, v string) bool {
			c.Policy.Cure = retry.CureMode(v)
			return v == "tell" || v == "ask" || v == "mend"
		}},
	{"UKEMI_PACE", "off",
		"whether calls wait for their turn while a rate limit that answers state is known to be reached",
		"on or off", func(c *Config, v string) bool {
			c.Policy.Pace = v == "on"
			return v == "on" || v == "off"
		}},
}, policySettings()...), []Setting{
	{"UKEMI_FALLBACKS", "", "models, upstreams and keys to switch to: `{\"model-a\": [\"model-b\", {\"model\", " +
		"\"upstream\", \"key\": \"UKEMI_KEY_…\", \"larger\": false, \"rename\", \"drop\", \"set\", \"headers\"}], " +
		"\"*\": [\"model-c\"]}`",
		"a JSON object: model → list of models", setFallbacks},
	{"UKEMI_MAX_BODY", "4194304", "bytes of a request body kept for a retry; above it the body is streamed and sent once",
		"a number of bytes from 0 to 104857600", number(0, 100<<20, func(c *Config, n float64) { c.MaxBody = cmp.Or(int64(n), -1) })},
	{"UKEMI_HEALTH", "", "server through which instances share what they know of upstreams (native): " +
		"`redis://user:password@host:6379/0?name=…`, `rediss://` for TLS; Valkey alike",
		"a URL such as redis://:password@host:6379/0?name=production, or rediss:// for TLS", setHealth},
	{"UKEMI_DETAILS", "", "body adds error.upstream: the original error", "empty or body", func(c *Config, v string) bool {
		c.Details = v == "body"
		return v == "" || v == "body"
	}},
	{"UKEMI_CORS_ORIGINS", "", "origins of pages that may call the edge, separated by commas; * is all",
		"origins such as https://app.example.com, or *", setOrigins},
}...)

// policySettings are the settings of the policy's parameters.
func policySettings() (all []Setting) {
	for i, p := range retry.Parameters() {
		name := "UKEMI_"
		for _, c := range p.Name {
			if unicode.IsUpper(c) {
				name += "_"
			}
			name += string(unicode.ToUpper(c))
		}
		set := func(c *Config, n float64) { c.Policy.SetNumber(i, n) }
		s := Setting{Name: name, Default: p.Unit.Format(p.Default), Meaning: p.Meaning}
		span := " from " + p.Unit.Format(p.Min) + " to " + p.Unit.Format(p.Max)
		switch p.Unit {
		case retry.Milliseconds:
			s.Accepts, s.set = "a duration"+span, duration(p.Min, p.Max, set)
		case retry.Bytes:
			s.Accepts, s.set = "a number of bytes"+span, number(p.Min, p.Max, set)
		default:
			s.Accepts, s.set = "a number"+span, number(p.Min, p.Max, set)
		}
		all = append(all, s)
	}
	return all
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
			return c, fmt.Errorf("%s%s: must be %s%s", s.Name, shown(s.Name, value), s.Accepts, c.wrong)
		}
	}
	for name := range values {
		if strings.HasPrefix(name, keyPrefix) {
			c.Keys[name] = values[name]
			continue
		}
		return c, fmt.Errorf("%s: there is no such setting; %s'ukemi config' lists them", name, meant(name))
	}
	if err := c.Policy.Check(); err != nil {
		return c, fmt.Errorf("UKEMI_ policy settings do not fit together: %w", err)
	}
	c.Policy = c.Policy.Stated()
	return c, c.checkFallbacks()
}

// meant suggests the setting that an unknown one may have meant.
func meant(unknown string) string {
	names := make([]string, len(settings))
	for i, s := range settings {
		names[i] = s.Name
	}
	if name := nearest.To(unknown, names); name != "" {
		return "did you mean " + name + "? "
	}
	return ""
}

// shown is a wrong value as the error message shows it: not where somebody may
// have put a key that does not belong there.
func shown(name, value string) string {
	if strings.HasPrefix(value, "{") || name == "UKEMI_HEALTH" {
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
			name := cmp.Or(f.Model, route.Model)
			switch {
			case f.Upstream != "" && !(f.Upstream != "demo" && setUpstream(&other, f.Upstream)):
				return fmt.Errorf("UKEMI_FALLBACKS: the upstream of %q must be an http or https URL such as https://api.openai.com/v1", name)
			case f.Key != "" && !strings.HasPrefix(f.Key, keyPrefix):
				return fmt.Errorf("UKEMI_FALLBACKS: the key of %q must be the name of a setting %s…, not the key itself", name, keyPrefix)
			case f.Key != "" && c.Keys[f.Key] == "":
				return fmt.Errorf("UKEMI_FALLBACKS: the key of %q is to be found in %s, which is not set", name, f.Key)
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

func setHealth(c *Config, value string) bool {
	if value == "" {
		return true
	}
	_, err := address.Parse(value)
	if err != nil {
		c.wrong = "; " + err.Error()
	}
	c.Health = value
	return err == nil
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
func duration(from, to float64, set func(*Config, float64)) func(*Config, string) bool {
	return func(c *Config, value string) bool {
		ms, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			d, failed := time.ParseDuration(value)
			ms, err = d.Milliseconds(), failed
		}
		set(c, float64(ms))
		return err == nil && float64(ms) >= from && float64(ms) <= to
	}
}
