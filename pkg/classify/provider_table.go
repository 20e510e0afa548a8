// The providers as a table, for reference pages: the names that people write,
// where each one's pages for keys, money and limits are, and by which headers
// and hosts it is recognized.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// AppendProviders appends the table, one object a provider: provider, name,
// kind, keys, money, limits, status ("" where there is no such page), headers,
// hosts.
func AppendProviders(dst []byte) []byte {
	return jsonish.AppendArray(dst, len(speakers), func(dst []byte, i int) []byte {
		c := &speakers[i]
		o := jsonish.Begin(dst)
		o.String("provider", c.Provider)
		o.String("name", c.Name)
		o.String("kind", string(c.Kind))
		o.String("keys", c.Keys)
		o.String("money", c.Money)
		o.String("limits", c.Limits)
		o.String("status", c.Status)
		o.Append("headers", func(dst []byte) []byte { return appendSigns(dst, c.Provider, headersOf) })
		o.Append("hosts", func(dst []byte) []byte { return appendSigns(dst, c.Provider, hostsOf) })
		return o.End()
	})
}

func headersOf(p *provider) string { return p.headers }
func hostsOf(p *provider) string   { return p.hosts }

// appendSigns appends the signs of all rows of a provider.
func appendSigns(dst []byte, name string, of func(*provider) string) []byte {
	var signs []string
	for i := range providers {
		if list := of(&providers[i]); providers[i].name == name && list != "" {
			signs = append(signs, strings.Split(list, "|")...)
		}
	}
	return appendStrings(dst, signs)
}
