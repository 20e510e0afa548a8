// The closed sets of names that a verdict bears, for types and documentation.

package classify

import "slices"

// Providers returns the names of all who can be recognized, in the order of
// their table.
func Providers() (names []string) {
	for i := range providers {
		if !slices.Contains(names, providers[i].name) {
			names = append(names, providers[i].name)
		}
	}
	return names
}

// Faults returns everyone who may have to act.
func Faults() []Fault {
	return []Fault{FaultCaller, FaultAccount, FaultProvider, FaultNetwork, FaultGateway}
}
