package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// module with one data section of these segments, and a custom section.
func module(segments []segment) []byte {
	out := append([]byte("\x00asm\x01\x00\x00\x00"), 0, 5, 4, 'n', 'a', 'm', 'e')
	body := writeSegments(segments)
	return append(append(out, dataSection, byte(len(body))), body...)
}

func TestPack(t *testing.T) {
	packed, err := pack(module([]segment{{70, []byte("c")}, {70_000, []byte("d")}, {64, []byte("ab")}}), false, false)
	if err != nil {
		t.Fatal(err)
	}
	want := writeSegments([]segment{{64, []byte("ab\x00\x00\x00\x00c")}, {70_000, []byte("d")}})
	if got := packed[8:]; !bytes.Equal(got, append([]byte{dataSection, byte(len(want))}, want...)) {
		t.Errorf("got %q, want the segments %q", got, want)
	}
	if again, err := pack(packed, false, false); err != nil || !bytes.Equal(again, packed) {
		t.Errorf("packing twice changes it: %v", err)
	}
}

// TestPackRefuses: what is no such module is an error, never a broken file.
func TestPackRefuses(t *testing.T) {
	whole := module([]segment{{64, []byte("ab")}})
	for n := range len(whole) {
		if n == 8 || n == 15 { // between sections a module may end
			continue
		}
		if _, err := pack(whole[:n], false, false); err == nil {
			t.Errorf("cut after %d bytes, it is packed", n)
		}
	}
	if _, err := pack([]byte("\x00asm\x01\x00\x00\x00\x0b\x04\x01\x01\x01x"), false, false); err == nil {
		t.Error("a passive segment is packed")
	}
	if _, err := pack(module([]segment{{64, []byte("ab")}, {65, []byte("c")}}), false, false); err == nil {
		t.Error("overlapping segments are packed")
	}
}

// TestStrip takes a module of this Go's own linker: it has started, imports nothing, its names and files are gone,
// and so are the collector and the scheduler. That it still does the same is what test/wasm proves.
func TestStrip(t *testing.T) {
	bin, err := filepath.Abs("../../node_modules/.bin")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("there is no Node to start the module")
	}
	file := filepath.Join(t.TempDir(), "core.wasm")
	build := exec.Command("go", "build", "-buildmode=c-shared", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", file, "..")
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOEXPERIMENT=nogreenteagc")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	built, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := pack(built, false, false)
	mute, err := pack(built, true, true)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := pack(built, true, true); err != nil || !bytes.Equal(again, mute) {
		t.Errorf("packed again it is another: %v", err)
	}
	for _, gone := range []string{"runtime.gcStart", "runtime/mgc.go", "pkg/classify.FromPaste"} {
		if !bytes.Contains(whole, []byte(gone)) {
			t.Errorf("%s does not stand in the module as it is built", gone)
		}
		if bytes.Contains(mute, []byte(gone)) {
			t.Errorf("%s is still there", gone)
		}
	}
	before, after := functions(t, whole), functions(t, mute)
	if len(after) < 1000 || len(after) > len(before)*3/4 {
		t.Errorf("%d functions became %d", len(before), len(after))
	}
}

// TestWithoutDoomed: a call of a trap takes along what leads to it and what
// follows it, up to the end of its block.
func TestWithoutDoomed(t *testing.T) {
	const call, otherCall, get, block = "\x10\x05", "\x10\x06", "\x20\x00", "\x02\x40"
	for before, want := range map[string]string{
		"\x00" + get + call + get + "\x0b":                                    "\x00" + "\x00\x0b",
		"\x00" + get + otherCall + get + call + "\x0b":                        "\x00" + get + otherCall + "\x00\x0b",
		"\x00" + block + get + call + block + get + "\x0b\x0b" + get + "\x0b": "\x00" + block + "\x00\x0b" + get + "\x0b",
		"\x00" + get + "\x04\x40" + call + "\x05" + get + "\x0b\x0b":          "\x00" + get + "\x04\x40\x00\x05" + get + "\x0b\x0b",
		"\x01\x01\x7f" + get + "\x0b":                                         "\x01\x01\x7f" + get + "\x0b",
	} {
		got, err := withoutDoomed([]byte(before), func(callee int) bool { return callee == 5 })
		if err != nil || string(got) != want {
			t.Errorf("%x is %x, %v; want %x", before, got, err, want)
		}
	}
	if _, err := withoutDoomed([]byte("\x00\xf0\x0b"), nil); err == nil {
		t.Error("an unknown instruction is copied")
	}
}

// functions gives the bodies of a module's functions.
func functions(t *testing.T, module []byte) [][]byte {
	sections, err := readSections(module[8:])
	if err != nil {
		t.Fatal(err)
	}
	bodies, err := readFunctions(sections[codeSection])
	if err != nil {
		t.Fatal(err)
	}
	return bodies
}

func TestSplit(t *testing.T) {
	data := append(append([]byte("a\x00b"), make([]byte, gap)...), "c\x00"...)
	got := split([]segment{{64, data}})
	if len(got) != 2 || got[0].at != 64 || string(got[0].data) != "a\x00b" || got[1].at != 64+3+gap || string(got[1].data) != "c" {
		t.Errorf("split is %v", got)
	}
}
