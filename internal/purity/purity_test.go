// Package purity refuses to let I/O, clocks, randomness and heavy imports into
// the core: architecture is a failing build.
package purity

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/ukemi-dev/ukemi/"

// core lists the packages that WebAssembly in a browser runs.
var core = []string{
	"internal/letters", "internal/api", "internal/jsonish", "internal/jsonedit", "internal/provider",
	"pkg/cure",
	"pkg/classify", "pkg/explain", "pkg/retry", "pkg/stream", "internal/core", "internal/wire",
}

// allowed lists the other imports of core packages. Each makes core.wasm larger:
// measure before adding one.
var allowed = []string{
	"bytes",
	"errors",
	"strings",
	"strconv",
	"unicode/utf8",
	"math",
	"math/bits",
	"cmp",
	"slices",
	"sync/atomic",
}

func TestCoreIsPure(t *testing.T) {
	for _, pkg := range core {
		const files = `{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}`
		list := exec.Command("go", "list", "-f", files, module+pkg)
		list.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm") // library.go is not the browser's
		out, err := list.Output()
		if err != nil || len(out) == 0 {
			t.Errorf("%s: %v, %q", pkg, err, out)
			continue
		}
		for file := range strings.Lines(string(out)) {
			checkFile(t, pkg, strings.TrimSpace(file))
		}
	}
}

func checkFile(t *testing.T, pkg, file string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		inner := strings.TrimPrefix(path, module)
		if !slices.Contains(allowed, path) && !slices.Contains(core, inner) {
			t.Errorf("%s: %s imports %q; the core may import only %v and itself", pkg, filepath.Base(file), path, allowed)
		}
	}
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil {
			t.Errorf("%s: %s has an init function; every instance would pay for it", pkg, filepath.Base(file))
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if _, ok := n.(*ast.GoStmt); ok {
			t.Errorf("%s: %s starts a goroutine", pkg, filepath.Base(file))
		}
		return true
	})
}
