// Here is taken out what a module bears only for those who debug it: functions
// that print (silent.go), and in the function table the names, files and lines,
// and how a traceback shows arguments.

package main

import (
	"errors"
	"fmt"
	"strings"
)

// runtimePrefix is all that the runtime asks of a name: whether a goroutine's
// function is its own (isSystemGoroutine). Offset 0 is the empty name, 1 this.
const runtimePrefix = "runtime."

// What is of no use among the pcdata (where a signal may interrupt, which
// WebAssembly has not; which arguments are alive) and the funcdata (where
// arguments are, and which are alive).
var (
	mutePcdata   = []int{0, 3}
	muteFuncdata = []int{5, 6}
)

const (
	noTable    = 0
	noFuncdata = 1<<32 - 1
)

func strip(sections [][]byte, segments []segment) error {
	table, ok := findTable(segments)
	if !ok {
		return errors.New("strip.go knows no function table like this Go's")
	}
	bodies, err := readFunctions(sections[codeSection])
	if err != nil {
		return err
	}
	if len(bodies) != table.count {
		return fmt.Errorf("%d functions in the code, %d in the table", len(bodies), table.count)
	}
	p := program{bodies: bodies, first: table.entry(0)}
	if p.imports, err = countImports(sections[importSection]); err != nil {
		return err
	}
	if err := p.doom(sections, segments, table); err != nil {
		return err
	}
	if err := clearPowersOfTen(segments, p.bodies); err != nil {
		return err
	}
	clearTypes(segments)
	for n := range p.bodies {
		if p.bodies[n], err = shorten(p.bodies[n]); err != nil {
			return err
		}
	}
	sections[codeSection] = writeFunctions(p.bodies)
	table.blank(p.live)
	body, err := table.packColumns()
	if err != nil {
		return err
	}
	return addStart(sections, p.imports, body)
}

// blank leaves what walks of the stack read. To a runtime that asks for more, a
// function without tables of files and lines is at "?", line 0.
func (t functionTable) blank(live []bool) {
	values := t.data[t.values:t.funcs]
	kept := make([]bool, len(values))
	for n := range t.count {
		ofRuntime := strings.HasPrefix(t.name(n), runtimePrefix)
		record := t.record(n)
		for _, at := range [...]int{atName, atFiles, atLines, atUnit, atStartLine} {
			setNumber(record, at, 0)
		}
		if ofRuntime {
			setNumber(record, atName, 1)
		}
		pcdata, funcdata := number(record, atPcdata), int(record[atFuncdata])
		set(record[fixedSize:], pcdata, mutePcdata, noTable)
		set(record[fixedSize+4*pcdata:], funcdata, muteFuncdata, noFuncdata)
		if !live[n] { // nobody walks over it
			setNumber(record, atStack, noTable)
			for i := range pcdata {
				setNumber(record, fixedSize+4*i, noTable)
			}
			for i := range funcdata {
				setNumber(record, fixedSize+4*(pcdata+i), noFuncdata)
			}
			continue
		}
		keep(kept, values, number(record, atStack))
		for i := range pcdata {
			keep(kept, values, number(record, fixedSize+4*i))
		}
	}
	clear(t.data[t.names:t.values])
	copy(t.data[t.names+1:], runtimePrefix)
	for i, kept := range kept {
		if !kept {
			values[i] = 0
		}
	}
	t.coarsen()
}

// set sets some of a list of numbers.
func set(list []byte, length int, which []int, to int) {
	for _, i := range which {
		if i < length {
			setNumber(list, 4*i, to)
		}
	}
}

// keep marks a table of values, which functions may share: pairs of LEB128
// numbers up to a zero that is not the first.
func keep(kept []bool, values []byte, at int) {
	if at == noTable {
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

// coarsen has the runtime look for a function from up to 7 before it, which
// costs it nothing that can be measured and spares the download as many steps.
func (t functionTable) coarsen() {
	for at := 0; at < len(t.finder); at += bucketSize {
		setNumber(t.finder, at, number(t.finder, at)&^7)
	}
}
