//go:build js

// The operations for health that isolates share through Durable Objects: health.mjs asks
// for them, health-object.mjs merges.

package main

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// objectsPerUpstream is how many objects hold what isolates count of one upstream. A model
// always has the same one, and an object answers about 1,000 requests a second.
const objectsPerUpstream = 16

// maxObjects that one isolate asks at a time.
const maxObjects = 8

// ledgerOfObject is what an isolate sends to an object.
type ledgerOfObject struct {
	Name   string       `json:"name"`
	Ledger retry.Ledger `json:"ledger"`
}

// counts groups what an isolate knows by object. A target that the last hint names belongs
// to it even if this isolate counted nothing there.
func counts(args struct {
	Health struct {
		Tallies []retry.Tally
		Keys    []retry.RestingKey
		Hint    retry.Hint
	}
	Origin string
}) any {
	var objects []*ledgerOfObject
	of := func(upstream, model string) *retry.Ledger {
		name := objectOf(upstream, model)
		for _, o := range objects {
			if o.Name == name {
				return &o.Ledger
			}
		}
		if len(objects) == maxObjects {
			return &retry.Ledger{}
		}
		objects = append(objects, &ledgerOfObject{Name: name})
		return &objects[len(objects)-1].Ledger
	}
	all := retry.Health{Tallies: args.Health.Tallies, Keys: args.Health.Keys}.Ledger(args.Origin)
	for _, e := range all.Entries {
		l := of(e.Upstream, e.Model)
		l.Entries = append(l.Entries, e)
	}
	for _, k := range all.Keys {
		l := of(k.Upstream, k.Model)
		l.Keys = append(l.Keys, k)
	}
	for _, t := range args.Health.Hint.Targets {
		of(t.Upstream, t.Model)
	}
	return map[string]any{"objects": objects}
}

// objectOf names the object of a model at an upstream.
func objectOf(upstream, model string) string {
	hash := uint32(2166136261) // FNV-1a
	for i := range len(model) {
		hash = (hash ^ uint32(model[i])) * 16777619
	}
	return upstream + " " + strconv.Itoa(int(hash%objectsPerUpstream))
}

// merge what isolates sent into the ledger of an object, and make the hint of it.
func merge(args struct {
	Ledger retry.Ledger
	Sent   []retry.Ledger
	Budget int
	Now    retry.Millis
}) any {
	sent := retry.Ledger{}
	for _, l := range args.Sent {
		sent = sent.Merge(l)
	}
	ledger := args.Ledger.Merge(sent.Recent(args.Now)).Recent(args.Now)
	hint := ledger.Hint(args.Budget, args.Now)
	return map[string]any{"ledger": ledger, "hint": hint, "quiet": hint.IsQuiet()}
}
