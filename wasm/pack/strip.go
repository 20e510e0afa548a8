// Here is taken out what a module bears only for those who debug it: functions
// that print (silent.go), and in the function table the names, files and lines,
// and how a traceback shows arguments.

package main

import (
	"errors"
	"fmt"
	"slices"
)

func strip(sections [][]byte, segments []segment, memory int, words bool) error {
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
	p := program{bodies: bodies, first: table.entry(0), plainBodies: map[int]bool{}}
	if p.imports, err = countImports(sections[importSection]); err != nil {
		return err
	}
	kinds, err := functionTypes(sections[functionSection])
	if err != nil {
		return err
	}
	exports, err := exportedFunctions(sections[exportSection])
	if err != nil {
		return err
	}
	isGo := func(n int) bool {
		return n >= 0 && kinds[n] == 0 && !slices.Contains(exports, n+p.imports)
	}
	var next byte
	sections[globalSection], next = withMemory(sections[globalSection], memory)
	sections[exportSection] = withNext(sections[exportSection], next)
	for n := range p.bodies {
		if table.name(n) == allocator {
			p.bodies[n], p.plainBodies[n] = allocate(next, next+1), true
		}
	}
	if len(p.plainBodies) != 1 {
		return errors.New("there is no " + allocator)
	}
	types, ok := readTypes(segments, table.module)
	if !ok {
		return errors.New("types.go knows no types like this Go's")
	}
	p.types = types
	marks, err := p.markAddress(table)
	if err == nil {
		err = p.withoutBarriers(marks)
	}
	if err != nil {
		return err
	}
	if err := p.doom(table); err != nil {
		return err
	}
	for grown := true; grown; { // types bring methods, which bring types
		if err := p.mark(exports, segments, table); err != nil {
			return err
		}
		living := map[uint64]bool{}
		if err := addresses(living, p.bodies, p.live); err != nil {
			return err
		}
		grown = types.use(living, segments, table)
	}
	p.bury()
	types.clearUnused()
	if err := clearPowersOfTen(segments, p); err != nil {
		return err
	}
	plainType, err := addPlainType(sections)
	if err != nil {
		return err
	}
	if err := p.plain(isGo, plainType, table.name); err != nil {
		return err
	}
	plainKinds := slices.Clone(kinds)
	for n := range p.bodies {
		if isGo(n) {
			plainKinds[n] = plainType
		}
		if p.bodies[n], err = shorten(p.bodies[n], isGo(n)); err != nil {
			return err
		}
		if isGo(n) && words {
			if p.bodies[n], err = withWords(p.bodies[n]); err != nil {
				return err
			}
		}
	}
	if err := p.compact(sections, plainKinds, table.name); err != nil {
		return err
	}
	newStackMaps(segments, table.module).clear(table)
	clear(table.data[:table.size()])
	clear(table.finder)
	return nil
}
