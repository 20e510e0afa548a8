// Copies and zeros of a few words. An engine calls a function of its own for each memory.copy and memory.fill, which
// takes longer than to load and store the words.

package main

import "encoding/binary"

// mostWords is up to how many words are copied one by one.
const mostWords = 16

const (
	extendedCopy = 10
	extendedFill = 11
	typeI32      = 0x7f
)

// withWords returns a function in which no short copy or fill is left.
func withWords(body []byte) ([]byte, error) {
	list, from, err := instructionsOf(body)
	if err != nil {
		return nil, err
	}
	target := countLocals(body) + 1 // the parameter
	var out []instruction
	isUsed := false
	for n, i := range list {
		size := int64(-1)
		if i.op == opExtended && n > 0 && list[n-1].op == opI32Const {
			size = list[n-1].operand
		}
		switch {
		case size <= 0 || size%8 != 0 || size > 8*mostWords:
			out = append(out, i)
		case i.operand == extendedCopy:
			isUsed = true
			out = append(out[:len(out)-1], with(opLocalSet, target+1), with(opLocalSet, target))
			for at := int64(0); at < size; at += 8 {
				out = append(out, get(target), get(target+1), memory(opI64Load, 0, at), memory(opI64Store, 0, at))
			}
		case i.operand == extendedFill && list[n-2].op == opI32Const && list[n-2].operand == 0:
			isUsed = true
			out = append(out[:len(out)-2], with(opLocalSet, target))
			for at := int64(0); at < size; at += 8 {
				out = append(out, get(target), with(opI64Const, 0), memory(opI64Store, 0, at))
			}
		default:
			out = append(out, i)
		}
	}
	if !isUsed {
		return body, nil
	}
	r := reader{src: body}
	groups := r.uint()
	head := append(binary.AppendUvarint(nil, groups+1), body[r.pos:from]...)
	head = append(head, 2, typeI32)
	for _, i := range out {
		head = append(head, i.bytes(body)...)
	}
	return head, nil
}

// countLocals counts the locals of a function, without its parameters.
func countLocals(body []byte) (count int64) {
	r := reader{src: body}
	for n := r.uint(); n > 0; n-- {
		count += int64(r.uint())
		r.byte()
	}
	return count
}
