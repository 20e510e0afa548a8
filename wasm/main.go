//go:build wasip1

// Command wasm is the embeddable core: a reactor that exports the byte
// interface and nothing else. What it answers is internal/wire's matter.
package main

import _ "github.com/ukemi-dev/ukemi/internal/wire/export"

func main() {}
