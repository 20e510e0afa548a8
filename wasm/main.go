//go:build wasip1

// Command wasm is the embeddable core: a reactor that exports the byte
// interface and nothing else. What it answers is internal/wire's matter.
package main

import (
	"github.com/ukemi-dev/ukemi/internal/wire"
	"github.com/ukemi-dev/ukemi/internal/wire/export"
)

func init() { export.Answer = wire.Call }

// The packed module (wasm/pack) begins where the start of this one ends, and its stack never moves, so the start
// leaves one that is large enough.
var _ = enlargeStack(14)

const frame = 1 << 16

//go:noinline
func enlargeStack(frames int) byte {
	var room [frame]byte
	if frames == 0 {
		return room[0]
	}
	return enlargeStack(frames-1) + room[frames]
}

func main() {}
