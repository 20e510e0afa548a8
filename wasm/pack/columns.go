// The function table as differences. Most of a record's twenty numbers are those
// of the record before or a little more, which a compressor of bytes does not
// see. So the module has the differences, column by column, in the place of the
// names, which are cleared, and a start function adds them up.

package main

import (
	"encoding/binary"
	"errors"
)

// packColumns clears the table's numbers and returns the body of the function
// that restores them. The table is a list of pairs, a function's number and where
// its record is, and the records, which are of several lengths: a column has the
// numbers of those that are long enough.
func (t functionTable) packColumns() (body []byte, err error) {
	var out []byte
	add := func(difference int) { // zigzag: small ones of both signs are short
		n := int32(difference)
		out = binary.AppendUvarint(out, uint64(uint32(n<<1^n>>31)))
	}
	size := t.size()
	end := func(n int) int {
		if n+1 < t.count {
			return t.at(n + 1)
		}
		return size
	}
	longest, before := 0, 0
	for n := range t.count {
		if t.at(n)%4 != 0 || end(n) <= t.at(n) || number(t.data, t.funcs+8*n) != t.entry(0)+n {
			return nil, errors.New("the function table is not in the order of the functions")
		}
		longest = max(longest, end(n)-t.at(n))
		add(t.at(n) - t.funcs - before)
		before = t.at(n) - t.funcs
	}
	for column := 0; column < longest; column += 4 {
		before := 0
		for n := range t.count {
			if at := t.at(n) + column; at < end(n) {
				add(number(t.data, at) - before)
				before = number(t.data, at)
			}
		}
	}
	from := t.names + 1 + len(runtimePrefix) + 1
	if from+len(out) > t.values {
		return nil, errors.New("the function table's differences find no room")
	}
	start := t.spans[0][0]
	body = restoring(start+from, start+t.funcs, start+size, t.count, t.entry(0), longest, t.spans[1][0])
	records := t.at(0)
	clear(t.data[t.funcs : t.funcs+8*t.count])
	clear(t.data[records:size])
	copy(t.data[from:], out)
	return body, nil
}

// Locals of the function that restores the table.
const (
	source = iota
	nth
	sum
	column
	value
	shift
	record
)

// restoring is the body of the function that restores the table of count
// functions at list: from the differences at from, the records up to end, of at
// most longest bytes. It writes the finder as well: the number of its function in
// each bucket.
func restoring(from, list, end, count, first, longest, finder int) []byte {
	var c assembler
	c.raw(1, 7, 0x7f) // seven locals, i32
	c.constant(from).set(source)
	c.block(opLoop) // the list
	c.difference()
	c.address(list).constant(first).get(nth).raw(i32Add).store(0)
	c.address(list).get(sum).store(4)
	c.get(nth).constant(1).raw(i32Add).tee(nth).constant(count).raw(i32LessU, opBrIf, 0)
	c.raw(opEnd)
	c.block(opLoop) // columns
	c.constant(0).set(nth).constant(0).set(sum)
	c.block(opLoop) // records
	c.constant(list).address(list).load(4).raw(i32Add).get(column).raw(i32Add).tee(record)
	c.constant(list).address(list).load(12).raw(i32Add).constant(end) // where the next begins, the last ends
	c.get(nth).constant(count-1).raw(i32LessU, opSelect, i32LessU)
	c.block(opIf)
	c.difference()
	c.get(record).get(sum).store(0)
	c.raw(opEnd)
	c.get(nth).constant(1).raw(i32Add).tee(nth).constant(count).raw(i32LessU, opBrIf, 0)
	c.raw(opEnd)
	c.get(column).constant(4).raw(i32Add).tee(column).constant(longest).raw(i32LessU, opBrIf, 0)
	c.raw(opEnd)
	c.constant(0).set(nth)
	c.block(opLoop) // buckets
	c.get(nth).constant(bucketSize).raw(i32Mul).constant(finder).raw(i32Add)
	c.get(nth).constant(4).raw(i32ShrU).store(0)
	c.get(nth).constant(1).raw(i32Add).tee(nth).constant((count-1)*bucketsPerFunction).raw(i32LessU, opBrIf, 0)
	c.raw(opEnd, opEnd)
	return c
}

const (
	opSelect = 0x1b
	i32LessU = 0x49
	i32Add   = 0x6a
	i32Sub   = 0x6b
	i32Mul   = 0x6c
	i32And   = 0x71
	i32Or    = 0x72
	i32Xor   = 0x73
	i32Shl   = 0x74
	i32ShrU  = 0x76
)

// assembler writes instructions.
type assembler []byte

func (c *assembler) raw(b ...byte) *assembler { *c = append(*c, b...); return c }

func (c *assembler) get(local byte) *assembler { return c.raw(0x20, local) }
func (c *assembler) set(local byte) *assembler { return c.raw(0x21, local) }
func (c *assembler) tee(local byte) *assembler { return c.raw(0x22, local) }

func (c *assembler) constant(n int) *assembler {
	*c = appendInt(append(*c, opI32Const), int64(n))
	return c
}

func (c *assembler) block(op byte) *assembler { return c.raw(op, 0x40) }

// load and store a number of 32 bits at an address and so many bytes.
func (c *assembler) load(offset byte) *assembler  { return c.raw(0x28, 2, offset) }
func (c *assembler) store(offset byte) *assembler { return c.raw(0x36, 2, offset) }

// address is that of the nth pair of the list.
func (c *assembler) address(list int) *assembler {
	return c.constant(list).get(nth).constant(3).raw(i32Shl, i32Add)
}

// difference reads one and adds it to the sum.
func (c *assembler) difference() {
	c.constant(0).set(value).constant(0).set(shift)
	c.block(opLoop)
	c.get(value).get(source).raw(0x2d, 0, 0).constant(0x7f).raw(i32And).get(shift).raw(i32Shl, i32Or).set(value)
	c.get(shift).constant(7).raw(i32Add).set(shift)
	c.get(source).constant(1).raw(i32Add).tee(source)
	c.constant(1).raw(i32Sub, 0x2d, 0, 0).constant(0x80).raw(i32And, opBrIf, 0)
	c.raw(opEnd)
	c.get(sum).get(value).constant(1).raw(i32ShrU).constant(0).get(value).constant(1).raw(i32And, i32Sub, i32Xor, i32Add).set(sum)
}

// addStart adds a function to a module, which is to run when it is started.
func addStart(sections [][]byte, imports int, body []byte) error {
	if sections[startSection] != nil {
		return errors.New("the module has a start function")
	}
	types, functions, code := reader{src: sections[typeSection]}, reader{src: sections[functionSection]}, reader{src: sections[codeSection]}
	typeCount, count, bodies := types.uint(), functions.uint(), code.uint()
	sections[typeSection] = append(append(binary.AppendUvarint(nil, typeCount+1), types.src[types.pos:]...), 0x60, 0, 0)
	sections[functionSection] = binary.AppendUvarint(append(binary.AppendUvarint(nil, count+1), functions.src[functions.pos:]...), typeCount)
	out := append(binary.AppendUvarint(nil, bodies+1), code.src[code.pos:]...)
	sections[codeSection] = append(binary.AppendUvarint(out, uint64(len(body))), body...)
	sections[startSection] = binary.AppendUvarint(nil, uint64(imports)+count)
	return errors.Join(types.err, functions.err, code.err)
}
