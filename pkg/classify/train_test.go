// The trainer: fits the weights of weights.go to the labelled cases, and
// compares by cross-validation. It is a test, because it sees what the package
// sees: go test ./pkg/classify -run TestWeights -train writes the table.

package classify

import (
	"flag"
	"fmt"
	"go/format"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

var (
	train    = flag.Bool("train", false, "fit the weights and write weights.go")
	found    = flag.String("found", "", "folder of more labelled errors, such as texts that may not be in the repository, which -validate measures")
	validate = flag.Bool("validate", false, "compare by cross-validation; takes two minutes")
)

// The trainer's settings. Strength pulls each weight to its prior, which is the
// class that its rule was made for; lone concepts and learned words are pulled to
// nothing harder, because they were made for none.
const (
	perNat          = 8 // weights in a nat
	strength        = 0.45
	strengthConcept = 2.0
	strengthWord    = 1.5
	corpusWeight    = 3.0 // how much a case of the given corpus counts
	rounds          = 250
	rate            = 0.3
	variantWeight   = 0.4 // how much a variant counts, see withVariants
	aloneWeight     = 2.0 // how much a row's own example counts, see aloneCases
	minPairs        = 2   // how many pairs of concepts a variant must have
)

// labelled is a case as the trainer sees it.
type labelled struct {
	id, set, group string
	class          int
	signals        []signal
	fair           [classCount]bool // the classes that are right
	retry          float64          // 1 yes, 0 no, −1 either
	weight         float64          // how much the case counts, 0 for 1
}

// fitted is a row of weights for each feature, and after them for each candidate of
// chooseWords.
type fitted [][columns]float64

const classCount = forRetry

func priors(candidates int) fitted {
	w := make(fitted, featureCount+candidates)
	for f := range featureCount {
		_, class, prior, retry := featureOf(f)
		if class != "" {
			w[f][class.index()] = float64(prior) / perNat
		}
		switch retry {
		case yes:
			w[f][forRetry] = 3
		case no:
			w[f][forRetry] = -6
		}
	}
	return w
}

func (w fitted) scores(c *labelled) (s [columns]float64) {
	for i := range c.signals {
		share := float64(c.signals[i].share) / full
		for j, v := range w[c.signals[i].feature] {
			s[j] += float64(share * v)
		}
	}
	return s
}

// fit minimizes −log p(a fair class) + strength/2 · (weight − prior)², by
// gradients whose steps shrink as AdaGrad's do. It has no randomness.
func fit(cases []labelled, candidates, rounds int) fitted {
	prior, w, steps := priors(candidates), priors(candidates), make(fitted, featureCount+candidates)
	cases = withVariants(cases)
	for i := range cases {
		if strings.HasPrefix(cases[i].set, "corpus") {
			cases[i].weight = max(cases[i].weight, 1) * corpusWeight
		}
	}
	for range rounds {
		g := make(fitted, len(w))
		for i := range cases {
			c := &cases[i]
			s := w.scores(c)
			again := s[forRetry] + float64(retryByClass(c.class))/perNat
			top := slices.Max(s[:classCount])
			sum, fair := 0.0, 0.0
			for j := range classCount {
				s[j] = math.Exp(s[j] - top)
				sum += s[j]
				if c.fair[j] {
					fair += s[j]
				}
			}
			for j := range s {
				d := s[j] / sum
				switch {
				case j == forRetry && c.retry < 0:
					continue
				case j == forRetry:
					d = 1/(1+math.Exp(-again)) - c.retry
				case c.fair[j]:
					d -= s[j] / fair
				}
				if c.weight > 0 {
					d *= c.weight
				}
				for k := range c.signals {
					g[c.signals[k].feature][j] += float64(d * float64(c.signals[k].share) / full)
				}
			}
		}
		for f := range g {
			pull := strength
			switch {
			case f >= featureLearned && f < featureStatus, f >= featureCount:
				pull = strengthWord
			case f >= featureConcepts && f < featureLearned:
				pull = strengthConcept
			}
			for j := range g[f] {
				d := g[f][j] + float64(pull*(w[f][j]-prior[f][j]))
				if d != 0 {
					steps[f][j] += float64(d * d)
					w[f][j] -= rate * d / (math.Sqrt(steps[f][j]) + 1e-8)
				}
			}
		}
	}
	return w
}

// withVariants adds each case once more without the phrases and codes that only
// its provider uses, so that the concepts learn to stand in for them.
func withVariants(cases []labelled) []labelled {
	out := append(slices.Clone(cases), aloneCases()...)
	for _, c := range cases {
		v := c
		v.weight = variantWeight
		v.signals = nil
		pairsLeft, dropped := 0, 0
		for _, s := range c.signals {
			switch f := int(s.feature); {
			case f < featureGeneric || f >= featureWords && f < featurePairs:
				dropped++
				continue
			case f >= featurePairs && f < featureConcepts:
				pairsLeft++
			}
			v.signals = append(v.signals, s)
		}
		if dropped > 0 && pairsLeft >= minPairs {
			out = append(out, v)
		}
	}
	return out
}

// aloneCases: an error that contains nothing but one code, phrase, failure or
// status belongs to the class that the row was made for.
func aloneCases() (out []labelled) {
	for f := range featureFacts {
		if f >= featurePairs && f < featureStatus {
			continue
		}
		_, class, _, retry := featureOf(f)
		for _, from := range [...]fact{fromPaste, fromResponse} {
			c := labelled{class: class.index(), retry: -1, weight: aloneWeight, signals: []signal{
				{feature: int16(f), share: full}, {feature: int16(featureFacts + int(from)), share: full},
			}}
			c.fair[c.class] = true
			if retry != unset {
				c.retry = float64(retry & 1) // yes is 1, no is 2
			}
			out = append(out, c)
		}
	}
	return out
}

// rounded is the table that is committed. Of concepts, many of which occur at once,
// it keeps the smallest weights. Without the others' small ones the table is as right
// on errors that it was not fitted to, and shorter.
func (w fitted) rounded() (out [featureCount][columns]int8) {
	for f := range out {
		for j := range w[f] {
			if v := math.Round(w[f][j] * perNat); max(v, -v) > 3 || f >= featureConcepts && f < featureStatus {
				out[f][j] = int8(max(-127, min(127, v)))
			}
		}
	}
	return out
}

// winner is the class that a table of weights gives a case, and its margin.
func winner(w *[featureCount][columns]int8, c *labelled) (best, margin int, retry bool) {
	var s [columns]int
	for i := range c.signals {
		for j, v := range w[c.signals[i].feature] {
			s[j] += int(v) * int(c.signals[i].share)
		}
	}
	class, next := lead(s[:])
	return class, (s[class] - next) / full, s[forRetry]/full+retryByClass(class) > 0
}

// lossOf is the improbability of the fair classes of a case, in nats: smoother than
// a count of what is right.
func lossOf(w *[featureCount][columns]int8, c *labelled) float64 {
	fair := 0.0
	for j, p := range probabilities(w, c) {
		if c.fair[j] {
			fair += p
		}
	}
	return -math.Log(fair)
}

// probabilities of the classes, as weights see a case.
func probabilities(w *[featureCount][columns]int8, c *labelled) (p [classCount]float64) {
	var s [columns]float64
	for i := range c.signals {
		for j, v := range w[c.signals[i].feature] {
			s[j] += float64(v) * float64(c.signals[i].share) / full / perNat
		}
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

// TestWeights refuses weights that are not what the trainer makes of the cases.
func TestWeights(t *testing.T) {
	all := labelledErrors(t)
	undo := useWords(nil)
	words := chooseWords(all, label(all))
	undo()
	if *train {
		writeWords(t, words)
		undo = useWords(words)
		w := fit(label(all), 0, rounds).rounded()
		undo()
		write(t, &w)
		return
	}
	if !slices.Equal(words, strings.Split(learned, "|")) {
		t.Fatal("learned.go is not what the trainer chooses from the cases; run make train")
	}
	w := fit(label(all), 0, rounds).rounded()
	if len(weights) != featureCount {
		t.Fatalf("weights.go has %d rows, the tables %d; run make train", len(weights), featureCount)
	}
	for f := range w {
		if id, _, _, _ := featureOf(f); weights[f] != w[f] {
			t.Fatalf("weights.go is not what the trainer makes of tables and cases (first difference: %s); run make train", id)
		}
	}
}

func write(t *testing.T, w *[featureCount][columns]int8) {
	var b strings.Builder
	b.WriteString(weightsHead)
	for f := range w {
		id, _, _, _ := featureOf(f)
		fmt.Fprintf(&b, "/* %s */ {", id)
		for j, v := range w[f] {
			if v != 0 {
				fmt.Fprintf(&b, "%s: %d, ", shortOf(j), v)
			}
		}
		b.WriteString("},\n")
	}
	b.WriteString("}\n")
	out, err := format.Source([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("weights.go", out, 0o644); err != nil {
		t.Fatal(err)
	}
}

func shortOf(column int) string {
	if column == forRetry {
		return "forRetry"
	}
	return short[column]
}

// short are the names of the classes in the table.
var short = func() (names [classCount]string) {
	for i := range classes {
		parts := strings.Split(string(classes[i].Class), "_")
		for j, p := range parts {
			if j > 0 {
				parts[j] = strings.ToUpper(p[:1]) + p[1:]
			}
		}
		names[i] = "for" + strings.ToUpper(parts[0][:1]) + strings.Join(parts, "")[1:]
	}
	return names
}()

var weightsHead = func() string {
	head := `// Code generated by go test ./pkg/classify -run TestWeights -train. DO NOT EDIT.

// How much each feature speaks for each class, in eighths of a nat: a feature
// with 8 more for one class than for another makes it e times as probable.
// docs/weights.md explains how they are fitted.

package classify

// The columns of the table.
const (
`
	for i, name := range short {
		if i == 0 {
			name += " = iota"
		}
		head += name + "\n"
	}
	return head + "forRetry\ncolumns\n)\n\nvar weights = [...][columns]int8{\n"
}()

// labelledErrors are all that words are chosen from and weights are fitted to.
func labelledErrors(t *testing.T) (all []example) {
	for _, folder := range folders {
		all = append(all, examples(t, folder)...)
	}
	return all
}

// label reads errors with the words that are learned at present.
func label(all []example) []labelled {
	cases := make([]labelled, len(all))
	for i := range all {
		cases[i] = all[i].labelled()
	}
	return cases
}

func (e example) labelled() labelled {
	rd := e.reading()
	headerCodes(rd)
	rd.collectPassages()
	c := labelled{id: e.ID, set: e.folder + "/" + e.file, group: e.group(), signals: rd.signals()}
	c.class = e.Expect.Class.index()
	c.fair[c.class] = true
	switch {
	case e.RetryEither:
		c.retry = -1
	case e.Expect.Retry:
		c.retry = 1
	}
	for _, a := range e.Also {
		c.fair[a.index()] = true
	}
	return c
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
		undo := useWords(chooseWords(rest, without))
		cases, without := label(all), label(rest)
		undo()
		w := fit(without, 0, rounds).rounded()
		for i := range cases {
			if foldOf(cases[i].group, folds) == fold {
				results[i].class, results[i].margin, results[i].retry = winner(&w, &cases[i])
				results[i].loss = lossOf(&w, &cases[i])
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
