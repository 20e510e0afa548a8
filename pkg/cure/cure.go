// Package cure finds the change of a request that ends an error, where the error
// names it or its provider documents it, and makes that change.
//
//	error ─▶ Find ─▶ Fix ─▶ Apply to a request ─▶ the mended request
//
// A fix never changes what was asked for: no prompt, message, tool, schema or image is
// shortened or left out, and no other model is asked than a successor that the error
// names. What it changes are optional parameters, numbers beyond a stated limit, the
// name of a parameter, headers and the path.
//
// This file holds what goes in and what comes out. cures.go is the table of cures, the
// files find_*.go hold those that are more than phrases; parameters.go lists the
// parameters, words.go reads names and phrases in an error's text, numbers.go its numbers;
// apply.go changes a request, outline.go shortens it, show.go shows a fix, describe.go
// documents the table. The package is pure: no I/O,
// no clock, no panics on any input.
package cure

// Error is what is read of an error.
type Error struct {
	// Class of package classify.
	Class string
	// Provider that answered, "" when unknown.
	Provider string
	// Param that the error names apart, "" for none.
	Param string
	// Message for people.
	Message string
	// Text is the whole error as it stood; its first MaxText bytes are read.
	Text string
	// Path of the request, "" when unknown.
	Path string

	param  *name // see paramOf
	isRead bool  // param is known
}

// MaxText is how many bytes of an error are read.
const MaxText = 16 << 10

// Fix is the change that ends an error. Its zero value is none.
type Fix struct {
	// Cure is the id of the table's row, kebab-case, never renamed; "" for no fix.
	Cure string
	// Changes of the request, in the order in which they are made.
	Changes []Change
}

// ChangesBody reports whether the fix changes the body alone.
func (f Fix) ChangesBody() bool {
	for _, c := range f.Changes {
		switch c.Op {
		case Path, Endpoint, Query, Header, DropHeader, RenameHeader:
			return false
		}
	}
	return true
}

// IsAdvice reports whether a program cannot make the change alone.
func (f Fix) IsAdvice() bool {
	for _, c := range f.Changes {
		if c.Op == Endpoint {
			return true
		}
	}
	return false
}

// IsZero reports whether there is no fix.
func (f Fix) IsZero() bool { return f.Cure == "" }

// Applied is a fix that was found to change a request, which proves it.
func (f Fix) Applied() Fix {
	changes := make([]Change, len(f.Changes))
	for i, c := range f.Changes {
		c.NeedsRequest = false
		changes[i] = c
	}
	f.Changes = changes
	return f
}

// Change is one change of a request. The zero value of a field means that it is not
// used by the operation.
type Change struct {
	Op Op
	// Name of the parameter or header, as the error spells it: "max_tokens",
	// "reasoning.effort". It is found in a body wherever its dialect has it.
	Name string
	// Value is the operation's other operand.
	Value string
	// From is the part that Value replaces.
	From string
	// NeedsRequest: only the request shows whether the change is right. Without it, it is not
	// shown.
	NeedsRequest bool
	// Lasting: the change is right for every request to the same model, not for this
	// prompt alone.
	Lasting bool
}

// Op is what a Change does. The names are part of the core's byte interface.
type Op string

// The operations.
const (
	Remove       Op = "remove"        // the parameter Name; with From "small", only a value without content
	RemoveDeep   Op = "remove-deep"   // the member Name in messages and tools; with From, in the objects of these names
	Rename       Op = "rename"        // Name to Value
	Move         Op = "move"          // Name into the object of the path Value: "reasoning.effort"
	Lower        Op = "lower"         // Name to at most the number Value
	Raise        Op = "raise"         // Name to at least the number Value
	Replace      Op = "replace"       // the value of Name by the JSON Value
	AsNumber     Op = "as-number"     // Name, a number written as a text, without its quotes
	Add          Op = "add"           // Name with the JSON Value
	Nearest      Op = "nearest"       // Name, now perhaps From, to the nearest of the values in Value
	Shorten      Op = "shorten"       // the list Name to its first Value elements
	Role         Op = "role"          // the role From of every message to Value
	Budget       Op = "budget"        // the thinking budget to half of max_tokens
	Path         Op = "path"          // From in the path to Value
	Endpoint     Op = "endpoint"      // the path, and with it the shape of the body: advice
	Query        Op = "query"         // adds the query parameter Name=Value
	Header       Op = "header"        // adds the header Name: Value
	DropHeader   Op = "drop-header"   // removes the element Value from the list in the header Name
	RenameHeader Op = "rename-header" // the key in the header From goes into the header Name, behind Value
)
