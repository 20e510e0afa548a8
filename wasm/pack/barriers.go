// Questions whether the collector marks, at each write of a pointer: it never does.

package main

import "errors"

// markFunction is the function of the runtime that alone writes whether the collector marks, last.
const markFunction = "runtime.setGCPhase"

// markAddress returns where the runtime has whether the collector marks.
func (p *program) markAddress(t functionTable) (int64, error) {
	for n, body := range p.bodies {
		if t.name(n) != markFunction {
			continue
		}
		list, _, err := instructionsOf(body)
		for k := len(list) - 1; k >= 3 && err == nil; k-- {
			if list[k].op == opI64Store8 && list[k-2].op == opI32WrapI64 && list[k-3].op == opI64Const {
				return list[k-3].operand, nil
			}
		}
	}
	return 0, errors.New(markFunction + " is not as in this Go")
}

// withoutBarriers replaces the readings of an address by zeros.
func (p *program) withoutBarriers(address int64) error {
	reads := pattern{with(opI64Const, address), with(opI32WrapI64, 0), anyOperand{opI64Load32U}}
	for n, body := range p.bodies {
		list, from, err := instructionsOf(body)
		if err != nil {
			return err
		}
		var out []instruction
		for k := 0; k < len(list); k++ {
			if reads.at(list, k) && list[k+2].offset == 0 {
				out = append(out, with(opI64Const, 0))
				k += len(reads) - 1
			} else {
				out = append(out, list[k])
			}
		}
		p.bodies[n] = written(body, from, out)
	}
	return nil
}
