package command

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// asChild is set in a child process, which then is the command ukemi.
const asChild = "TEST_AS_UKEMI"

func TestMain(m *testing.M) {
	if os.Getenv(asChild) != "" {
		p := Program{Name: "ukemi", Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Errs: os.Stderr}
		os.Exit(p.Run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// mcpSession starts ukemi mcp as a child process, as an agent does, and returns the
// official client's session with it.
func mcpSession(t *testing.T) *mcp.ClientSession {
	t.Helper()
	child := exec.Command(os.Args[0], "mcp")
	child.Env = append(os.Environ(), asChild+"=1")
	child.Stderr = os.Stderr
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(ctx, &mcp.CommandTransport{Command: child}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Errorf("the child process: %v", err)
		}
		cancel()
	})
	return session
}

// callTool returns the text and the structured result of a tool.
func callTool(t *testing.T, s *mcp.ClientSession, name string, arguments any) (
	r *mcp.CallToolResult, text string, structured map[string]any,
) {
	t.Helper()
	r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: name, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	text = r.Content[0].(*mcp.TextContent).Text
	structured, _ = r.StructuredContent.(map[string]any)
	return r, text, structured
}

func asJSON(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

const renamed = `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. ` +
	`Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens",` +
	`"code":"unsupported_parameter"}}`

// TestMCP: a client lists the tools and calls each of them.
func TestMCP(t *testing.T) {
	s := mcpSession(t)
	list, err := s.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		if tool.Description == "" || !strings.Contains(asJSON(tool.InputSchema), `"examples"`) || tool.OutputSchema == nil ||
			!tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not fully described", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "explain_error simulate_policy suggest_fix" {
		t.Errorf("tools %q", got)
	}
	if s.InitializeResult() == nil || !strings.Contains(s.InitializeResult().Instructions, "explain_error") {
		t.Error("no instructions")
	}

	_, text, got := callTool(t, s, "explain_error", map[string]any{"error": "HTTP/1.1 429 Too Many Requests\n" +
		"retry-after: 20\n\n{\"error\":{\"message\":\"Rate limit reached for key sk-proj-abcdefghijklmnopqrstuvwx1234\"," +
		"\"code\":\"rate_limit_exceeded\"}}"})
	if got["class"] != "rate_limit" || got["wait_ms"] != 20000.0 || got["retry"] != true || got["fix"] != nil ||
		len(got["steps"].([]any)) == 0 || !strings.Contains(text, "What to do") {
		t.Errorf("explain_error: %v\n%s", got, text)
	}
	if strings.Contains(text+asJSON(got), "abcdefghijklmnop") {
		t.Error("the key is not redacted")
	}
	if _, _, got = callTool(t, s, "explain_error", map[string]any{"error": renamed}); got["fix"] == nil {
		t.Errorf("explain_error names no fix: %v", got)
	}

	_, text, got = callTool(t, s, "simulate_policy", map[string]any{
		"faults": "503,429@2s,200", "policy": map[string]any{"maxAttempts": 3},
	})
	if got["outcome"] != "success" || got["attempts"] != 3.0 || !strings.Contains(text, "retry-after") {
		t.Errorf("simulate_policy: %v\n%s", got, text)
	}
}

// TestMCPFix: the mended request keeps the order of its members, whether it is given
// as an object or as text.
func TestMCPFix(t *testing.T) {
	s := mcpSession(t)
	const request = `{"model":"gpt-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}`
	const mended = `{"model":"gpt-5","max_completion_tokens":100,"messages":[{"role":"user","content":"hi"}]}`
	for _, given := range []any{request, json.RawMessage(request)} {
		_, text, got := callTool(t, s, "suggest_fix", map[string]any{"error": renamed, "request": given})
		if got["found"] != true || got["applied"] != true || !strings.Contains(text, mended) ||
			asJSON(got["patch"]) != `[{"from":"/max_tokens","op":"move","path":"/max_completion_tokens"}]` {
			t.Errorf("suggest_fix: %v\n%s", got, text)
		}
	}
	_, text, got := callTool(t, s, "suggest_fix", map[string]any{"error": renamed})
	if got["found"] != true || got["applied"] != false || got["mended_request"] != nil {
		t.Errorf("without a request: %v\n%s", got, text)
	}
	_, text, got = callTool(t, s, "suggest_fix", map[string]any{"error": "503 Service Unavailable", "request": request})
	if got["found"] != false || !strings.Contains(text, "No change of the request") {
		t.Errorf("an outage: %v\n%s", got, text)
	}
	secret := strings.Replace(request, `"hi"`, `"my key is sk-proj-abcdefghijklmnopqrstuvwx1234"`, 1)
	_, text, got = callTool(t, s, "suggest_fix", map[string]any{"error": renamed, "request": secret})
	if strings.Contains(text+asJSON(got), "abcdefghijklmnop") || got["redacted"] != true {
		t.Errorf("a secret in the request: %v\n%s", got, text)
	}
}

// TestMCPErrors: a wrong argument is an error of the tool, with a message from which a
// model can correct it.
func TestMCPErrors(t *testing.T) {
	s := mcpSession(t)
	for _, c := range []struct {
		tool, arguments, message string
	}{
		{"explain_error", `{}`, `explain_error: "error" is missing`},
		{"explain_error", `{"error":7}`, "explain_error: the arguments: cannot unmarshal number"},
		{"explain_error", `{"text":"503"}`, `unknown field "text"`},
		{"explain_error", `{"error":"` + strings.Repeat("x", maxToolError+1) + `"}`, "at most 1048576 are read"},
		{"suggest_fix", `{"error":"400","request":"{"}`, `"request" is no JSON object`},
		{"suggest_fix", `{"error":"400","request":[1]}`, `"request" is no JSON object`},
		{"suggest_fix", `{"error":"400","request":{"a":"` + strings.Repeat("x", maxToolRequest) + `"}}`, "shorten the texts"},
		{"simulate_policy", `{"faults":"flaky"}`, `simulate_policy: "faults": "flaky" is no fault: expected a status`},
		{"simulate_policy", `{"faults":"503","policy":{"maxAttempts":30}}`, "from 1 to 5"},
		{"simulate_policy", `{"faults":"503","policy":"{\"attempts\":3}"}`, `unknown field "attempts"`},
	} {
		r, text, _ := callTool(t, s, c.tool, json.RawMessage(c.arguments))
		if !r.IsError || !strings.Contains(text, c.message) || len(text) > 1000 {
			t.Errorf("%s %.60s: %v %.300q", c.tool, c.arguments, r.IsError, text)
		}
	}
}
