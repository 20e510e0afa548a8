// The header x-ukemi-fallback: the fallbacks that a request names for itself.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// fallbackHeaderForm is what x-ukemi-fallback may be.
const fallbackHeaderForm = HeaderFallback + `: must be model names separated by commas (model-b, model-c), ` +
	`a JSON list of them (["model-b", "model-c"]), or none`

// fallbackHeader are the models that a request names; nil when it names none, which
// leaves the deployment's. wrong says how to write them.
func fallbackHeader(r Request) (models []string, wrong string) {
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
			return nil, fallbackHeaderForm
		}
	}
	if len(models) == 0 {
		return nil, fallbackHeaderForm
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
		if f.Upstream != "" && r.UpstreamBound || f.Upstream == "" && r.ModelFixed {
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
