// The header x-ukemi-fallback: the fallbacks that a request names for itself.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// errFallbackHeader states what x-ukemi-fallback may contain.
const errFallbackHeader = policyError(HeaderFallback + `: must be model names separated by commas (model-b, model-c), ` +
	`a JSON list of them (["model-b", "model-c"]), or none`)

// fallbackHeader returns the models that a request names, or nil if it names none
// and the deployment's fallbacks apply.
func fallbackHeader(r Request) (models []string, err error) {
	v := strings.TrimSpace(r.Headers.Get(HeaderFallback))
	switch {
	case v == "":
		return nil, nil
	case v[0] == '[':
		models = readList(v)
	default:
		models = strings.Split(v, ",")
	}
	models = models[:min(len(models), maxFallbacks)]
	for i := range models {
		models[i] = strings.TrimSpace(models[i])
		if !isModel(models[i]) || strings.IndexByte("[{\"'`", models[i][0]) >= 0 {
			return nil, errFallbackHeader
		}
	}
	if len(models) == 0 {
		return nil, errFallbackHeader
	}
	return models, nil
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
		// What an account has stored is bound to its key, too.
		if (f.Upstream != "" || f.Key != "") && r.UpstreamBound || f.Upstream == "" && r.ModelFixed {
			continue
		}
		list = append(list, f)
	}
	return list
}

// listed are the fallbacks that the request names, else the deployment's.
func (p Policy) listed(r Request) (list []Fallback) {
	models, _ := fallbackHeader(r)
	if models == nil {
		list = append(list, p.Fallbacks.of(r.Model)...)
		for i := range list {
			if list[i].Model == "" {
				list[i].Model = r.Model
			}
		}
		return list
	}
	if len(models) == 1 && models[0] == "none" {
		return nil
	}
	for _, model := range models {
		list = append(list, p.Fallbacks.find(model))
	}
	return list
}
