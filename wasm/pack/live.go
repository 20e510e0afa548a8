// Which functions can run at all, once those that are there for people are
// traps. A function lives if it is exported, if a living function calls it or
// bears its address, or if its address stands anywhere in the data, be it by
// chance.

package main

import "fmt"

// funcValueOffset is added to a function's place in the module where Go makes
// an address of it (cmd/link/internal/wasm).
const funcValueOffset = 0x1000

// program is a module's functions and what is known of them.
type program struct {
	bodies      [][]byte
	imports     int // functions that are imported, which come first in the numbering of calls
	first       int // the number in addresses of the function that is first in bodies
	live        []bool
	taken       []bool // something has the function's address
	types       *types
	plainBodies map[int]bool // those that pack has written, which call as WebAssembly does
}

// doom makes traps of what prints (silent.go) and of what never runs (idle.go).
func (p *program) doom(t functionTable) (err error) {
	traps := make([]bool, len(p.bodies))
	for n := range p.bodies {
		traps[n] = silent.MatchString(t.name(n)) || idle.MatchString(t.name(n))
	}
	isTrap := func(callee int) bool { return callee >= p.imports && traps[callee-p.imports] }
	for n := range p.bodies {
		if traps[n] {
			p.bodies[n] = trap
		} else if hollow.MatchString(t.name(n)) {
			p.bodies[n], p.plainBodies[n] = nothing, true
		} else if p.bodies[n], err = withoutDoomed(p.bodies[n], isTrap); err != nil {
			return fmt.Errorf("%s: %w", t.name(n), err)
		}
	}
	return nil
}

// mark finds the functions that live, as long as no more types are in use.
func (p *program) mark(exports []int, segments []segment, t functionTable) error {
	p.live, p.taken = make([]bool, len(p.bodies)), make([]bool, len(p.bodies))
	var queue []int
	reach := func(n int) {
		if n >= 0 && n < len(p.live) && !p.live[n] {
			p.live[n] = true
			queue = append(queue, n)
		}
	}
	for _, n := range exports {
		reach(n - p.imports)
	}
	take := func(n int) {
		if n >= 0 && n < len(p.live) {
			p.taken[n] = true
			reach(n)
		}
	}
	values := map[int]int{}
	for _, s := range segments {
		p.addressesIn(s, t, take, values)
	}
	for _, s := range segments { // data may refer to values
		for i := -int(s.at) & 7; i+8 <= len(s.data); i += 8 {
			if f, ok := values[word(s.data, i)]; ok && !p.types.isUnused(int(s.at)+i) {
				take(f)
			}
		}
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		list, _, err := instructionsOf(p.bodies[n])
		if err != nil {
			return fmt.Errorf("%s: %w", t.name(n), err)
		}
		for _, i := range list {
			switch {
			case i.op == opCall:
				reach(int(i.operand) - p.imports)
			case i.op == opI64Const, i.op == opI32Const:
				if f := int(uint32(i.operand)>>16) - p.first; f != n {
					take(f) // an address; the function's own are those that it returns to
				}
				if f, ok := values[int(i.operand)]; ok {
					take(f)
				}
			}
		}
	}
	return nil
}

// bury makes traps of the functions that do not live.
func (p *program) bury() {
	for n := range p.bodies {
		if !p.live[n] {
			p.bodies[n] = trap
		}
	}
}

// has reports whether there is a function with this number.
func (p *program) has(number int) bool { return number >= p.first && number < p.first+len(p.bodies) }

// addressesIn finds the addresses of functions in data, but for the function
// table, which has them all. A value of a function is a word of its own, to which
// others refer, so those go to values; methods in itabs and what initializes a
// package are in lists.
func (p *program) addressesIn(s segment, t functionTable, take func(int), values map[int]int) {
	for i := -int(s.at) & 3; i+4 <= len(s.data); i += 4 {
		at := int(s.at) + i
		if t.covers(at) {
			continue
		}
		v := number(s.data, i)
		if at&7 == 0 && i+8 <= len(s.data) && isFunction(word(s.data, i)) && p.has(v>>16) {
			if t.lists[at] {
				take(v>>16 - p.first)
			} else {
				values[at] = v>>16 - p.first
			}
		}
		if next := i + 4; p.types.methods[at] && p.has(v) && p.has(number(s.data, next)) {
			take(v - p.first)
			take(number(s.data, next) - p.first)
		}
	}
}

// exportedFunctions returns the numbers of the functions in an export section.
func exportedFunctions(section []byte) (numbers []int, err error) {
	r := reader{section, 0, nil}
	for n := r.uint(); n > 0 && r.err == nil; n-- {
		r.bytes(r.uint())
		if kind, number := r.byte(), r.uint(); kind == 0 {
			numbers = append(numbers, int(number))
		}
	}
	return numbers, r.err
}

// countImports returns how many functions a module imports; Go's import nothing
// else.
func countImports(section []byte) (count int, err error) {
	r := reader{section, 0, nil}
	count = int(r.uint())
	for range count {
		r.bytes(r.uint())
		r.bytes(r.uint())
		if kind := r.byte(); kind != 0 && r.err == nil {
			return 0, fmt.Errorf("an import of kind %d", kind)
		}
		r.uint()
	}
	return count, r.err
}
