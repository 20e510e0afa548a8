// Command generate writes what the npm package has from Go, so that nothing is
// written twice: go run ./wasm/generate, after core.wasm is built.
//
//	wasm/src/tables*.js      the unions of the types, the policy's numbers, the paths of calls
//	wasm/src/core-inline.js  core.wasm as text, for ukemi/inline
//	wasm/src/user-texts*.js  the sentences for users, one module a language
//	wasm/dist/core.wasm.d.ts what a bundler makes of ukemi/core.wasm
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/explain"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// coreType: a Module, a URL or bytes, as the bundler has it; init and createFetch
// take each.
const coreType = "declare const core: any;\nexport default core;\n"

const notice = "// Made by go run ./wasm/generate; do not edit.\n\n"

func main() {
	core, err := os.ReadFile("wasm/dist/core.wasm")
	if err == nil {
		err = os.WriteFile("wasm/src/core-inline.js", inline(core), 0o644)
	}
	if err == nil {
		err = os.WriteFile("wasm/src/tables.js", tables(), 0o644)
	}
	if err == nil {
		err = os.WriteFile("wasm/src/tables-stream.js", streamTables(), 0o644)
	}
	for _, language := range explain.Languages() {
		if err == nil {
			err = os.WriteFile("wasm/src/"+userModule(language), userTexts(language), 0o644)
		}
	}
	if err == nil {
		err = os.WriteFile("wasm/dist/core.wasm.d.ts", []byte(notice+coreType), 0o644)
	}
	if err == nil {
		err = os.MkdirAll("build", 0o755)
	}
	if err == nil {
		err = os.WriteFile("build/sliders.json", sliders(), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// inline is the core, compressed, as a module that exports one string.
func inline(core []byte) []byte {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	_, _ = w.Write(core)
	_ = w.Close()
	text := base64.StdEncoding.EncodeToString(packed.Bytes())
	return []byte(notice + "/** core.wasm, gzip, base64 @type {string} */\nexport const packed = '" + text + "';\n")
}

func tables() []byte {
	var out bytes.Buffer
	out.WriteString(notice)
	var names, faults, providers []string
	for _, c := range classify.Classes() {
		names = append(names, string(c.Class))
	}
	for _, f := range classify.Parties() {
		faults = append(faults, string(f))
	}
	for i := range provider.Count {
		p, _ := provider.At(i)
		providers = append(providers, p.ID)
	}
	fmt.Fprintf(&out, "/**\n * @typedef {%s} Class what an error means\n", union(names))
	fmt.Fprintf(&out, " * @typedef {%s} Fault who has to act\n", union(faults))
	fmt.Fprintf(
		&out,
		" * @typedef {%s} Provider who answered: a provider, a gateway or a model server\n *\n",
		union(providers),
	)
	out.WriteString(" * @typedef {object} Policy the numbers of the retry policy, all times in ms\n")
	for _, p := range retry.Parameters() {
		fmt.Fprintf(
			&out, " * @property {number} [%s] %s; default %s, from %s to %s\n",
			p.Name, p.Meaning, number(p.Default), number(p.Min), number(p.Max),
		)
	}
	out.WriteString(
		" */\n\n/** Of each number of the policy the default, the minimum and the maximum. */\nexport const parameters = {\n",
	)
	for _, p := range retry.Parameters() {
		fmt.Fprintf(&out, "  %s: [%s, %s, %s],\n", p.Name, number(p.Default), number(p.Min), number(p.Max))
	}
	out.WriteString("};\n")
	fmt.Fprintf(
		&out, "\n/** How the paths of calls that generate end. */\nexport const generating = %s;\n",
		endings(api.GeneratingSuffixes()),
	)
	return out.Bytes()
}

// streamTables is apart from the rest, which every page has before its first stream.
func streamTables() []byte {
	var streaming []string
	for _, suffix := range api.GeneratingSuffixes() {
		if api.Lookup("POST", suffix).Dialect != api.Other {
			streaming = append(streaming, suffix)
		}
	}
	const what = "/** How the paths of calls end whose streams are known. */\nexport const streaming = "
	return []byte(notice + what + endings(streaming) + ";\n")
}

// userModule is the file of a language: English is loaded with the code, the others
// when somebody reads them.
func userModule(language string) string {
	if language == "en" {
		return "user-texts.js"
	}
	return "user-texts-" + language + ".js"
}

// userTexts is the module of a language: with English also the table of sentences by
// class, and how to load the others.
func userTexts(language string) []byte {
	var out bytes.Buffer
	out.WriteString(notice)
	names, texts := explain.UserTextsOf(language)
	out.WriteString("export const texts = {\n")
	fmt.Fprintf(&out, "  language: %s,\n  space: %s,\n  sentences: {\n", quoted(texts.Language), quoted(texts.Space))
	for i, name := range names {
		fmt.Fprintf(&out, "    %s: %s,\n", name, quoted(texts.Sentences[i]))
	}
	out.WriteString("  },\n  units: [\n")
	for _, unit := range texts.Units {
		fmt.Fprintf(&out, "    [%s, %s],\n", quoted(unit[0]), quoted(unit[1]))
	}
	out.WriteString("  ],\n};\n")
	if language != "en" {
		return out.Bytes()
	}
	out.WriteString("\n/** Rule or class, and its sentences: what happened, advice with retry, advice without. */\n" +
		"export const rows = [\n")
	for _, row := range explain.UserRows {
		fmt.Fprintf(&out, "  [%s, %s, ", quoted(row.Of), quoted(row.Happened))
		fmt.Fprintf(&out, "%s, %s],\n", quoted(row.Retry), quoted(row.Otherwise))
	}
	out.WriteString("];\n\n/** @type {Record<string, () => Promise<{texts: typeof texts}>>} */\n" +
		"export const languages = {\n")
	for _, other := range explain.Languages()[1:] {
		fmt.Fprintf(&out, "  %s: () => import('./%s'),\n", other, userModule(other))
	}
	out.WriteString("};\n")
	return out.Bytes()
}

// quoted is a string of JavaScript.
func quoted(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
}

// endings is a regular expression for paths that end so, slashes aside, without those that
// end as another does.
func endings(suffixes []string) string {
	var rest []string
	for _, suffix := range suffixes {
		isCovered := func(other string) bool { return other != suffix && strings.HasSuffix(suffix, other) }
		if !slices.ContainsFunc(suffixes, isCovered) {
			rest = append(rest, strings.ReplaceAll(suffix, "/", `\/`))
		}
	}
	return "/(" + strings.Join(rest, "|") + `)\/*$/`
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// sliders are those of the page.
func sliders() []byte {
	type row struct {
		Key  string  `json:"key"`
		Min  float64 `json:"min"`
		Max  float64 `json:"max"`
		Step float64 `json:"step"`
		Time bool    `json:"time,omitempty"`
	}
	var all []row
	for _, p := range retry.Parameters() {
		if s := p.Slider; s.Step > 0 {
			all = append(all, row{p.Name, s.Min, s.Max, s.Step, p.Unit == retry.Milliseconds})
		}
	}
	out, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return out
}

func union(names []string) string { return "'" + strings.Join(names, "' | '") + "'" }
