// The models that a request itself names to stand in for its own.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// wishForm is what x-ukemi-fallback may be.
const wishForm = HeaderFallback + `: must be model names separated by commas (model-b, model-c), ` +
	`a JSON list of them (["model-b", "model-c"]), or none`

// wished are the models that a request names; nil when it names none, which
// leaves the deployment's. wrong says how to write them.
func wished(r Request) (models []string, wrong string) {
	v := strings.TrimSpace(r.Headers.Get(HeaderFallback))
	switch {
	case v == "":
		return nil, ""
	case v[0] == '[':
		models = readList(v)
	default:
		models = strings.Split(v, ",")
	}
	models = models[:min(len(models), maxFallbacks)]
	for i := range models {
		models[i] = strings.TrimSpace(models[i])
		if !isModel(models[i]) || strings.IndexByte("[{\"'`", models[i][0]) >= 0 {
			return nil, wishForm
		}
	}
	if len(models) == 0 {
		return nil, wishForm
	}
	return models, ""
}

// readList reads a JSON list of names; nil when it is none.
func readList(text string) (names []string) {
	list, ok := jsonish.Parse(text)
	if !ok || list.Kind != jsonish.Array {
		return nil
	}
	for _, m := range list.Members {
		if m.Value.Kind != jsonish.String {
			return nil
		}
		names = append(names, m.Value.Text)
	}
	return names
}

// fallbacks of a request, in the order in which they are asked.
func (p Policy) fallbacks(r Request) (list []Fallback) {
	for _, f := range p.listed(r) {
		if f.Upstream != "" && r.Bound || f.Upstream == "" && r.Sealed {
			continue
		}
		list = append(list, f)
	}
	return list
}

// listed are the fallbacks that the request names, else the deployment's.
func (p Policy) listed(r Request) (list []Fallback) {
	models, _ := wished(r)
	if models == nil {
		return p.Fallbacks.of(r.Model)
	}
	if len(models) == 1 && models[0] == "none" {
		return nil
	}
	for _, model := range models {
		list = append(list, p.Fallbacks.find(model))
	}
	return list
}
