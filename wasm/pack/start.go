// The module as it is once it has started. A reactor's start does the same each time: Go's runtime makes itself
// ready, then the packages. So it runs here, and the module has the memory and the globals that it leaves.

package main

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os/exec"
)

//go:embed start.mjs
var startScript string

// started is a module's state after its start.
type started struct {
	globals []int64
	memory  []byte
}

// start runs a module's _initialize in Node.
func start(sections [][]byte) (s started, err error) {
	exported := append([][]byte{}, sections...)
	exported[exportSection], err = withGlobals(sections[exportSection], sections[globalSection])
	if err != nil {
		return s, err
	}
	node := exec.Command("node", "--input-type=module", "--eval", startScript)
	node.Stdin = bytes.NewReader(write(exported))
	var out, problem bytes.Buffer
	node.Stdout, node.Stderr = &out, &problem
	if err := node.Run(); err != nil {
		return s, fmt.Errorf("the start: %w: %s", err, problem.Bytes())
	}
	line, memory, _ := bytes.Cut(out.Bytes(), []byte("\n"))
	s.memory = memory
	return s, json.Unmarshal(line, &s.globals)
}

// withGlobals adds all globals to an export section.
func withGlobals(exports, globals []byte) ([]byte, error) {
	r, g := reader{src: exports}, reader{src: globals}
	count, more := r.uint(), g.uint()
	out := append(binary.AppendUvarint(nil, count+more), exports[r.pos:]...)
	for n := range more {
		name := fmt.Sprintf("global %d", n)
		out = append(append(binary.AppendUvarint(out, uint64(len(name))), name...), 3)
		out = binary.AppendUvarint(out, n)
	}
	return out, r.err
}

// Places in a goroutine (runtime.g): the bounds of its stack and its thread, in which the first word is the goroutine
// of the scheduler.
const (
	atStackLow  = 0
	atStackHigh = 8
	atThread    = 48
)

// schedulerStack is how much of the scheduler's stack is surely its own, in bytes. Go's runtime (mstart0) takes it for
// 16 KB, but it is wasmStack, of 8 KB, whose end lies a few words above the upper bound: below are variables of packages.
const schedulerStack = 7 << 10

// clearStacks clears what the start leaves on the stacks: of the goroutine below the stack pointer, of the scheduler
// all. Nothing returns to there, but addresses of functions look as if they were in use.
func (s started) clearStacks() error {
	word := func(at int64) int64 {
		if at < 0 || at+8 > int64(len(s.memory)) {
			return -1
		}
		return int64(binary.LittleEndian.Uint64(s.memory[at:]))
	}
	clearAll := func(from, to int64) error {
		if from <= 0 || to < from || to > int64(len(s.memory)) {
			return fmt.Errorf("no stack from %d to %d: start.go knows no goroutine like this Go's", from, to)
		}
		clear(s.memory[from:to])
		return nil
	}
	g := s.globals[globalGoroutine]
	scheduler := word(word(g + atThread))
	if err := clearAll(word(g+atStackLow), s.globals[globalStack]); err != nil {
		return err
	}
	high := word(scheduler + atStackHigh)
	return clearAll(max(word(scheduler+atStackLow), high-schedulerStack), high)
}

// freeze replaces the initial state of a module by another, and takes _initialize away.
func (s started) freeze(sections [][]byte) ([]segment, error) {
	if err := s.clearStacks(); err != nil {
		return nil, err
	}
	r := reader{src: sections[globalSection]}
	count := r.uint()
	out := binary.AppendUvarint(nil, count)
	for n := range count { // type, mutability, i32.const or i64.const, value, end
		out = append(out, r.byte(), r.byte(), r.byte())
		r.int()
		out = append(appendInt(out, s.globals[n]), r.byte())
	}
	sections[globalSection] = out
	sections[memorySection] = binary.AppendUvarint([]byte{1, 0}, uint64(len(s.memory)/pageSize))
	r = reader{src: sections[exportSection], err: r.err}
	count = r.uint()
	var exports []byte
	for range count {
		from := r.pos
		name := r.bytes(r.uint())
		r.byte()
		r.uint()
		if string(name) != "_initialize" {
			exports = append(exports, r.src[from:r.pos]...)
		}
	}
	sections[exportSection] = append(binary.AppendUvarint(nil, count-1), exports...)
	return []segment{{0, s.memory}}, r.err
}
