// Package provider is the table of those who answer: providers of models,
// gateways and platforms, model servers. One row holds everything about one of
// them: how its answers are recognized, its names and pages, and what to do
// about its errors. To add a provider, add its row to apis.go, gateways.go or
// servers.go, and its test cases.
package provider

// Kind says what a provider is.
type Kind string

const (
	API     Kind = "api"     // a provider of models
	Gateway Kind = "gateway" // a proxy or platform between caller and provider
	Server  Kind = "server"  // a model server that people run themselves
)

// Provider is one row.
type Provider struct {
	// ID is the public name, as in a verdict; Name is how people write it.
	ID, Name string
	// Headers are names of response headers that only this provider sends, in
	// lowercase, separated by '|'; "name=part" asks for a part of the value.
	Headers string
	// Hosts are host names of its API and pages.
	Hosts string
	// Marks are strings that only its answers contain: error codes, id formats,
	// fixed sentences; in lowercase. The name of the provider, of a model or of a
	// client library is no mark, because others use them, too.
	Marks string
	// Keys, Money and Limits are its pages, Status reports its outages; "" where
	// there is none.
	Keys, Money, Limits, Status string
	// Carrier is set where its headers stand on answers of others, too: a proxy,
	// a platform, a content delivery network.
	Carrier bool
	// Tips are the first steps for errors of a class.
	Tips []Tip
}

// Tip is what to do about errors of one class.
type Tip struct {
	Class string
	Step  string
}

// Count is the number of providers.
const Count = len(gateways) + len(apis) + len(servers)

// At returns a provider by its number, from 0 to Count−1: gateways first,
// because their headers stand around the answers of others.
func At(i int) (p *Provider, kind Kind) {
	if i < len(gateways) {
		return &gateways[i], Gateway
	}
	i -= len(gateways)
	if i < len(apis) {
		return &apis[i], API
	}
	return &servers[i-len(apis)], Server
}

// Find returns the row with this ID; for one that is not in the table, a row
// that has nothing but the name.
func Find(id string) (p *Provider, kind Kind) {
	for i := range Count {
		if p, kind = At(i); p.ID == id {
			return p, kind
		}
	}
	return &Provider{ID: id, Name: id}, ""
}

// Tip returns the step for a class, "" if there is none.
func (p *Provider) Tip(class string) string {
	for _, t := range p.Tips {
		if t.Class == class {
			return t.Step
		}
	}
	for _, t := range general {
		if t.Class == class {
			return t.Step
		}
	}
	return ""
}
