// Here is what a program in Go bears only for the tracebacks it prints, found
// in its function table and blanked. The layout is pcHeader's and _func's, in
// runtime/symtab.go and runtime/runtime2.go.

package main

import (
	"bytes"
	"encoding/binary"
)

// header begins the function table since Go 1.20: magic, padding, the size of
// an instruction and that of a pointer.
var header = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

const headerSize = 72

// Places in a function's record, which is fixedSize long; the offsets of its
// tables of pcdata follow.
const (
	atName      = 4
	atStack     = 16 // the table that walks of the stack read
	atFiles     = 20
	atLines     = 24
	atCount     = 28 // of tables of pcdata, of which the first says where a signal may interrupt
	atUnit      = 32
	atStartLine = 36
	fixedSize   = 44
)

// runtimePrefix is all that the runtime asks of a name: whether a goroutine's
// function is its own (isSystemGoroutine). Offset 0 is the empty name, 1 this.
const runtimePrefix = "runtime."

// strip blanks the names, files and lines of all functions, and reports
// whether it found them. To a runtime that asks, a function without tables of
// files and lines is at "?", line 0.
func strip(data []byte) bool {
	at := bytes.Index(data, header)
	if at < 0 || len(data)-at < headerSize {
		return false
	}
	table := data[at:]
	word := func(n int) int { return int(binary.LittleEndian.Uint64(table[8*n:])) }
	count, names, values, funcs := word(1), word(4), word(7), word(8)
	if !(headerSize <= names && names < values && values < funcs && funcs+8*count <= len(table)) {
		return false
	}
	kept := make([]bool, funcs-values)
	for n := range count {
		record := table[funcs+number(table, funcs+8*n+4):]
		keep(kept, table[values:funcs], number(record, atStack))
		for i := range number(record, atCount) {
			if i == 0 {
				binary.LittleEndian.PutUint32(record[fixedSize:], 0) // WebAssembly has no signals
				continue
			}
			keep(kept, table[values:funcs], number(record, fixedSize+4*i))
		}
		blank(record, bytes.HasPrefix(table[names+number(record, atName):], []byte(runtimePrefix)))
	}
	clear(table[names:values])
	copy(table[names+1:], runtimePrefix)
	for i, kept := range kept {
		if !kept {
			table[values+i] = 0
		}
	}
	return true
}

func number(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }

func blank(record []byte, ofRuntime bool) {
	for _, at := range [...]int{atName, atFiles, atLines, atUnit, atStartLine} {
		binary.LittleEndian.PutUint32(record[at:], 0)
	}
	if ofRuntime {
		record[atName] = 1
	}
}

// keep marks a table of values, which functions may share: pairs of LEB128
// numbers up to a zero that is not the first. Offset 0 is no table.
func keep(kept []bool, values []byte, at int) {
	if at == 0 {
		return
	}
	end := at
	for first := true; first || values[end] != 0; first = false {
		end = after(values, after(values, end))
	}
	for i := at; i <= end; i++ {
		kept[i] = true
	}
}

// after is where the number at i has ended.
func after(values []byte, i int) int {
	for values[i]&0x80 != 0 {
		i++
	}
	return i + 1
}
