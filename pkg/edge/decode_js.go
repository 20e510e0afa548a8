//go:build js

package edge

func nativeDecoder(string) decoder { return nil }
