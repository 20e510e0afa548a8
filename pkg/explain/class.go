// What is written about a class as a whole, without an error at hand.

package explain

import (
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// ClassText is what a person reads about a class of errors.
type ClassText struct {
	Title    string
	Happened string   // one sentence, which begins in lowercase
	Steps    []string // to take, in this order
}

// OfClass returns the text of a class.
func OfClass(c classify.ClassInfo) ClassText {
	v := classify.Verdict{Class: c.Class, Retry: c.Retry}
	p := proseOf(v)
	return ClassText{Title: p.title, Happened: p.happened, Steps: p.stepsOf(c.Retry, sendAgain(v, p))}
}
