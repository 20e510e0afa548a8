// Functions that pack writes itself.

package main

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
