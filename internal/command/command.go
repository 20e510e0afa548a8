// Package command is the command line: cmd/ukemi and cmd/edge are its programs,
// and the npm package runs it as WebAssembly. command.go has the tree of commands
// and the exit codes; each command that does more than print has a file. serve is
// native (serve_native.go) or passes its settings on to Node (serve_js.go).
package command

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ukemi-dev/ukemi/internal/nearest"
)

// Program is one run of the command line.
type Program struct {
	Name      string // in messages
	Default   string // the command that runs without arguments; "" prints the help
	Environ   []string
	In        io.Reader
	Out, Errs io.Writer
}

// failure is an error with an exit code: 1 for a failure, 2 for a wrong setting.
type failure struct {
	error
	code int
	from string // the command that failed, after the program's name
}

// misuse is an error in the arguments, after which the help is named.
type misuse struct{ error }

func wrongUse(format string, args ...any) error { return misuse{fmt.Errorf(format, args...)} }

// silent is the exit code of a command that has reported its failures itself.
type silent int

func (silent) Error() string { return "" }

// goFlag is a flag with one dash, as package flag has it: -json.
var goFlag = regexp.MustCompile(`^-[a-z][a-z-]+(=.*)?$`)

// Run returns the exit code: 0, 1 for a failure, 2 for wrong use.
func (p Program) Run(args []string) int {
	if len(args) == 0 && p.Default != "" {
		args = []string{p.Default}
	}
	root := p.root()
	root.SetArgs(twoDashes(args))
	command, err := root.ExecuteC()
	var exit silent
	var f failure
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return int(exit)
	case errors.As(err, &f):
		fmt.Fprintf(p.Errs, "%s: %v\n", strings.TrimSpace(p.Name+" "+f.from), f.error)
		return f.code
	}
	hint := "'" + command.CommandPath() + " --help' explains its use"
	if command.HasAvailableSubCommands() {
		hint = "'" + p.Name + " help' lists the commands"
	}
	fmt.Fprintf(p.Errs, "%s: %v\n%s\n", p.Name, err, hint)
	return 2
}

// twoDashes writes -json as --json, and --version as the command.
func twoDashes(args []string) []string {
	args = slices.Clone(args)
	for i, arg := range args {
		if arg == "--" {
			break
		} else if goFlag.MatchString(arg) {
			args[i] = "-" + arg
		}
	}
	if len(args) > 0 && args[0] == "--version" {
		args[0] = "version"
	}
	return args
}

func (p Program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   p.Name,
		Short: "Stand in front of an LLM API, and explain its errors",
		Long: "ukemi stands in front of an LLM API: it retries what is worth retrying, and returns every\n" +
			"other failure in one documented format. And it explains any error of an LLM API to a person.",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return wrongUse("there is no command %q%s", args[0], didYouMean("", nearest.To(args[0], names(c))))
			}
			return nil
		},
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Errs)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(p.serveCommand(), p.explainCommand(), p.simulateCommand(), p.mcpCommand())
	root.AddCommand(p.tableCommands()...)
	root.AddCommand(p.versionCommand(), p.manCommand())
	for _, c := range root.Commands() {
		c.DisableFlagsInUseLine = true
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}

func names(c *cobra.Command) (all []string) {
	for _, sub := range c.Commands() {
		all = append(all, sub.Name())
	}
	return all
}

// flagError words an error of pflag, with a suggestion for an unknown flag.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return wrongUse("%v", err)
	}
	var flags []string
	c.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, f.Name) })
	name := unknown.GetSpecifiedName()
	return wrongUse("there is no flag --%s%s", name, didYouMean("--", nearest.To(name, flags)))
}

func didYouMean(prefix, name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s%s?", prefix, name)
}

func atMost(n int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return wrongUse("%q is one argument too many", args[n])
		}
		return nil
	}
}
