package main

import "testing"

// TestWithoutIdleBlocks: a block stays only if something branches to it.
func TestWithoutIdleBlocks(t *testing.T) {
	const (
		block = "\x02\x40"
		loop  = "\x03\x40"
		end   = "\x0b"
		br    = "\x0c"
	)
	for before, want := range map[string]string{
		"\x00" + block + block + br + "\x01" + end + end + end: "\x00" + block + br + "\x00" + end + end,
		"\x00" + block + block + end + end + end:               "\x00" + end,
		"\x00" + loop + br + "\x00" + end + end:                "\x00" + loop + br + "\x00" + end + end,
		"\x00\x20\x00\x04\x40\x01" + end + end:                 "\x00\x20\x00\x04\x40\x01" + end + end,
	} {
		list, from, err := instructionsOf([]byte(before))
		if got := written([]byte(before), from, withoutIdleBlocks(list)); err != nil || string(got) != want {
			t.Errorf("%x is %x, %v; want %x", before, got, err, want)
		}
	}
}

// TestWithoutUnreachable: what no way leads to goes, with the blocks in it.
func TestWithoutUnreachable(t *testing.T) {
	for before, want := range map[string]string{
		"\x00\x02\x40\x0c\x00\x01\x0b\x01\x0b":         "\x00\x02\x40\x0c\x00\x0b\x01\x0b",
		"\x00\x02\x40\x0f\x02\x40\x01\x0b\x0b\x01\x0b": "\x00\x02\x40\x0f\x0b\x0b",
		"\x00\x20\x00\x04\x40\x0f\x05\x0f\x0b\x01\x0b": "\x00\x20\x00\x04\x40\x0f\x05\x0f\x0b\x0b",
		"\x00\x20\x00\x04\x40\x0f\x0b\x01\x0b":         "\x00\x20\x00\x04\x40\x0f\x0b\x01\x0b",
		"\x00\x03\x40\x20\x00\x0d\x00\x00\x0b\x01\x0b": "\x00\x03\x40\x20\x00\x0d\x00\x00\x0b\x0b",
	} {
		list, from, err := instructionsOf([]byte(before))
		if got := written([]byte(before), from, withoutUnreachable(list)); err != nil || string(got) != want {
			t.Errorf("%x is %x, %v; want %x", before, got, err, want)
		}
	}
}
