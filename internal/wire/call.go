//go:build !wasip1

package wire

// Call answers one call. It never panics: whatever goes wrong is an answer.
func Call(in []byte) (out []byte) {
	defer func() {
		if recover() != nil {
			out = fail("the core failed on this input; please report it")
		}
	}()
	return answer(in)
}
