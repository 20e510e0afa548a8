//go:build js

package nethttp

func nativeDecoder(string) decoder { return nil }
