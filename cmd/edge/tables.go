//go:build !js

// The tables of the project as text, and as Markdown for docs/ (readme_test.go
// writes them there).

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/ukemi-dev/ukemi/internal/headers"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/edge"
)

func printSettings(args []string, out io.Writer) int {
	rows := [][]string{{"name", "default", "meaning"}}
	for _, s := range edge.Settings() {
		rows = append(rows, []string{code(args, s.Name), code(args, s.Default), s.Meaning})
	}
	return printTable(args, out, rows)
}

func printClasses(args []string, out io.Writer) int {
	yes := map[bool]string{true: "yes", false: "no"}
	rows := [][]string{{"class", "means", "status", "`type`", "`code`", "retry", "another model"}}
	for _, c := range classify.Classes() {
		rows = append(rows, []string{
			code(args, string(c.Class)),
			c.Means,
			fmt.Sprint(c.Status),
			code(args, c.Type),
			code(args, c.Code),
			yes[c.Retry],
			yes[c.OtherModel],
		})
	}
	return printTable(args, out, rows)
}

func printHeaders(args []string, out io.Writer) int {
	rows := [][]string{{"header", "meaning"}}
	for _, h := range headers.Own {
		rows = append(rows, []string{code(args, h.Name), h.Meaning})
	}
	return printTable(args, out, rows)
}

func printMetrics(args []string, out io.Writer) int {
	rows := [][]string{{"metric", "labels", "meaning"}}
	for _, m := range edge.Metrics() {
		rows = append(rows, []string{code(args, m.Name), code(args, m.Labels), m.Meaning})
	}
	return printTable(args, out, rows)
}

func markdown(args []string) bool { return slices.Contains(args, "-markdown") }

func code(args []string, s string) string {
	if s == "" || !markdown(args) {
		return s
	}
	return "`" + s + "`"
}

func printTable(args []string, out io.Writer, rows [][]string) int {
	if markdown(args) {
		for i, row := range rows {
			fmt.Fprintf(out, "| %s |\n", strings.Join(row, " | "))
			if i == 0 {
				fmt.Fprintf(out, "|%s\n", strings.Repeat("---|", len(row)))
			}
		}
		return 0
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.ReplaceAll(strings.Join(row, "\t"), "`", ""))
	}
	_ = w.Flush()
	return 0
}
