// Cross-validation: how right the weights are on errors that they were not fitted to.

package classify

import (
	"flag"
	"math"
	"slices"
	"testing"
)

var (
	found    = flag.String("found", "", "folder of more labelled errors, such as texts that may not be in the repository, which -validate measures")
	validate = flag.Bool("validate", false, "compare by cross-validation; takes some minutes")
)

// winner is the class that weights give a case, and its margin.
func (t *weightTables) winner(c *labelled) (best, margin int, retry bool) {
	s := t.scores(c.signals)
	class, next := lead(s[:])
	return class, int(s[class]-s[next]) / full, int(s[forRetry])/full+retryByClass(class) > 0
}

// lossOf is the improbability of the fair classes of a case, in nats: smoother than
// a count of what is right.
func (t *weightTables) loss(c *labelled) float64 {
	fair := 0.0
	for j, p := range t.probabilities(c) {
		if c.fair[j] {
			fair += p
		}
	}
	return -math.Log(fair)
}

// probabilities of the classes, as weights see a case.
func (t *weightTables) probabilities(c *labelled) (p [classCount]float64) {
	scores := t.scores(c.signals)
	var s [columns]float64
	for j := range s {
		s[j] = float64(scores[j]) / full / perNat
	}
	top, sum := slices.Max(s[:classCount]), 0.0
	for j := range p {
		p[j] = math.Exp(s[j] - top)
		sum += p[j]
	}
	for j := range p {
		p[j] /= sum
	}
	return p
}

// TestValidate compares, on cases of groups that the weights were not fitted
// to: a group is a mechanism, or a source.
func TestValidate(t *testing.T) {
	if !*validate {
		t.Skip("run with -validate")
	}
	const folds = 5
	all := labelledErrors(t)
	learnedFrom := len(all)
	if *found != "" {
		all = append(all, examplesIn(t, *found)...)
	}
	type result struct {
		class, margin int
		retry         bool
		loss          float64
	}
	results := make([]result, len(all))
	defer useWords(nil)()
	cases := label(all)
	for fold := range folds {
		var rest []example
		var without []labelled
		for i := range cases[:learnedFrom] {
			if foldOf(cases[i].group, folds) != fold {
				rest, without = append(rest, all[i]), append(without, cases[i])
			}
		}
		words := chooseWords(rest, without)
		undo := useWords(words)
		cases, without := label(all), label(rest)
		undo()
		n := fit(without, featureLearned+len(words), epochs)
		w := n.rounded()
		for i := range cases {
			if foldOf(cases[i].group, folds) == fold {
				results[i].class, results[i].margin, results[i].retry = w.winner(&cases[i])
				results[i].loss = w.loss(&cases[i])
			}
		}
	}
	sets, losses := map[string]*[3]int{}, map[string]float64{}
	var names []string
	total, again := 0, 0
	for i := range cases {
		set := cases[i].set
		if sets[set] == nil {
			sets[set] = new([3]int)
			names = append(names, set)
		}
		sets[set][1]++
		losses[set] += results[i].loss
		if c := &cases[i]; c.retry < 0 || (c.retry > 0) == results[i].retry {
			sets[set][2]++
			again++
		} else {
			t.Logf("RETRY %s %s want %v got %v", set, c.id, c.retry > 0, results[i].retry)
		}
		if cases[i].fair[results[i].class] {
			sets[set][0]++
			total++
		} else {
			t.Logf("WRONG %s %s want %v got %s %d", set, cases[i].id, fairNames(&cases[i]), classes[results[i].class].Class, results[i].margin)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		n := float64(sets[name][1])
		t.Logf("SET %-28s %4d of %4d right, %.1f %%, retry %.1f %%, loss %.4f", name, sets[name][0], sets[name][1], 100*float64(sets[name][0])/n, 100*float64(sets[name][2])/n, losses[name]/n)
	}
	t.Logf("SET %-28s %4d of %4d right, %.1f %%, retry %.1f %%", "all", total, len(cases), 100*float64(total)/float64(len(cases)), 100*float64(again)/float64(len(cases)))
	for _, m := range []int{0, 4, 8, 12, 16, 20, 24, 32, 40, 48} {
		right, n := 0, 0
		for i := range cases {
			if results[i].margin >= m {
				n++
				if cases[i].fair[results[i].class] {
					right++
				}
			}
		}
		t.Logf("MARGIN ≥ %2d: %4d cases, right %.1f %%", m, n, 100*float64(right)/float64(n))
	}
}

func fairNames(c *labelled) (names []string) {
	for j := range c.fair {
		if c.fair[j] {
			names = append(names, string(classes[j].Class))
		}
	}
	return names
}

// foldOf spreads groups evenly and the same way on every machine.
func foldOf(group string, folds int) int {
	return int(hashWord([]byte(group))>>3) % folds
}
