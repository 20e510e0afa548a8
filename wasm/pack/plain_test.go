package main

import "testing"

// TestPlainly: calls lose the address to which to return and the question whether they did, and the stack pointer is
// the parameter, local 0. The function 5 is one of Go's, function 6 is not.
func TestPlainly(t *testing.T) {
	const (
		enter   = "\x23\x00\x21\x01"
		frame   = "\x20\x01\x41\x10\x6b\x22\x01\x24\x00" // 16 bytes
		address = "\x20\x01\x41\x08\x6b\x22\x01\x24\x00\x20\x01\x42\x07\x37\x03\x00"
		fresh   = "\x23\x00\x21\x01"
		unframe = "\x20\x01\x41\x10\x6a\x22\x01\x24\x00"
		leave   = "\x20\x01\x41\x08\x6a\x22\x01\x24\x00\x41\x00\x0f"
		check   = "\x20\x01\x23\x02\xa7\x28\x02\x10\x4d\x04\x40\x00\x0b"
		checked = "\x20\x00\x23\x02\xa7\x28\x02\x10\x4d\x04\x40\x00\x0b"
	)
	for _, test := range []struct{ name, before, want string }{
		{"a call", "\x00" + enter + "\x02\x40" + check + frame + address + "\x41\x00\x10\x05" + fresh + "\x0d\x00\x0b" + unframe + leave + "\x0b",
			"\x00\x02\x40" + checked + "\x20\x00\x41\x18\x6b\x21\x00\x20\x00\x10\x05\x0b\x0f\x0b"},
		{"a call for it", "\x00" + enter + "\x41\x00\x10\x05" + fresh + "\x0f\x0b",
			"\x00\x20\x00\x41\x08\x6b\x21\x00\x20\x00\x41\x08\x6a\x10\x05\x0f\x0b"},
		{"a call by address", "\x00" + enter + frame + "\x20\x02" + address + "\x21\x00\x41\x00\x20\x00\x11\x00\x00" + fresh + "\x0d\x00" + unframe + leave + "\x0b",
			"\x00\x20\x00\x41\x18\x6b\x21\x00\x20\x02\x21\x01\x20\x00\x20\x01\x11\x07\x00\x0f\x0b"},
		{"another kind", "\x00" + enter + "\x20\x01\x10\x06" + fresh + leave + "\x0b",
			"\x00\x20\x00\x41\x08\x6b\x21\x00\x20\x00\x10\x06\x0f\x0b"},
		{"stops", "\x00" + enter + "\x41\x01\x0f\x0b", ""},
		{"another beginning", "\x00\x20\x01\x0b", ""},
		{"the stack elsewhere", "\x00" + enter + "\x23\x00\x1a" + leave + "\x0b", ""},
		{"asks in another way", "\x00" + enter + address + "\x41\x00\x10\x05" + fresh + "\x1a" + leave + "\x0b", ""},
	} {
		list, from, err := instructionsOf([]byte(test.before))
		if err != nil {
			t.Fatal(err)
		}
		out, err := new(program).plainly(list, func(n int) bool { return n == 5 }, 7)
		if got := string(written([]byte(test.before), from, out)); err == nil && got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%s is %x, %v; want %x", test.name, got, err, test.want)
		}
	}
}
