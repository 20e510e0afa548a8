// The contents of the pages, from the tables of classes and providers.

package reference

import (
	"fmt"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/explain"
)

var responsible = map[classify.Party]string{
	classify.PartyCaller: "the request’s", classify.PartyAccount: "the account’s or the key’s",
	classify.PartyProvider: "the provider’s", classify.PartyNetwork: "the network’s",
	classify.PartyGateway: "a gateway’s or a proxy’s",
}

func index() Page {
	p := Page{
		Path: "reference", Title: "Errors of LLM APIs",
		Lead: "The classes into which ukemi sorts errors of LLM APIs, and the providers, gateways and model servers " +
			"that it knows.",
	}
	classes := Section{Title: "Classes"}
	for _, c := range classify.Classes() {
		classes.Items = append(classes.Items, Item{"class/" + string(c.Class), string(c.Class), c.Means})
	}
	providers := Section{Title: "Providers"}
	for i := range provider.Count {
		row, _ := provider.At(i)
		providers.Items = append(providers.Items, Item{"provider/" + row.ID, row.Name, ""})
	}
	p.Sections = []Section{classes, providers}
	return p
}

func class(name string) (Page, bool) {
	c := classOf(name)
	if c == nil {
		return Page{}, false
	}
	text := explain.OfClass(*c)
	p := Page{Path: "class/" + name, Title: text.Title, Name: name, Lead: capital(text.Happened)}
	p.Facts = []Fact{
		{"Returned as", fmt.Sprintf("HTTP %d, type %s, code %s", c.Status, c.Type, c.Code), true},
		{"Retry the same request", choose(c.Retry, "yes, after a wait", "no, it would fail again"), false},
		{"Another model", choose(c.OtherModel, "may succeed", "would fail too"), false},
		{"Whose fault", responsible[c.Responsible], false},
	}
	steps := Section{Title: "What to do", IsOrdered: true}
	for _, step := range text.Steps {
		steps.Items = append(steps.Items, Item{Text: step})
	}
	p.Sections = append(p.Sections, steps)
	at := Section{Title: "At one provider"}
	for i := range provider.Count {
		row, _ := provider.At(i)
		for _, tip := range row.Tips {
			if tip.Class == name {
				at.Items = append(at.Items, Item{"provider/" + row.ID, row.Name, tip.Step})
			}
		}
	}
	p.Sections = appendSection(p.Sections, at)
	p.Sections = append(p.Sections, explainedElsewhere(name))
	return p, true
}

func providerPage(id string) (Page, bool) {
	row, kind := provider.Find(id)
	if kind == "" {
		return Page{}, false
	}
	p := Page{
		Path: "provider/" + id, Title: row.Name, Name: id,
		Lead: "Errors of " + row.Name + ": where to act, and how ukemi recognizes them.",
	}
	add := func(name, value string, isCode bool) {
		if value != "" {
			p.Facts = append(p.Facts, Fact{name, value, isCode})
		}
	}
	add("Keys", row.Keys, false)
	add("Billing", row.Money, false)
	add("Limits", row.Limits, false)
	add("Outages", row.Status, false)
	add("Recognized by host", strings.Join(list(row.Hosts), ", "), true)
	add("Recognized by header", strings.Join(list(row.Headers), ", "), true)
	tips := Section{Title: "What to do"}
	for _, tip := range row.Tips {
		tips.Items = append(tips.Items, Item{"class/" + tip.Class, tip.Class, tip.Step})
	}
	p.Sections = appendSection(p.Sections, tips)
	p.Sections = append(p.Sections, explainedElsewhere(id))
	return p, true
}

// explainedElsewhere links to what only the playground has.
func explainedElsewhere(name string) Section {
	return Section{Title: "See also", Items: []Item{
		{"#/examples/" + name, "Examples", "real errors, each with its explanation"},
		{"./", "Playground", "explains an error that you paste, in your browser"},
		{"reference", "All classes and providers", ""},
	}}
}

func appendSection(sections []Section, s Section) []Section {
	if len(s.Items) == 0 {
		return sections
	}
	return append(sections, s)
}

func classOf(name string) *classify.ClassInfo {
	for i, c := range classify.Classes() {
		if string(c.Class) == name {
			return &classify.Classes()[i]
		}
	}
	return nil
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

func capital(text string) string { return letters.Upper(text[:1]) + text[1:] }
