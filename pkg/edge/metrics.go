//go:build !js

// Metrics in Prometheus' text format, under /_ukemi/metrics of the native server.
// Labels are classes, reasons and statuses, which are few. Names of models and
// callers are not, so that no caller can make the number of series grow.

package edge

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	attempts  *prometheus.CounterVec
	switches  prometheus.Counter
	refused   *prometheus.CounterVec
	ambiguous prometheus.Counter
	paced     prometheus.Counter
	pacedTime prometheus.Counter
	mended    *prometheus.CounterVec
	duration  *prometheus.HistogramVec

	// Of most calls: a 200 of the first attempt. To look them up by their labels each time
	// would take longer than to count.
	plain         sync.Once
	plainRequests prometheus.Counter
	plainAttempts prometheus.Counter
	plainDuration prometheus.Observer
}

func newMetrics() *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ukemi_" + name, Help: help}, labels)
	}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: counter("requests_total",
			"Calls answered, by the status that the caller got and the class of the error (empty for a success).",
			"status", "error_type"),
		attempts: counter("attempts_total",
			"Requests sent upstream, by how they ended (empty for a success).",
			"error_type"),
		refused: counter("retries_refused_total",
			"Failures that a retry might have mended and that were not retried, by reason.",
			"reason"),
		switches: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ukemi_switched_total",
			Help: "Calls answered by a fallback model.",
		}),
		mended: counter("mended_total",
			"Requests sent again with the change that an error named, by cure.",
			"cure"),
		ambiguous: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ukemi_ambiguous_attempts_total",
			Help: "Failed attempts that were resent although their work may have been done and billed.",
		}),
		paced: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ukemi_paced_total",
			Help: "Calls that waited for their turn under a rate limit.",
		}),
		pacedTime: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ukemi_paced_seconds_total",
			Help: "Time for which calls waited for their turn under a rate limit.",
		}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "ukemi_request_duration_seconds",
			Help:    "Time until the answer began, or, where its stream is watched, until it ended; retries and waits included.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300},
		}, []string{"outcome"}),
	}
	m.registry.MustRegister(m.requests, m.attempts, m.refused, m.switches, m.ambiguous, m.mended, m.duration,
		m.paced, m.pacedTime,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe adds the gauges of the instance's health.
func (m *metrics) observe(h *health) {
	gauge := func(name, help string, value func(retry.Health) float64) {
		opts := prometheus.GaugeOpts{Name: "ukemi_" + name, Help: help}
		m.registry.MustRegister(prometheus.NewGaugeFunc(opts, func() float64 { return value(h.snapshot()) }))
	}
	gauge("breakers_open", "Models whose breaker is open or half-open.", func(h retry.Health) (n float64) {
		for _, b := range h.Breakers {
			if b.OpenUntil != 0 {
				n++
			}
		}
		return n
	})
	spent := "Tokens of the retry budget that are spent, of the upstream where most are."
	gauge("retry_budget_spent", spent, func(h retry.Health) (most float64) {
		for _, b := range h.Budgets {
			most = max(most, b.Spent)
		}
		return most
	})
}

// observeFleet adds what the exchange with other instances counts.
func (m *metrics) observeFleet(f Fleet) {
	gauge := func(name, help string, value func(FleetStatus) float64) {
		opts := prometheus.GaugeOpts{Name: "ukemi_fleet_" + name, Help: help}
		m.registry.MustRegister(prometheus.NewGaugeFunc(opts, func() float64 { return value(f.Status()) }))
	}
	counter := func(name, help string, value func(FleetStatus) int64) {
		opts := prometheus.CounterOpts{Name: "ukemi_fleet_" + name, Help: help}
		m.registry.MustRegister(prometheus.NewCounterFunc(opts, func() float64 { return float64(value(f.Status())) }))
	}
	gauge("up", "1 while health is shared with other instances (UKEMI_HEALTH), 0 while its server does not answer.",
		func(s FleetStatus) float64 {
			if s.Up {
				return 1
			}
			return 0
		})
	gauge("peers", "Other instances that share their health.", func(s FleetStatus) float64 { return float64(s.Peers) })
	counter("sent_total", "Messages with counts sent to other instances.", func(s FleetStatus) int64 { return s.Sent })
	counter("received_total", "Messages with counts of other instances.", func(s FleetStatus) int64 { return s.Received })
	counter("ignored_total", "Messages that were too large, too many or no counts.",
		func(s FleetStatus) int64 { return s.Ignored })
	counter("errors_total", "Failures of the exchange: connections that failed and refusals to store.",
		func(s FleetStatus) int64 { return s.Errors })
}

func (m *metrics) count(r Record) {
	if r.Status == http.StatusOK && r.isFirstSuccess() {
		m.plain.Do(func() {
			m.plainRequests = m.requests.WithLabelValues(strconv.Itoa(r.Status), "")
			m.plainAttempts, m.plainDuration = m.attempts.WithLabelValues(""), m.duration.WithLabelValues("success")
		})
		m.plainRequests.Inc()
		m.plainAttempts.Inc()
		m.plainDuration.Observe(r.Duration.Seconds())
		return
	}
	m.requests.WithLabelValues(strconv.Itoa(r.Status), string(r.Class)).Inc()
	for _, a := range r.Attempts {
		m.attempts.WithLabelValues(string(a.Class)).Inc()
		if a.Paced > 0 {
			m.paced.Inc()
			m.pacedTime.Add(float64(a.Paced) / 1000)
		}
		if a.Cure != "" {
			m.mended.WithLabelValues(a.Cure).Inc()
		}
	}
	if r.Switched() {
		m.switches.Inc()
	}
	m.ambiguous.Add(float64(r.Ambiguous))
	outcome := "success"
	switch {
	case r.Class != "":
		outcome = "failure"
		if r.Class.Info().Retry && r.Reason != retry.ReasonFinal {
			m.refused.WithLabelValues(r.Reason).Inc()
		}
	case len(r.Attempts) > 1:
		outcome = "recovered"
	}
	m.duration.WithLabelValues(outcome).Observe(r.Duration.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}
