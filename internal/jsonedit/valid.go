package jsonedit

import "github.com/ukemi-dev/ukemi/internal/jsonish"

const whiteSpace = " \t\r\n"

// isValid reports whether text is one JSON value. Both editors read only structure and
// would edit nearly anything.
func isValid(text string) bool {
	_, _, ok := jsonish.Strict([]byte(text))
	return ok
}
