// The command serve: its flags are the settings.

package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ukemi-dev/ukemi/pkg/edge"
)

func (p Program) serveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the edge in front of an API",
		Long: "Serve the edge in front of an API, and the playground at /_ukemi/.\n" +
			"Each flag is a setting of the environment: --max-attempts 3 is UKEMI_MAX_ATTEMPTS=3. A flag has\n" +
			"precedence. Keys of other upstreams (UKEMI_KEY_…) are settings of the environment alone.",
		Example:           "  " + p.Name + " serve --upstream https://api.openai.com/v1",
		Args:              atMost(0),
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	settings := map[string]string{} // by the name of the flag
	for _, s := range edge.Settings() {
		name := flagOf(s.Name)
		settings[name] = s.Name
		c.Flags().String(name, s.Default, strings.ReplaceAll(s.Meaning, "`", ""))
	}
	c.Flags().SortFlags = false
	c.RunE = func(*cobra.Command, []string) error {
		environ := slices.Clone(p.Environ)
		c.Flags().Visit(func(f *pflag.Flag) {
			if setting, ok := settings[f.Name]; ok {
				environ = append(environ, setting+"="+f.Value.String())
			}
		})
		config, err := edge.Load(environ)
		if err != nil {
			return failure{err, 2, ""}
		}
		p.Environ = environ
		return p.serve(config)
	}
	return c
}

// flagOf returns max-attempts for UKEMI_MAX_ATTEMPTS.
func flagOf(setting string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(setting, "UKEMI_")), "_", "-")
}

// greeting is printed when the edge listens at an address.
func greeting(address string, c edge.Config, isDemo bool) string {
	model, upstream := "gpt-4o-mini", c.Upstream.String()
	if isDemo {
		model, upstream = "demo-503-once", "the demo provider; /v1/models lists its misbehaviors"
	}
	return fmt.Sprintf(`ukemi listens on http://%[1]s in front of %[2]s
  playground  http://%[1]s/_ukemi/
  policy      http://%[1]s/_ukemi/policy
  try         curl -i http://%[1]s/v1/chat/completions -H 'content-type: application/json' `+
		`-H "authorization: Bearer $OPENAI_API_KEY" -d '{"model":"%[3]s","messages":[{"role":"user","content":"hi"}]}'
`, address, upstream, model)
}
