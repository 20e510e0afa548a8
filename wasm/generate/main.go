// Command generate writes what the npm package has from Go, so that nothing is
// said twice: go run ./wasm/generate, after core.wasm is built.
//
//	wasm/src/tables.js       the unions of the types, the policy's numbers, the paths of calls
//	wasm/src/core-inline.js  core.wasm as text, for ukemi/inline
//	wasm/dist/core.wasm.d.ts what a bundler makes of ukemi/core.wasm
//	build/providers.json     the table of providers, for the playground's reference
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/internal/wire"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/edge"
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
		err = os.WriteFile("wasm/dist/core.wasm.d.ts", []byte(notice+coreType), 0o644)
	}
	if err == nil {
		err = os.MkdirAll("build", 0o755)
	}
	if err == nil {
		err = os.WriteFile("build/providers.json", providers(), 0o644)
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
	return []byte(notice + "/** core.wasm, gzip, base64 @type {string} */\nexport const packed = '" + base64.StdEncoding.EncodeToString(packed.Bytes()) + "';\n")
}

// providers is the table of providers for the page.
func providers() []byte {
	type row struct {
		Provider string        `json:"provider"`
		Name     string        `json:"name"`
		Kind     provider.Kind `json:"kind"`
		Keys     string        `json:"keys"`
		Money    string        `json:"money"`
		Limits   string        `json:"limits"`
		Status   string        `json:"status"`
		Headers  []string      `json:"headers"`
		Hosts    []string      `json:"hosts"`
	}
	all := make([]row, provider.Count)
	for i := range all {
		p, kind := provider.At(i)
		all[i] = row{p.ID, p.Name, kind, p.Keys, p.Money, p.Limits, p.Status, list(p.Headers), list(p.Hosts)}
	}
	out, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return out
}

func list(alternatives string) []string {
	return strings.FieldsFunc(alternatives, func(r rune) bool { return r == '|' })
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
	fmt.Fprintf(&out, " * @typedef {%s} Provider who speaks: a provider, a gateway or a server between\n *\n", union(providers))
	defaults := policy()
	out.WriteString(" * @typedef {object} Policy the numbers of the retry policy, all times in ms\n")
	for _, s := range edge.Settings() {
		if value, ok := defaults[camel(s.Name)]; ok {
			fmt.Fprintf(&out, " * @property {number} [%s] %s; %s\n", camel(s.Name), s.Meaning, strconv.FormatFloat(value, 'f', -1, 64))
		}
	}
	out.WriteString(" */\n\n/** The policy's own numbers. */\nexport const defaults = {\n")
	for _, s := range edge.Settings() {
		if value, ok := defaults[camel(s.Name)]; ok {
			fmt.Fprintf(&out, "  %s: %s,\n", camel(s.Name), strconv.FormatFloat(value, 'f', -1, 64))
		}
	}
	out.WriteString("};\n")
	var generating, streaming []string
	for _, suffix := range api.GeneratingSuffixes() {
		generating = append(generating, suffix)
		if api.Lookup("POST", suffix).Dialect != api.Other {
			streaming = append(streaming, suffix)
		}
	}
	fmt.Fprintf(&out, "\n/** How the paths of calls that generate end. */\nexport const generating = %s;\n", endings(generating))
	fmt.Fprintf(&out, "\n/** Those of calls whose streams are known. */\nexport const streaming = %s;\n", endings(streaming))
	return out.Bytes()
}

// endings is a regular expression for paths that end so, slashes aside.
func endings(suffixes []string) string {
	return "/(" + strings.ReplaceAll(strings.Join(suffixes, "|"), "/", `\/`) + `)\/*$/`
}

// policy is the default one's numbers, by the names that the core gives them.
func policy() map[string]float64 {
	line, _, _ := bytes.Cut(wire.Call([]byte("policy\n{}\n")), []byte("\n"))
	var all map[string]any
	if err := json.Unmarshal(line, &all); err != nil {
		panic(err)
	}
	numbers := map[string]float64{}
	for name, value := range all {
		if n, ok := value.(float64); ok {
			numbers[name] = n
		}
	}
	return numbers
}

// camel is the core's name of a setting: UKEMI_MAX_BACKOFF is maxBackoff.
func camel(setting string) string {
	words := strings.Split(strings.ToLower(strings.TrimPrefix(setting, "UKEMI_")), "_")
	for i := range words[1:] {
		words[i+1] = strings.ToUpper(words[i+1][:1]) + words[i+1][1:]
	}
	return strings.Join(words, "")
}

func union(names []string) string { return "'" + strings.Join(names, "' | '") + "'" }
