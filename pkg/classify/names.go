// The closed sets of names that a verdict bears, for types and documentation.

package classify

// Providers returns who can be recognized, one row each.
func Providers() []ProviderInfo { return speakers[:] }

// Faults returns everyone who may have to act.
func Faults() []Fault {
	return []Fault{FaultCaller, FaultAccount, FaultProvider, FaultNetwork, FaultGateway}
}
