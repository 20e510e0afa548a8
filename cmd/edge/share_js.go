//go:build js

// The operations for health that isolates share through Durable Objects: health.mjs asks
// for them, health-object.mjs merges.

package main

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// objectsPerUpstream is how many objects hold what isolates count of one upstream. A model
// always has the same one, and an object answers about 1,000 requests a second.
const objectsPerUpstream = 16

// maxObjects that one isolate asks at a time: a Worker may have six connections in a call.
const maxObjects = 4

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
	slices.SortStableFunc(all.Entries, func(a, b retry.Entry) int { // those that fail first
		return cmp.Compare(b.Failures+b.Withdrawn, a.Failures+a.Withdrawn)
	})
	for _, e := range all.Entries {
		l := of(e.Upstream, e.Model)
		l.Entries = append(l.Entries, e)
	}
	for _, k := range all.Keys {
		l := of(k.Upstream, k.Model)
		l.Keys = append(l.Keys, k)
	}
	for _, t := range args.Health.Hint.Targets {
		if t.Failing || t.Slowest > 0 {
			of(t.Upstream, t.Model)
		}
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

// ledgers of the Durable Objects in this isolate, by the id of each. They stay in Go, because
// JSON of 200 isolates took 180 ms of CPU at each merge; without it takes 6 (2026-11-28).
var ledgers = map[string]retry.Ledger{}

// maxLedgers bounds them. Beyond it an object begins anew.
const maxLedgers = 256

// merge what isolates sent into the ledger of an object, and return the hint of it.
func merge(args struct {
	Object string
	Sent   []retry.Ledger
	Budget int
	Now    retry.Millis
}) any {
	sent := retry.Ledger{}
	for _, l := range args.Sent {
		sent = sent.Merge(l)
	}
	ledger := ledgers[args.Object].Merge(sent.Recent(args.Now).Open(args.Now)).Recent(args.Now).Fold(args.Now)
	store(args.Object, ledger)
	hint := ledger.Hint(args.Budget, args.Now)
	return map[string]any{"hint": hint, "quiet": hint.IsQuiet(), "only": ledger.OnlyOrigin(args.Now)}
}

func store(object string, ledger retry.Ledger) {
	if len(ledger.Entries)+len(ledger.Keys) == 0 {
		delete(ledgers, object)
		return
	}
	if len(ledgers) >= maxLedgers && ledgers[object].Entries == nil {
		clear(ledgers)
	}
	ledgers[object] = ledger
}

// saved returns the ledger of an object for its storage.
func saved(args struct{ Object string }) any { return map[string]any{"ledger": ledgers[args.Object]} }

// restore the ledger of an object from its storage.
func restore(args struct {
	Object string
	Ledger retry.Ledger
	Now    retry.Millis
}) any {
	if _, known := ledgers[args.Object]; !known { // what was folded must not be added again
		store(args.Object, args.Ledger.Recent(args.Now).Fold(args.Now))
	}
	return struct{}{}
}
