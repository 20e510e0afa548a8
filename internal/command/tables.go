// The tables of the project as text, and as Markdown for docs/ (readme_test.go
// writes them there).

package command

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/ukemi-dev/ukemi/internal/headers"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
	"github.com/ukemi-dev/ukemi/pkg/edge"
)

// table is a command that prints rows, of which the first is the heading. With
// markdown, the cells of code stand between backticks.
type table struct {
	name, short string
	rows        func(code func(string) string) [][]string
}

var tables = append([]table{
	{"config", "List the settings", settingRows},
	{"classes", "List the classes of errors", classRows},
	{"headers", "List the headers that answers may have", headerRows},
	{"cures", "List the changes of a request that end an error", cureRows},
}, nativeTables...)

func (p Program) tableCommands() (all []*cobra.Command) {
	for _, t := range tables {
		c := &cobra.Command{
			Use: t.name, Short: t.short, Args: atMost(0), ValidArgsFunction: cobra.NoFileCompletions,
		}
		markdown := c.Flags().Bool("markdown", false, "print a table in Markdown")
		c.Run = func(*cobra.Command, []string) {
			if *markdown {
				printMarkdown(p.Out, t.rows(inBackticks))
			} else {
				printAligned(p.Out, t.rows(func(s string) string { return s }))
			}
		}
		all = append(all, c)
	}
	return all
}

func inBackticks(s string) string {
	if s == "" {
		return s
	}
	return "`" + s + "`"
}

func settingRows(code func(string) string) [][]string {
	rows := [][]string{{"name", "default", "meaning"}}
	for _, s := range edge.Settings() {
		rows = append(rows, []string{code(s.Name), code(s.Default), s.Meaning})
	}
	return rows
}

func classRows(code func(string) string) [][]string {
	yes := map[bool]string{true: "yes", false: "no"}
	rows := [][]string{{"class", "means", "status", "`type`", "`code`", "retry", "another model"}}
	for _, c := range classify.Classes() {
		rows = append(rows, []string{
			code(string(c.Class)), c.Means, fmt.Sprint(c.Status), code(c.Type), code(c.Code), yes[c.Retry], yes[c.OtherModel],
		})
	}
	return rows
}

func headerRows(code func(string) string) [][]string {
	rows := [][]string{{"header", "meaning"}}
	for _, h := range headers.Own {
		rows = append(rows, []string{code(h.Name), h.Meaning})
	}
	return rows
}

func cureRows(func(string) string) [][]string {
	rows := [][]string{{"cure", "what it changes", "source"}}
	for _, d := range cure.Descriptions() {
		rows = append(rows, []string{"`" + d.ID + "`", d.Does, d.Source})
	}
	return rows
}

func printMarkdown(out io.Writer, rows [][]string) {
	for i, row := range rows {
		fmt.Fprintf(out, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(out, "|%s\n", strings.Repeat("---|", len(row)))
		}
	}
}

func printAligned(out io.Writer, rows [][]string) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.ReplaceAll(strings.Join(row, "\t"), "`", ""))
	}
	_ = w.Flush()
}
