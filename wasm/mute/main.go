// Command mute writes an overlay for go build in which the texts of the standard library's panics and prints are
// empty: go run ./wasm/mute PACKAGE FOLDER. In the core each of them is a trap (wasm/pack/silent.go), so nothing
// ever reads the texts, but the linker keeps them among all others, where those in use cannot be recognized.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: mute PACKAGE FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "mute:", err)
		os.Exit(1)
	}
}

// write writes the overlay and the files that it names into a folder.
func write(pkg, folder string) error {
	const format = `{{if .Standard}}{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}{{end}}`
	deps := exec.Command("go", "list", "-deps", "-f", format, pkg)
	deps.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	list, err := deps.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	overlay := map[string]string{}
	for n, file := range strings.Fields(string(list)) {
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		changed, err := mute(file, source)
		if err != nil {
			return err
		}
		if bytes.Equal(changed, source) {
			continue
		}
		overlay[file] = filepath.Join(folder, fmt.Sprintf("%d-%s", n, filepath.Base(file)))
		if err := os.WriteFile(overlay[file], changed, 0o644); err != nil {
			return err
		}
	}
	out, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "overlay.json"), out, 0o644)
}

// ends are the functions that end a program or print, and the types of what they end it with.
var ends = []string{"throw", "fatal", "panic", "print", "println", "plainError", "errorString"}

// tables are variables with texts that only those functions, prints of stacks and the conversions of floating-point
// numbers read, which are traps as well (wasm/pack/idle.go).
var tables = []string{
	"boundsErrorFmts", "boundsNegErrorFmts", "waitReasonStrings", "stwReasonStrings", "gStatusStrings", "lockNames",
	"leftcheats",
}

// mute empties the texts in the arguments of those functions, and in those tables.
func mute(name string, source []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	texts := map[int]int{} // from where to where in the source
	empty := func(expressions []ast.Expr) {
		for _, expression := range expressions {
			ast.Inspect(expression, func(n ast.Node) bool {
				if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
					texts[files.Position(text.Pos()).Offset] = files.Position(text.End()).Offset
				}
				return true
			})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.Ident); ok && slices.Contains(ends, name.Name) {
				empty(n.Args)
			}
		case *ast.ValueSpec:
			if slices.Contains(tables, n.Names[0].Name) {
				empty(n.Values)
			}
		}
		return true
	})
	var out []byte
	at := 0
	for _, from := range slices.Sorted(maps.Keys(texts)) {
		out = append(append(out, source[at:from]...), `""`...)
		at = texts[from]
	}
	return append(out, source[at:]...), nil
}
