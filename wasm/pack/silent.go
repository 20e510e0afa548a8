// Here are the functions that a program in Go has only for those who debug it,
// and the trap that takes their place. In the core none of them is ever reached
// but where the program is about to end, which a trap does as well: for the
// caller it is the same error, and there is a new instance for the next call.

package main

import "regexp"

// silent are the functions of the runtime that print, panic or end the program.
var silent = regexp.MustCompile(`^runtime\.(` +
	`print|gopanic|goPanic|panic|sigpanic$|` + // what internal/wire's recover would catch: core.js has the same error for a trap
	`throw|fatal|badsystemstack|(maps|sync|rand|fips|internal_sync)_(throw|fatal)$` + // the end
	`)`)

// trap is the body of a function that has no locals and ends the program.
var trap = []byte{0, 0x00, 0x0b}
