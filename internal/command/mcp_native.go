//go:build !js

// The server of the command mcp: how a tool is offered and called. mcp_tools.go and
// mcp_simulate.go have the tools.

package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Bounds of what a tool reads, in bytes. The longest line of the protocol has to
// hold an error and a request in which every byte is escaped.
const (
	maxToolError   = 1 << 20
	maxToolRequest = 256 << 10
	maxToolLine    = 8 << 20
)

const instructions = "Tools about errors of LLM APIs (OpenAI, Anthropic, Gemini, Bedrock, Azure, OpenRouter, vLLM " +
	"and others). When a call of an LLM API fails, call explain_error with the error as it is, before changing code. " +
	"Where it names a fix, or a 400 or 422 is to be mended, call suggest_fix with the error and the request's JSON. " +
	"Call simulate_policy before you choose numbers for retries and timeouts. " +
	"The tools run locally, read no files and send nothing."

// serveMCP serves until the agent closes the standard input, or a signal.
func (p Program) serveMCP(ctx context.Context) error {
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	transport := &mcp.IOTransport{
		Reader: io.NopCloser(p.In), Writer: writeCloser{p.Out}, MaxLineLength: maxToolLine,
	}
	err := p.mcpServer().Run(ctx, transport)
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, io.EOF) {
		return failure{err, 1, "mcp"}
	}
	return nil
}

// writeCloser leaves the standard output open.
type writeCloser struct{ io.Writer }

func (writeCloser) Close() error { return nil }

// mcpServer returns the server with its tools.
func (p Program) mcpServer() *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "ukemi", Title: "ukemi", Version: Version()},
		&mcp.ServerOptions{Instructions: instructions})
	addTool(s, explainTool, explainError)
	addTool(s, fixTool, suggestFix)
	addTool(s, simulateTool, p.simulatePolicy)
	return s
}

// tool describes a tool to an agent. The schemas are JSON Schema.
type tool struct{ name, title, description, input, output string }

// answer is the result of a tool: the same for programs and for models.
type answer struct {
	structured any
	text       string
}

// addTool offers a tool whose arguments are decoded into In. A wrong argument is an
// error of the tool, which the model reads and can correct, not one of the protocol.
// The arguments are decoded here, because the SDK's own decoding sorts the members of
// a request by name.
func addTool[In any](s *mcp.Server, t tool, call func(In) (answer, error)) {
	no := false
	described := &mcp.Tool{
		Name: t.name, Title: t.title, Description: t.description,
		InputSchema: json.RawMessage(t.input), OutputSchema: json.RawMessage(t.output),
		Annotations: &mcp.ToolAnnotations{
			Title: t.title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &no, OpenWorldHint: &no,
		},
	}
	s.AddTool(described, func(_ context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		var in In
		a, err := answer{}, decodeArguments(r.Params.Arguments, &in)
		if err == nil {
			a, err = call(in)
		}
		result := &mcp.CallToolResult{}
		if err != nil {
			result.SetError(errors.New(t.name + ": " + classify.Redact(err.Error())))
			return result, nil
		}
		result.Content = []mcp.Content{&mcp.TextContent{Text: a.text}}
		result.StructuredContent = a.structured
		return result, nil
	})
}

// decodeArguments refuses unknown arguments, because a misspelled one would be ignored.
func decodeArguments(raw json.RawMessage, to any) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		raw = json.RawMessage("{}")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("the arguments: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// checkText returns an error for an argument that is missing or too long.
func checkText(name, value, example string, most int) error {
	switch {
	case strings.TrimSpace(value) == "":
		return fmt.Errorf("%q is missing: %s", name, example)
	case len(value) > most:
		return fmt.Errorf("%q has %d bytes, at most %d are read: send the end of the log, with the error",
			name, len(value), most)
	}
	return nil
}
