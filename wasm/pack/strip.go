// Here is taken out what a module bears only for those who debug it: functions
// that print (silent.go), and in the function table the names, files and lines,
// and how a traceback shows arguments.

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// runtimePrefix is all that the runtime asks of a name: whether a goroutine's
// function is its own (isSystemGoroutine). Offset 0 is the empty name, 1 this.
const runtimePrefix = "runtime."

// What is of no use among the pcdata (where a signal may interrupt, which
// WebAssembly has not; what was inlined; which arguments are alive; the bounds of a
// panic) and the funcdata (what was inlined; deferred calls that a panic runs; where
// arguments are, and which are alive; what is a wrapper).
var (
	mutePcdata   = []int{0, 2, 3, 4}
	muteFuncdata = []int{3, 4, 5, 6, 7}
)

// statePcdata is the pcdata by which bitmaps are chosen.
const statePcdata = 1

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
	types, ok := readTypes(segments, table.module)
	if !ok {
		return errors.New("types.go knows no types like this Go's")
	}
	living := map[uint64]bool{}
	if err := addresses(living, p.bodies); err != nil {
		return err
	}
	types.clearUnused(living, segments, table)
	if err := p.doom(sections, segments, table); err != nil { // what only types had in use
		return err
	}
	for n := range p.bodies {
		if p.bodies[n], err = shorten(p.bodies[n]); err != nil {
			return err
		}
	}
	sections[codeSection] = writeFunctions(p.bodies)
	if err := table.blank(&p, newStackMaps(segments, table.module)); err != nil {
		return err
	}
	body, err := table.packColumns()
	if err != nil {
		return err
	}
	if err := table.clearFinder(); err != nil {
		return err
	}
	return addStart(sections, p.imports, body)
}

// blank leaves what walks of the stack read. To a runtime that asks for more, a
// function without tables of files and lines is at "?", line 0.
func (t functionTable) blank(p *program, maps *stackMaps) error {
	values := newValues(t.data[t.values:t.funcs])
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
		points, err := p.resumePoints(n)
		if err != nil {
			return err
		}
		calls := slices.Clone(points[1:]) // a call's own place is asked for
		for i := range calls {
			calls[i]--
		}
		states := []int{0}
		if pcdata > statePcdata {
			states = values.at(number(record, fixedSize+4*statePcdata), calls)
		}
		maps.read(record[fixedSize+4*pcdata:][:4*funcdata], states, p.live[n])
		set(record[fixedSize:], pcdata, mutePcdata, noTable)
		set(record[fixedSize+4*pcdata:], funcdata, muteFuncdata, noFuncdata)
		if !p.live[n] { // nobody walks over it
			setNumber(record, atStack, noTable)
			for i := range pcdata {
				setNumber(record, fixedSize+4*i, noTable)
			}
			for i := range funcdata {
				setNumber(record, fixedSize+4*(pcdata+i), noFuncdata)
			}
			continue
		}
		values.use(record[atStack:], points)
		for i := range pcdata {
			values.use(record[fixedSize+4*i:], calls)
		}
	}
	maps.clearUnused()
	if err := values.write(); err != nil {
		return err
	}
	clear(t.data[t.names:t.values])
	copy(t.data[t.names+1:], runtimePrefix)
	return nil
}

// set sets some of a list of numbers.
func set(list []byte, length int, which []int, to int) {
	for _, i := range which {
		if i < length {
			setNumber(list, 4*i, to)
		}
	}
}
