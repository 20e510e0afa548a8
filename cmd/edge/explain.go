//go:build !js

// The command explain: reads an error and prints its meaning.

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/explain"
)

func explainCommand(args []string, in io.Reader, out, errs io.Writer) int {
	flags := flag.NewFlagSet("edge explain", flag.ContinueOnError)
	flags.SetOutput(errs)
	asJSON := flags.Bool("json", false, "print the whole verdict as JSON")
	lines := flags.Bool("jsonl", false, "read one case per line, write one line for each; with -json the whole verdicts")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if name := flags.Arg(0); name != "" && name != "-" {
		file, err := os.Open(name)
		if err != nil {
			fmt.Fprintln(errs, "edge explain:", err)
			return 1
		}
		defer file.Close()
		in = file
	}
	if *lines {
		return explainLines(in, out, errs, *asJSON)
	}
	paste, err := io.ReadAll(io.LimitReader(in, classify.MaxPaste))
	if err != nil {
		fmt.Fprintln(errs, "edge explain:", err)
		return 1
	}
	v := classify.FromPaste(string(paste))
	if *asJSON {
		fmt.Fprintf(out, "%s\n", v.AppendJSON(nil))
		return 0
	}
	fmt.Fprint(out, explain.Verdict(v).Text())
	return 0
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

// explainLines writes a line for each line of input, in the same order: a result,
// or {"id", "verdict"} if whole is set. For an invalid line it writes an error, and
// the exit code is 1.
func explainLines(in io.Reader, out, errs io.Writer, whole bool) (exit int) {
	reader, writer := bufio.NewReaderSize(in, 1<<20), bufio.NewWriter(out)
	defer writer.Flush()
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := reader.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			id, v, wrong := explainLine(line)
			switch {
			case wrong != nil:
				exit = 1
				_ = encoder.Encode(map[string]any{"id": id, "error": fmt.Sprintf("line %d: %v", n, wrong)})
			case whole:
				_ = encoder.Encode(map[string]any{"id": id, "verdict": json.RawMessage(v.AppendJSON(nil))})
			default:
				_ = encoder.Encode(resultOf(id, v))
			}
		}
		if errors.Is(err, io.EOF) {
			return exit
		}
		if err != nil {
			fmt.Fprintln(errs, "edge explain:", err)
			return 1
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
