// Who has to act, in a sentence.

package explain

import (
	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// responsibleText says in a sentence who has to act.
func responsibleText(v classify.Verdict) string {
	who, kind := provider.Find(v.Provider)
	switch v.Responsible() {
	case classify.PartyCaller:
		return "The request needs a change."
	case classify.PartyAccount:
		if v.Class == classify.RateLimit || v.Class == classify.QuotaExhausted {
			return "The account's limit is reached; the request itself is fine."
		}
		return "The account or key needs attention."
	case classify.PartyNetwork:
		return "Something between you and the server broke."
	case classify.PartyGateway:
		return who.Name + ", between you and the provider, got no good answer."
	}
	switch {
	case kind == provider.Server:
		return "Your own " + who.Name + " has a problem; the request is fine."
	case v.Rule == classify.NoError:
		return "Nobody's."
	case v.Class == classify.Unknown:
		return "It cannot be told."
	case v.Provider != "":
		return who.Name + " has a problem; your request is fine."
	}
	return "The provider has a problem; your request is fine."
}
