// Who has to act.

package classify

import "github.com/ukemi-dev/ukemi/internal/provider"

// Parties returns everyone who may have to act.
func Parties() []Party {
	return []Party{PartyCaller, PartyAccount, PartyProvider, PartyNetwork, PartyGateway}
}

// Responsible is the party that has to act: the one of the class, unless a
// gateway says that something is down or late, which is then on the way and not
// at the provider.
func (v Verdict) Responsible() Party {
	party := v.Class.Info().Responsible
	switch v.Rule {
	case "words-local", "bug-of-caller":
		return PartyCaller
	case "challenge-page": // it was shown before a key was looked at
		return PartyNetwork
	}
	if party != PartyProvider || v.Class == Unknown {
		return party
	}
	if _, kind := provider.Find(v.Provider); kind == provider.Gateway {
		return PartyGateway
	}
	return party
}
