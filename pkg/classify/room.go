//go:build !wasip1

package classify

import "sync"

// room is that of readings that ended: five kilobytes each, which a server would allocate
// for each error.
var room sync.Pool

func newParsed() *parsed {
	if rd, ok := room.Get().(*parsed); ok {
		return rd
	}
	return new(parsed)
}

// release gives the room back. Nothing may point into it, as no verdict does.
func (rd *parsed) release() {
	*rd = parsed{}
	room.Put(rd)
}
