// Which models may stand in for which: the deployment's routes, and the ones
// that a request chooses from them.

package retry

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// Routes name the fallbacks of each model, in order. As
// JSON they are an object, in which "*" stands for every model not named, and
// a list may be a single entry:
//
//	{"gpt-5": ["gpt-5-mini", {"model": "claude-sonnet-5", "upstream": "https://other.example/v1", "key": "UKEMI_KEY_OTHER"}], "*": {"model": "gpt-5-nano", "larger": false}}
type Routes []Route

// Route is one line of Routes.
type Route struct {
	Model string
	To    []Fallback
}

const (
	maxRoutes    = 256
	maxFallbacks = 8 // entries of one route
	maxModel     = 256
)

// any model that no other route names.
const anyModel = "*"

// of returns the fallbacks of a model, without the model itself.
func (routes Routes) of(model string) []Fallback {
	chosen := routes.named(model)
	if chosen == nil {
		chosen = routes.named(anyModel)
	}
	for i, f := range chosen {
		if f.Model == model && f.Upstream == "" && f.Key == "" {
			return append(append([]Fallback{}, chosen[:i]...), chosen[i+1:]...)
		}
	}
	return chosen
}

func (routes Routes) named(model string) []Fallback {
	for i := range routes {
		if routes[i].Model == model {
			return routes[i].To
		}
	}
	return nil
}

// find an entry that a request names: the deployment's, which knows where the
// model is, else a model of the upstream that was called.
func (routes Routes) find(model string) Fallback {
	for i := range routes {
		for _, f := range routes[i].To {
			if f.Model == model {
				return f
			}
		}
	}
	return Fallback{Model: model}
}

// check returns an error of one line for invalid routes.
func (routes Routes) check() error {
	if len(routes) > maxRoutes {
		return policyError("fallbacks name at most " + strconv.Itoa(maxRoutes) + " models")
	}
	for _, r := range routes {
		switch {
		case !isModel(r.Model):
			return policyError("fallbacks: " + jsonish.Quote(r.Model) + " is no model name")
		case len(r.To) > maxFallbacks:
			return policyError("fallbacks: " + jsonish.Quote(r.Model) + " has more than " + strconv.Itoa(maxFallbacks))
		}
		for _, f := range r.To {
			if wrong := f.check(); wrong != "" {
				return entryError(r.Model, wrong)
			}
		}
	}
	return nil
}

// entryError of an entry in the list of a model.
func entryError(model, wrong string) error {
	return policyError("fallbacks: an entry of " + jsonish.Quote(model) + wrong)
}

// isModel: any name of printable ASCII, as providers have them: "us.meta/llama
// 3:70b". It may be written into a path, which it must not lead elsewhere.
func isModel(name string) bool {
	if name == "" || len(name) > maxModel {
		return false
	}
	for i := 0; i < len(name); i++ {
		if name[i] < ' ' || name[i] >= 0x7f || name[i] == '\\' {
			return false
		}
	}
	return !strings.Contains("/"+name+"/", "/./") && !strings.Contains("/"+name+"/", "/../")
}

// readRoutes reads Routes from a value of src.
func readRoutes(src string, v jsonish.Value) (routes Routes, err error) {
	if v.Kind == jsonish.Null || v.Kind == jsonish.None {
		return nil, nil
	}
	if v.Kind != jsonish.Object || v.Cut {
		return nil, policyError(`fallbacks are a JSON object such as {"model-a": ["model-b"], "*": ["model-c"]}`)
	}
	for _, m := range v.Members {
		r := Route{Model: m.Key}
		entries := []jsonish.Member{{Value: m.Value}}
		if m.Value.Kind == jsonish.Array {
			entries = m.Value.Members
		}
		for _, e := range entries {
			f, err := readFallback(src, e.Value)
			if err != nil {
				return nil, entryError(m.Key, err.Error())
			}
			r.To = append(r.To, f)
		}
		routes = append(routes, r)
	}
	return routes, routes.check()
}

// UnmarshalJSON reads Routes. The error of invalid routes is one line.
func (routes *Routes) UnmarshalJSON(data []byte) error {
	src := string(data)
	v, _ := jsonish.Parse(src)
	read, err := readRoutes(src, v)
	if err != nil {
		return err
	}
	*routes = read
	return nil
}

// MarshalJSON writes Routes as UnmarshalJSON reads them. A route holds the name of a
// setting, not the key itself, so the JSON contains no secret.
func (routes Routes) MarshalJSON() ([]byte, error) {
	o := jsonish.Begin(nil)
	for _, r := range routes {
		o.Append(r.Model, func(dst []byte) []byte {
			return jsonish.AppendArray(dst, len(r.To), func(dst []byte, i int) []byte { return r.To[i].AppendJSON(dst) })
		})
	}
	return o.End(), nil
}
