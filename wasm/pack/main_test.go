package main

import (
	"bytes"
	"testing"
)

// module with one data section of these segments, and a custom section.
func module(segments []segment) []byte {
	out := append([]byte("\x00asm\x01\x00\x00\x00"), 0, 5, 4, 'n', 'a', 'm', 'e')
	body := writeSegments(segments)
	return append(append(out, dataSection, byte(len(body))), body...)
}

func TestPack(t *testing.T) {
	packed, err := pack(module([]segment{{70, []byte("c")}, {70_000, []byte("d")}, {64, []byte("ab")}}))
	if err != nil {
		t.Fatal(err)
	}
	want := writeSegments([]segment{{64, []byte("ab\x00\x00\x00\x00c")}, {70_000, []byte("d")}})
	if got := packed[8:]; !bytes.Equal(got, append([]byte{dataSection, byte(len(want))}, want...)) {
		t.Errorf("got %q, want the segments %q", got, want)
	}
	if again, err := pack(packed); err != nil || !bytes.Equal(again, packed) {
		t.Errorf("packing twice changes it: %v", err)
	}
}

// TestPackRefuses: what is no such module is an error, never a broken file.
func TestPackRefuses(t *testing.T) {
	whole := module([]segment{{64, []byte("ab")}})
	for n := range len(whole) {
		if n == 8 || n == 15 { // between sections a module may end
			continue
		}
		if _, err := pack(whole[:n]); err == nil {
			t.Errorf("cut after %d bytes, it is packed", n)
		}
	}
	if _, err := pack([]byte("\x00asm\x01\x00\x00\x00\x0b\x04\x01\x01\x01x")); err == nil {
		t.Error("a passive segment is packed")
	}
	if _, err := pack(module([]segment{{64, []byte("ab")}, {65, []byte("c")}})); err == nil {
		t.Error("overlapping segments are packed")
	}
}
