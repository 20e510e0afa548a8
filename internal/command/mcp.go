// The command mcp: its help. The server is native (mcp_native.go); the command of
// the npm package states where it is to be had (mcp_js.go).

package command

import "github.com/spf13/cobra"

func (p Program) mcpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Serve tools for coding agents: the Model Context Protocol on standard input and output",
		Long: `Serve tools for coding agents: the Model Context Protocol on standard input and output.

The agent starts this command; docs/agents.md has the lines for Claude Code, Codex, Cursor and VS Code.
The tools read no files and send nothing over the network:

  explain_error    an error of an LLM API: what happened, what to do, whether and when to retry
  suggest_fix      the change of the request that ends an error, and the request after it
  simulate_policy  the timeline of a retry policy under scripted faults

It is part of the native command: go install github.com/ukemi-dev/ukemi/cmd/ukemi@latest`,
		Example:           "  claude mcp add ukemi -- " + p.Name + " mcp",
		Args:              atMost(0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(c *cobra.Command, _ []string) error { return p.serveMCP(c.Context()) },
	}
}
