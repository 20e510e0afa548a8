// Only the functions that live, without imports. In addresses functions keep their numbers, which are places in the
// table; calls, exports and the table itself name them by their new ones.

package main

import (
	"encoding/binary"
	"fmt"
)

// compact writes the sections of functions anew.
func (p *program) compact(sections [][]byte, kinds []int, name func(n int) string) error {
	number := make([]int, len(p.bodies)) // of each function that lives
	var types []int
	for n := range p.bodies {
		if p.live[n] {
			number[n] = len(types)
			types = append(types, kinds[n])
		}
	}
	var bodies [][]byte
	for n, body := range p.bodies {
		if !p.live[n] {
			continue
		}
		list, from, err := instructionsOf(body)
		if err != nil {
			return err
		}
		for k, i := range list {
			if i.op != opCall {
				continue
			}
			called := int(i.operand) - p.imports
			if called < 0 || !p.live[called] {
				return fmt.Errorf("%s calls %d, which is not there", name(n), called)
			}
			list[k] = with(opCall, int64(number[called]))
		}
		bodies = append(bodies, written(body, from, list))
	}
	sections[importSection] = nil
	sections[functionSection] = writeFunctionTypes(types)
	sections[elementSection] = p.elements(number)
	sections[codeSection] = writeFunctions(bodies)
	r := reader{src: sections[exportSection]}
	count := r.uint()
	out := binary.AppendUvarint(nil, count)
	for range count {
		name := r.bytes(r.uint())
		kind, n := r.byte(), r.uint()
		if kind == 0 {
			n = uint64(number[int(n)-p.imports])
		}
		out = append(append(binary.AppendUvarint(out, uint64(len(name))), name...), kind)
		out = binary.AppendUvarint(out, n)
	}
	sections[exportSection] = out
	return r.err
}

// elements are the functions in the table: those of which something has the address, each run of neighbors a segment.
func (p *program) elements(number []int) []byte {
	var segments []byte
	count := uint64(0)
	for n := 0; n < len(p.bodies); n++ {
		end := n
		for end < len(p.bodies) && p.live[end] && p.taken[end] {
			end++
		}
		if end == n {
			continue
		}
		segments = append(appendInt(append(segments, 0, opI32Const), int64(p.first+n)), opEnd)
		segments = binary.AppendUvarint(segments, uint64(end-n))
		for ; n < end; n++ {
			segments = binary.AppendUvarint(segments, uint64(number[n]))
		}
		count++
	}
	return append(binary.AppendUvarint(nil, count), segments...)
}
