// The command version.

package command

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// version is that of a release, which the linker sets.
var version = ""

// Version returns the version of this program without its v, or (devel).
func Version() string {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version // go install …@v1.2.3
	}
	if v == "" {
		v = "(devel)"
	}
	return strings.TrimPrefix(v, "v")
}

func (p Program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: atMost(0),
		ValidArgsFunction: cobra.NoFileCompletions,
		Run:               func(*cobra.Command, []string) { fmt.Fprintln(p.Out, "ukemi", Version()) },
	}
}
