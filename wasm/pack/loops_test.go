package main

import "testing"

// TestLoops: a jump by way of the table is a loop of its own, or leads on; what follows a loop is behind it.
func TestLoops(t *testing.T) {
	const (
		block = "\x02\x40"
		loop  = "\x03\x40"
		end   = "\x0b"
		when  = "\x20\x02\x04\x40"           // an if
		enter = loop + block + block + block // with the places 0, 1 and 2
		table = "\x20\x01\x0e\x02\x00\x01\x02" + end
		to    = "\x41"
		jump  = "\x21\x01\x0c"
	)
	for _, c := range []struct{ before, want string }{
		// 0: a; 1: b, again if it is true; then c.
		{
			"\x00" + enter + table + "\x10\x05" + end + "\x10\x06" + when + to + "\x01" + jump + "\x02" + end + end + "\x10\x07\x0f" + end + end,
			"\x00" + "\x10\x05" + block + loop + "\x10\x06\x20\x02\x0d\x00\x0c\x01" + end + end + "\x10\x07\x0f" + end,
		},
		// 0: to 2; 1: b; 2: again from 1 if it is true. The condition is where the loop begins.
		{
			"\x00" + enter + table + to + "\x02" + jump + "\x02" + end + "\x10\x06" + end + when + to + "\x01" + jump + "\x01" + end + "\x0f" + end + end,
			"\x00" + loop + "\x20\x02\x45\x0d\x01\x10\x06\x0c\x00" + end + end,
		},
		// 0: to 2 if it is true; 1: b, to 2; 2: to 1. The loop has two beginnings, and stays as it is.
		{
			"\x00" + enter + table + when + to + "\x02" + jump + "\x03" + end + end + "\x10\x06" + end + "\x10\x07" + to + "\x01" + jump + "\x00" + end + end,
			"\x00" + enter + table + when + to + "\x02" + jump + "\x03" + end + end + "\x10\x06" + end + "\x10\x07" + to + "\x01" + jump + "\x00" + end + end,
		},
	} {
		if got, err := shorten([]byte(c.before), true); err != nil || string(got) != c.want {
			t.Errorf("%x is %x, %v; want %x", c.before, got, err, c.want)
		}
	}
}

// TestFlow: two flows are the same only if they do the same in the same order.
func TestFlow(t *testing.T) {
	const base = "\x00\x03\x40\x10\x05\x20\x02\x0d\x00\x0b\x10\x06\x0b"
	read := func(body string) flow {
		list, _, err := instructionsOf([]byte(body))
		f, ok := flowOf(list)
		if err != nil || !ok {
			t.Fatalf("%x: %v", body, err)
		}
		for n := range f {
			for k := range f[n].code {
				f[n].code[k].at = 0
			}
		}
		return f
	}
	for other, want := range map[string]bool{
		base: true,
		"\x00\x02\x40\x03\x40\x10\x05\x20\x02\x45\x0d\x01\x0c\x00\x0b\x0b\x10\x06\x0b": true,  // the other way round
		"\x00\x02\x40\x03\x40\x10\x05\x20\x02\x0d\x01\x0c\x00\x0b\x0b\x10\x06\x0b":     false, // as long as it is false
		"\x00\x03\x40\x10\x05\x20\x02\x0d\x00\x0b\x10\x07\x0b":                         false,
		"\x00\x10\x05\x20\x02\x1a\x10\x06\x0b":                                         false,
	} {
		if got := read(base).isSame(read(other)); got != want {
			t.Errorf("%x: %t", other, got)
		}
	}
}
