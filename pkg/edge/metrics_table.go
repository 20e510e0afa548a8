//go:build !js

// The table of metrics for the docs, read from the registry that serves them.

package edge

import (
	"regexp"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

// Metric is one of ukemi's own metrics under /_ukemi/metrics.
type Metric struct{ Name, Labels, Meaning string }

var described = regexp.MustCompile(`fqName: "(ukemi_\w+)", help: "([^"]*)".*variableLabels: \{([\w,]*)\}`)

// Metrics returns all metrics, sorted by name.
func Metrics() (list []Metric) {
	m := newMetrics()
	m.observe(&health{})
	m.observeFleet(nil)
	all := make(chan *prometheus.Desc, 256)
	m.registry.Describe(all)
	close(all)
	for d := range all {
		if f := described.FindStringSubmatch(d.String()); f != nil {
			list = append(list, Metric{Name: f[1], Labels: strings.ReplaceAll(f[3], ",", ", "), Meaning: f[2]})
		}
	}
	slices.SortFunc(list, func(a, b Metric) int { return strings.Compare(a.Name, b.Name) })
	return list
}
