// Whose fault it is, in a sentence.

package classify

import "strings"

// faultOf is the class's fault, unless the speaker knows better: where a proxy
// says that something is down or late, it is on the way, not at the provider.
func faultOf(v Verdict) Fault {
	fault := v.Class.Info().Fault
	if fault == FaultProvider && v.Class != Unknown && speaker(v.Provider).Kind == KindGateway {
		return FaultGateway
	}
	return fault
}

func faultText(v Verdict) string {
	who := speaker(v.Provider)
	switch faultOf(v) {
	case FaultCaller:
		return "The request needs a change."
	case FaultAccount:
		if v.Class == RateLimit || v.Class == QuotaExhausted {
			return "The account's limit is reached; the request itself is fine."
		}
		return "The account or key needs attention."
	case FaultNetwork:
		return "Something between you and the server broke."
	case FaultGateway:
		return who.Name + ", between you and the provider, got no good answer."
	}
	switch {
	case who.Kind == KindServer:
		return "Your own " + who.Name + " has a problem; the request is fine."
	case v.Rule == noError:
		return "Nobody's."
	case v.Class == Unknown:
		return "It cannot be told."
	case v.Provider != "":
		return who.Name + " has a problem; your request is fine."
	}
	return "The provider has a problem; your request is fine."
}

// has reports whether a word stands in a list that has spaces around each.
func has(list, word string) bool {
	return word != "" && strings.Contains(list, " "+word+" ")
}
