//go:build !js

// The explain command: an error in, what it means out.

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

func explain(args []string, in io.Reader, out, errs io.Writer) int {
	flags := flag.NewFlagSet("edge explain", flag.ContinueOnError)
	flags.SetOutput(errs)
	asJSON := flags.Bool("json", false, "print the whole verdict as JSON")
	lines := flags.Bool("jsonl", false, "read one case per line, write one verdict per line")
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
		return explainLines(in, out, errs)
	}
	paste, err := io.ReadAll(io.LimitReader(in, classify.MaxPaste))
	if err != nil {
		fmt.Fprintln(errs, "edge explain:", err)
		return 1
	}
	v := classify.FromPaste(string(paste))
	if *asJSON {
		fmt.Fprintf(out, "%s\n", classify.AppendVerdict(nil, v))
		return 0
	}
	fmt.Fprint(out, classify.Explain(v).Text())
	return 0
}

// input is one case: an HTTP answer or a paste.
type input struct {
	ID    any
	Input struct {
		Status  *int
		Headers map[string]json.RawMessage
		Body    *string
		Paste   *string
	}
}

// result is what is said of one case. The keys are stable.
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

// explainLines answers every line in order. A line that is no case gets an
// error in its place, and the command ends with 1.
func explainLines(in io.Reader, out, errs io.Writer) (exit int) {
	reader, writer := bufio.NewReaderSize(in, 1<<20), bufio.NewWriter(out)
	defer writer.Flush()
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := reader.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if answer, wrong := explainLine(line); wrong != nil {
				exit = 1
				_ = encoder.Encode(map[string]any{"id": answer.ID, "error": fmt.Sprintf("line %d: %v", n, wrong)})
			} else {
				_ = encoder.Encode(answer)
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

func explainLine(line []byte) (result, error) {
	var in input
	if err := json.Unmarshal(line, &in); err != nil {
		return result{}, fmt.Errorf("no JSON object: %w", err)
	}
	if in.Input.Paste == nil && in.Input.Body == nil && in.Input.Status == nil && in.Input.Headers == nil {
		return result{ID: in.ID}, errors.New(`"input" has neither "paste" nor "status", "headers" and "body"`)
	}
	v := in.verdict()
	r := result{ID: in.ID, Class: v.Class, Retry: v.Retry, ContractStatus: classify.ContractStatus(v), Provider: v.Provider, Rule: v.Rule, Code: v.Code, Type: v.Type, Message: v.Message}
	if v.Wait.Stated() {
		ms := int64(v.Wait.After)
		r.AfterMS = &ms
	}
	if v.Status != 0 {
		r.Status = &v.Status
	}
	return r, nil
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
	for name, raw := range in.Input.Headers {
		for _, value := range headerValues(raw) {
			r.Headers = append(r.Headers, classify.Header{Name: name, Value: value})
		}
	}
	return classify.FromResponse(r)
}

// headerValues accepts a string, a number, or a list of strings.
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
