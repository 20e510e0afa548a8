// The command explain: reads an error and prints its meaning.

package command

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/explain"
)

func (p Program) explainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain [FILE]",
		Short: "Explain an error of an LLM API: an HTTP answer, JSON, a traceback, a log line, a stream",
		Long: "Explain an error of an LLM API: an HTTP answer, JSON, a traceback, a log line, a stream.\n" +
			"Without FILE, or with -, the error is read from the standard input.",
		Args: atMost(1),
	}
	asJSON := c.Flags().Bool("json", false, "print the whole verdict as JSON")
	lines := c.Flags().Bool("jsonl", false,
		"read one case per line, write one line for each; with --json the whole verdicts")
	audience := c.Flags().String("audience", "developer",
		"developer, or user: two sentences for the user of an application, without provider, key or parameter")
	language := c.Flags().String("language", "en", "language for a user: "+strings.Join(explain.Languages(), ", "))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if *audience != "developer" && *audience != "user" {
			return misuse{fmt.Errorf("--audience: %q is neither developer nor user", *audience)}
		}
		in := p.In
		if len(args) > 0 && args[0] != "-" {
			file, err := os.Open(args[0])
			if err != nil {
				return explainFailure(err)
			}
			defer file.Close()
			in = file
		}
		switch {
		case *lines && *audience == "user":
			return explainLines(in, p.Out, func(id any, v classify.Verdict) any { return userLineOf(id, v, *language) })
		case *lines && *asJSON:
			return explainLines(in, p.Out, verdictLineOf)
		case *lines:
			return explainLines(in, p.Out, func(id any, v classify.Verdict) any { return resultOf(id, v) })
		case *audience == "user":
			return p.explainToUser(in, *language, *asJSON)
		}
		return p.explain(in, *asJSON)
	}
	return c
}

func (p Program) explain(in io.Reader, asJSON bool) error {
	paste, err := io.ReadAll(io.LimitReader(in, classify.MaxPaste))
	if err != nil {
		return explainFailure(err)
	}
	v := classify.FromPaste(string(paste))
	if asJSON {
		fmt.Fprintf(p.Out, "%s\n", v.AppendJSON(nil))
		return nil
	}
	fmt.Fprint(p.Out, explain.Paste(string(paste)).Text())
	return nil
}

// userResult is an explanation for a user. Its keys are public.
type userResult struct {
	ID       any    `json:"id,omitempty"`
	Text     string `json:"text"`
	CanRetry bool   `json:"can_retry"`
	AfterMS  *int64 `json:"after_ms"`
}

func userLineOf(id any, v classify.Verdict, language string) userResult {
	u := explain.ForUser(v, language, 0)
	r := userResult{ID: id, Text: u.Text(), CanRetry: u.CanRetry}
	if u.RetryAt != 0 {
		ms := int64(u.RetryAt)
		r.AfterMS = &ms
	}
	return r
}

func verdictLineOf(id any, v classify.Verdict) any {
	return map[string]any{"id": id, "verdict": json.RawMessage(v.AppendJSON(nil))}
}

func (p Program) explainToUser(in io.Reader, language string, asJSON bool) error {
	paste, err := io.ReadAll(io.LimitReader(in, classify.MaxPaste))
	if err != nil {
		return explainFailure(err)
	}
	r := userLineOf(nil, classify.FromPaste(string(paste)), language)
	if asJSON {
		return json.NewEncoder(p.Out).Encode(r)
	}
	fmt.Fprintln(p.Out, r.Text)
	return nil
}

// explainFailure words the most frequent failures itself, because systems do not
// agree on their words.
func explainFailure(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			err = fmt.Errorf("there is no file %s", path.Path)
		case errors.Is(err, syscall.EISDIR):
			err = fmt.Errorf("%s is a folder", path.Path)
		}
	}
	return failure{err, 1, "explain"}
}

// input is one line of -jsonl: an HTTP response or a paste.
type input struct {
	ID    any
	Input struct {
		Status  *int
		Headers map[string]json.RawMessage
		Body    *string
		Paste   *string
	}
}

// result is one line of output. Its keys are public.
type result struct {
	ID             any            `json:"id"`
	Class          classify.Class `json:"class"`
	Retry          bool           `json:"retry"`
	AfterMS        *int64         `json:"after_ms"`
	Status         *int           `json:"status"`
	ContractStatus int            `json:"contract_status"`
	Provider       string         `json:"provider"`
	Rule           string         `json:"rule"`
	Code           string         `json:"code"`
	Type           string         `json:"type"`
	Message        string         `json:"message"`
}

// explainLines writes a line for each line of input, in the same order. For an
// invalid line it writes an error, and the exit code is 1.
func explainLines(in io.Reader, out io.Writer, lineOf func(id any, v classify.Verdict) any) error {
	exit := silent(0)
	reader, writer := bufio.NewReaderSize(in, 1<<20), bufio.NewWriter(out)
	defer writer.Flush()
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := reader.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			id, v, wrong := explainLine(line)
			if wrong != nil {
				exit = 1
				_ = encoder.Encode(map[string]any{"id": id, "error": fmt.Sprintf("line %d: %v", n, wrong)})
			} else {
				_ = encoder.Encode(lineOf(id, v))
			}
		}
		if errors.Is(err, io.EOF) && exit == 0 {
			return nil
		} else if errors.Is(err, io.EOF) {
			return exit
		}
		if err != nil {
			return explainFailure(err)
		}
	}
}

func explainLine(line []byte) (id any, v classify.Verdict, err error) {
	var in input
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, v, fmt.Errorf("no JSON object: %w", err)
	}
	if in.Input.Paste == nil && in.Input.Body == nil && in.Input.Status == nil && in.Input.Headers == nil {
		return in.ID, v, errors.New(`"input" has neither "paste" nor "status", "headers" and "body"`)
	}
	return in.ID, in.verdict(), nil
}

func resultOf(id any, v classify.Verdict) result {
	r := result{
		ID: id, Class: v.Class, Retry: v.Retry, ContractStatus: classify.OutgoingStatus(v), Provider: v.Provider,
		Rule: v.Rule, Code: v.Code, Type: v.Type, Message: v.Message,
	}
	if v.Wait.Stated() {
		ms := int64(v.Wait.After)
		r.AfterMS = &ms
	}
	if v.Status != 0 {
		r.Status = &v.Status
	}
	return r
}

func (in input) verdict() classify.Verdict {
	if in.Input.Paste != nil {
		return classify.FromPaste(*in.Input.Paste)
	}
	var r classify.Response
	if in.Input.Status != nil {
		r.Status = *in.Input.Status
	}
	if in.Input.Body != nil {
		r.Body = []byte(*in.Input.Body)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Input.Headers)) {
		for _, value := range headerValues(in.Input.Headers[name]) {
			r.Headers = append(r.Headers, classify.Header{Name: name, Value: value})
		}
	}
	return classify.FromResponse(r)
}

// headerValues reads a string, a number or a list of strings.
func headerValues(raw json.RawMessage) []string {
	var one string
	var many []string
	switch {
	case json.Unmarshal(raw, &one) == nil:
		return []string{one}
	case json.Unmarshal(raw, &many) == nil:
		return many
	}
	return []string{string(raw)}
}
