//go:build !wasip1 || edge

// Which words of a text are no parameters, without a search in each list.

package cure

import (
	"sync/atomic"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// lists are those in which the names of a text are looked for; the names of
// exclusivePairs and scales are in them.
var lists = [...]names{
	outputLimits, optional, neutral, echoes, onlyInMessages, emptyEchoes, limited, commonWords, proseWords, movable,
	messageLists, toolLists,
}

// known are the hashes of all names in the lists. Most words of an error are in none of
// them, and a look here shows it without a search in each.
var known atomic.Pointer[[1 << 12 / 64]uint64]

// mayBeKnown reports whether a name may be in one of the lists.
func mayBeKnown(name string) bool {
	all := known.Load()
	if all == nil {
		all = new([1 << 12 / 64]uint64)
		for _, list := range lists {
			for rest := string(list); rest != ""; {
				var one string
				one, rest = letters.CutBar(rest)
				h := hashName(one)
				all[h>>6] |= 1 << (h & 63)
			}
		}
		known.Store(all)
	}
	h := hashName(name)
	return all[h>>6]>>(h&63)&1 != 0
}

func hashName(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h * 0x9E3779B1 >> 20
}
