// Command pack makes a Go-built WebAssembly module smaller to download,
// without changing what it does: go run ./wasm/pack [-strip [-words]] FILE rewrites it.
//
// Go's linker leaves out every short run of zeros in the data and so writes
// tens of thousands of segments, each with an address and a length that no
// compressor can guess. Merged, the zeros cost nothing and the addresses go.
// Measured on the core (2026-11-24): 39,754 segments, gzip 680 → 615 KB.
//
// -strip also takes out what is only there for those who debug, for a module
// that prints nothing: another 124 KB (2026-11-25). -words makes such a module faster and
// a thirtieth larger (moves.go).
package main

import (
	"cmp"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"slices"
)

// gap is how many bytes may lie between two segments that become one.
const gap = 4096

// Some of a module's sections, which stand in the order of their ids.
const (
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	memorySection   = 5
	globalSection   = 6
	exportSection   = 7
	elementSection  = 9
	codeSection     = 10
	dataSection     = 11
)

// pageSize is that of WebAssembly's memory.
const pageSize = 1 << 16

type segment struct {
	at   uint64
	data []byte
}

func main() {
	mute := flag.Bool("strip", false, "take out names, tracebacks, tracing and all that prints")
	words := flag.Bool("words", false, "with -strip: load and store the words of short copies one by one")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: pack [-strip [-words]] FILE.wasm")
		os.Exit(2)
	}
	file := flag.Arg(0)
	module, err := os.ReadFile(file)
	if err == nil {
		module, err = pack(module, *mute, *words)
	}
	if err == nil {
		err = os.WriteFile(file, module, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// pack copies all sections but the custom ones, and merges the data's segments.
func pack(module []byte, mute, words bool) ([]byte, error) {
	if len(module) < 8 || string(module[:4]) != "\x00asm" {
		return nil, fmt.Errorf("no WebAssembly module")
	}
	sections, err := readSections(module[8:])
	if err != nil {
		return nil, err
	}
	segments, err := readSegments(sections[dataSection])
	if err == nil {
		segments, err = merge(segments)
	}
	if err != nil {
		return nil, err
	}
	if mute {
		state, err := start(sections)
		if err != nil {
			return nil, err
		}
		data, err := state.freeze(sections)
		if err == nil {
			err = strip(sections, data, len(state.memory), words)
		}
		if err != nil {
			return nil, err
		}
		segments = split(data)
	}
	sections[dataSection] = writeSegments(segments)
	return write(sections), nil
}

// write writes a module with these sections.
func write(sections [][]byte) []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for id, body := range sections {
		if body != nil {
			out = append(out, byte(id))
			out = binary.AppendUvarint(out, uint64(len(body)))
			out = append(out, body...)
		}
	}
	return out
}

// readSections gives them by their ids. The custom ones, names and producers, are
// for people who debug, and stay out.
func readSections(module []byte) ([][]byte, error) {
	sections := make([][]byte, dataSection+1)
	for r := (reader{module, 0, nil}); r.pos < len(module); {
		id := r.byte()
		body := r.bytes(r.uint())
		switch {
		case r.err != nil:
			return nil, r.err
		case id > dataSection:
			return nil, fmt.Errorf("a section %d, which no module of Go's has", id)
		case id > 0:
			sections[id] = body
		}
	}
	return sections, nil
}

func readSegments(section []byte) (segments []segment, err error) {
	r := reader{section, 0, nil}
	for n := r.uint(); n > 0 && r.err == nil; n-- {
		// An active segment of memory 0: i32.const ADDRESS, end.
		if kind, op := r.uint(), r.byte(); kind != 0 || op != 0x41 {
			return nil, fmt.Errorf("a data segment of kind %d, opcode %#x: only active ones with a constant address are known", kind, op)
		}
		at := r.int()
		if end := r.byte(); end != 0x0b || at < 0 {
			return nil, fmt.Errorf("a data segment's address is no plain constant")
		}
		segments = append(segments, segment{uint64(at), r.bytes(r.uint())})
	}
	return segments, r.err
}

// merge joins neighbors. The linker does not write all of them in the order of
// their addresses; zeros between two must never cover a third.
func merge(segments []segment) (merged []segment, err error) {
	slices.SortStableFunc(segments, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
	for _, s := range segments {
		if n := len(merged); n > 0 {
			last := &merged[n-1]
			end := last.at + uint64(len(last.data))
			if s.at < end {
				return nil, fmt.Errorf("two data segments overlap at %d", s.at)
			}
			if s.at-end < gap {
				last.data = append(append(last.data, make([]byte, s.at-end)...), s.data...)
				continue
			}
		}
		merged = append(merged, segment{s.at, append([]byte{}, s.data...)})
	}
	return merged, nil
}

// split leaves out the zeros that strip makes, where a segment more costs less.
func split(segments []segment) (parts []segment) {
	for _, s := range segments {
		from, end := 0, 0 // of the part, and of what it has but zeros
		for i, b := range s.data {
			if b == 0 {
				continue
			}
			if end == 0 {
				from = i
			} else if i-end >= gap {
				parts = append(parts, segment{s.at + uint64(from), s.data[from:end]})
				from = i
			}
			end = i + 1
		}
		if end > 0 {
			parts = append(parts, segment{s.at + uint64(from), s.data[from:end]})
		}
	}
	return parts
}

func writeSegments(segments []segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		out = append(out, 0, 0x41)
		out = appendInt(out, int64(s.at))
		out = append(out, 0x0b)
		out = binary.AppendUvarint(out, uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out
}

// appendInt writes a signed LEB128, which encoding/binary has not.
func appendInt(out []byte, n int64) []byte {
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}

// reader reads LEB128 numbers and bytes; its first error stays.
type reader struct {
	src []byte
	pos int
	err error
}

func (r *reader) byte() byte {
	if r.pos >= len(r.src) {
		r.err = fmt.Errorf("the module breaks off")
		return 0
	}
	r.pos++
	return r.src[r.pos-1]
}

func (r *reader) uint() uint64 {
	n, size := binary.Uvarint(r.src[min(r.pos, len(r.src)):])
	if size <= 0 {
		r.err = fmt.Errorf("a number is broken")
		return 0
	}
	r.pos += size
	return n
}

func (r *reader) int() (n int64) {
	for shift := 0; shift < 64; {
		b := r.byte()
		n |= int64(b&0x7f) << shift
		shift += 7
		if b&0x80 == 0 {
			if shift < 64 && b&0x40 != 0 {
				n |= -1 << shift
			}
			return n
		}
	}
	r.err = fmt.Errorf("a number is too long")
	return 0
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.src)-r.pos) {
		r.err = fmt.Errorf("the module breaks off")
		return nil
	}
	r.pos += int(n)
	return r.src[r.pos-int(n) : r.pos]
}
