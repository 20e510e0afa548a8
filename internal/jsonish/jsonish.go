// Package jsonish reads the structured text in pastes: JSON, Python reprs,
// JavaScript dumps and texts cut in the middle. It writes strict JSON. It replaces
// encoding/json in the core, where that import costs 360 KB (gzip) of WebAssembly.
//
// read.go is the tolerant reader, scan.go and walk.go find members without reading
// the rest, write.go is the writer; this file is the value that read.go returns.
package jsonish

// Kind of a Value.
type Kind uint8

const (
	None   Kind = iota // absent: the zero Value
	Null               // null, None, undefined, nil
	Bool               // true, false, True, False
	Number             // any number; Text holds the literal
	String             // a quoted string; Text holds it unescaped
	Word               // an unquoted word where a value was expected: [Object], <Response>, NaN
	Array
	Object
)

// Value is one node of what was read. Values are plain data.
type Value struct {
	Kind Kind
	// Cut is set where the source ended before the value did.
	Cut bool
	// Text of a Number (its literal), String (unescaped), Bool ("true" or
	// "false") or Word (as it stood).
	Text string
	// Members of an Object in their order, or elements of an Array (Key "").
	Members []Member
	// Start and End are byte offsets in the source, quotes included.
	Start, End int
}

// Member is one entry of an Object or Array.
type Member struct {
	Key   string
	Value Value
}

// Get returns the value of the first member with this key, or the zero Value.
// On a value that is no Object it returns the zero Value, so calls chain:
// v.Get("error").Get("code").
func (v Value) Get(key string) Value {
	if v.Kind == Object {
		for i := range v.Members {
			if v.Members[i].Key == key {
				return v.Members[i].Value
			}
		}
	}
	return Value{}
}
