// The members of a JSON body, found once: a body may be large, and a request is described
// by some thirty of them.

package core

import "github.com/ukemi-dev/ukemi/internal/jsonish"

// members are the own members of a JSON object.
type members struct {
	src string
	all []jsonish.Entry
}

func membersOf(src string) members { return members{src, jsonish.OwnMembers(src)} }

// values returns the values of this name as they stand in the source, in their order.
func (m members) values(name string) (values []string) {
	for _, e := range m.all {
		if e.Key == name {
			values = append(values, m.src[e.Value.Start:e.Value.End])
		}
	}
	return values
}
