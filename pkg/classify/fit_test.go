// Fits the weights to labelled cases: make train.

package classify

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// The trainer's settings. They were chosen by cross-validation, see docs/weights.md.
const (
	epochs            = 30   // how often each case is used
	batch             = 256  // cases of a step
	rate              = 2e-3 // how far a step goes at first; it shrinks to nothing
	decay             = 0.3  // how fast what no case needs is forgotten; small weights are few bytes
	dropSignals       = 0.2  // the share of a case's signals that is left out, others each time
	dropUnits         = 0.1  // the share of the hidden units that is left out
	corpusWeight      = 4.0  // how much a case of the given corpus counts
	subjectsWeight    = 0.3  // how much the short errors count that were written by subject
	variantWeight     = 0.4  // how much a variant counts, see withVariants
	aloneWeight       = 2.0  // how much a row's own example counts, see aloneCases
	alternativeWeight = 1.0  // how much one with nothing but one of its alternatives counts
	minPairs          = 2    // how many pairs of concepts a variant must have
)

const classCount = forRetry

// labelled is a case as the trainer sees it.
type labelled struct {
	id, set, group string
	class          int
	signals        []signal
	fair           [classCount]bool // the classes that are right
	retry          float64          // 1 yes, 0 no, −1 either
	weight         float64          // how much the case counts, 0 for 1
}

// network is all that is fitted. A feature adds to the classes' scores directly, and to the
// hidden units; a unit that is above zero adds to the scores in turn.
type network struct {
	all    []float64 // the parameters, of which the others are parts
	direct []float64 // features that no learned word is × columns
	bias   []float64 // units
	out    []float64 // units × columns
	in     []float64 // all features, and after them the candidates of chooseWords, × units
}

func networkOf(all []float64) network {
	n := network{all: all}
	for _, part := range []struct {
		of   *[]float64
		size int
	}{{&n.direct, featureLearned * columns}, {&n.bias, hiddenUnits}, {&n.out, hiddenUnits * columns}, {&n.in, len(all)}} {
		size := min(part.size, len(all))
		*part.of, all = all[:size], all[size:]
	}
	return n
}

// newNetwork is what training begins with: of each feature that was made for a class a
// weight for that class, and units that differ from each other by chance.
func newNetwork(features int, random *rand.Rand) network {
	n := networkOf(make([]float64, featureLearned*columns+hiddenUnits+hiddenUnits*columns+features*hiddenUnits))
	for f := range featureLearned {
		_, class, prior, retry := featureOf(f)
		if class != "" {
			n.direct[f*columns+class.index()] = float64(prior) / perNat
		}
		switch retry {
		case yes:
			n.direct[f*columns+forRetry] = 4
		case no:
			n.direct[f*columns+forRetry] = -6
		}
	}
	for i := range n.in {
		n.in[i] = random.NormFloat64() * 0.1
	}
	for i := range n.out {
		n.out[i] = random.NormFloat64() * 0.1
	}
	return n
}

// fit minimizes −log p(a fair class) by Adam (https://arxiv.org/abs/1412.6980) with signals
// and units left out at random (https://jmlr.org/papers/v15/srivastava14a.html), so that no
// case is decided by one of them alone. The same cases always give the same network.
func fit(cases []labelled, features, epochs int) network {
	random := rand.New(rand.NewPCG(1, 2))
	n := newNetwork(features, random)
	cases = withVariants(cases)
	for i := range cases {
		cases[i].weight = cases[i].counts()
	}
	order := random.Perm(len(cases))
	g := networkOf(make([]float64, len(n.all)))
	mean, square := make([]float64, len(n.all)), make([]float64, len(n.all))
	steps := float64(epochs * ((len(cases) + batch - 1) / batch))
	step, meanLeft, squareLeft := 0.0, 1.0, 1.0
	for range epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for some := range slices.Chunk(order, batch) {
			clear(g.all)
			for _, i := range some {
				n.learn(&cases[i], &g, random)
			}
			meanLeft, squareLeft = float64(meanLeft*0.9), float64(squareLeft*0.999)
			size := rate * (1 + math.Cos(math.Pi*step/steps)) / 2
			for i := range n.in { // https://arxiv.org/abs/1711.05101
				n.in[i] *= 1 - size*decay
			}
			size *= math.Sqrt(1-squareLeft) / (1 - meanLeft)
			for i, d := range g.all {
				d /= batch
				mean[i] += float64(0.1 * (d - mean[i]))
				square[i] += float64(0.001 * (float64(d*d) - square[i]))
				n.all[i] -= float64(size * mean[i] / (math.Sqrt(square[i]) + 1e-8))
			}
			step++
		}
	}
	return n
}

// counts is how much a case counts.
func (c *labelled) counts() float64 {
	n := c.weight
	if n == 0 {
		n = 1
	}
	switch {
	case strings.HasPrefix(c.set, "corpus"):
		return max(n, 1) * corpusWeight
	case strings.HasPrefix(c.set, "subjects"):
		return n * subjectsWeight
	}
	return n
}

// learn adds the gradient of one case to g.
func (n *network) learn(c *labelled, g *network, random *rand.Rand) {
	var used [256]struct {
		feature int
		share   float64
	}
	count := 0
	for i := range c.signals {
		if random.Float64() >= dropSignals && count < len(used) {
			used[count].feature = int(c.signals[i].feature)
			used[count].share = float64(c.signals[i].share) / full / (1 - dropSignals)
			count++
		}
	}
	var scores, back [columns]float64
	var units, unitsBack, kept [hiddenUnits]float64
	copy(units[:], n.bias)
	for _, s := range used[:count] {
		if s.feature < featureLearned {
			for j, w := range n.direct[s.feature*columns:][:columns] {
				scores[j] += float64(s.share * w)
			}
		}
		for u, w := range n.in[s.feature*hiddenUnits:][:hiddenUnits] {
			units[u] += float64(s.share * w)
		}
	}
	for u := range units {
		if units[u] <= 0 || random.Float64() < dropUnits {
			continue
		}
		kept[u] = 1 / (1 - dropUnits)
		units[u] *= kept[u]
		for j, w := range n.out[u*columns:][:columns] {
			scores[j] += float64(units[u] * w)
		}
	}
	back = lossGradient(&scores, c)
	for u := range units {
		if kept[u] == 0 {
			continue
		}
		for j, w := range n.out[u*columns:][:columns] {
			unitsBack[u] += float64(back[j] * w)
			g.out[u*columns+j] += float64(back[j] * units[u])
		}
		unitsBack[u] *= kept[u]
		g.bias[u] += unitsBack[u]
	}
	for _, s := range used[:count] {
		if s.feature < featureLearned {
			to := g.direct[s.feature*columns:][:columns]
			for j, d := range back {
				to[j] += float64(s.share * d)
			}
		}
		to := g.in[s.feature*hiddenUnits:][:hiddenUnits]
		for u, d := range unitsBack {
			to[u] += float64(s.share * d)
		}
	}
}

// lossGradient says how the improbability of what is right changes with the scores.
func lossGradient(s *[columns]float64, c *labelled) (d [columns]float64) {
	top, sum, fair := slices.Max(s[:classCount]), 0.0, 0.0
	for j := range classCount {
		d[j] = math.Exp(s[j] - top)
		sum += d[j]
		if c.fair[j] {
			fair += d[j]
		}
	}
	for j := range classCount {
		p := d[j]
		d[j] = p / sum
		if c.fair[j] {
			d[j] -= p / fair
		}
	}
	if c.retry >= 0 {
		again := s[forRetry] + float64(retryByClass(c.class))/perNat
		d[forRetry] = 1/(1+math.Exp(-again)) - c.retry
	}
	for j := range d {
		d[j] *= c.weight
	}
	return d
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
	add := func(class Class, retry tristate, weight float64, signals []signal) {
		c := labelled{class: class.index(), retry: -1, weight: weight, signals: signals}
		c.fair[c.class] = true
		if retry != unset {
			c.retry = float64(retry & 1) // yes is 1, no is 2
		}
		out = append(out, c)
	}
	for f := range featureFacts {
		if f >= featurePairs && f < featureStatus {
			continue
		}
		_, class, _, retry := featureOf(f)
		for _, from := range [...]fact{fromPaste, fromResponse} {
			add(class, retry, aloneWeight, []signal{{feature: int16(f), share: full}, {feature: int16(featureFacts + int(from)), share: full}})
		}
	}
	eachAlternative(func(r *rule, _, body string) {
		rd := readPaste(body)
		rd.collectPassages()
		add(r.class, r.retry, alternativeWeight, rd.signals())
	})
	return out
}

// weightTables are what is committed: weights.go and hidden.go.
type weightTables struct {
	direct [][columns]int8
	in     [][hiddenUnits]int8
	bias   [hiddenUnits]int32
	out    [hiddenUnits][columns]int8
}

// committed are those in use.
func committed() *weightTables {
	return &weightTables{weights[:], hiddenIn[:], hiddenBias, hiddenOut}
}

// scores are what weigh finds, added up one by one, in the unit that it uses.
func (t *weightTables) scores(signals []signal) (s [columns]int32) {
	var units [hiddenUnits]int32
	for u := range units {
		units[u] = t.bias[u]
	}
	for i := range signals {
		f, share := int(signals[i].feature), int32(signals[i].share)
		for u, w := range t.in[f] {
			units[u] += int32(w) * share
		}
		if f < featureLearned {
			for j, w := range t.direct[f] {
				s[j] += int32(w) * share
			}
		}
	}
	var indirect [columns]int32
	for u := range units {
		for j, w := range t.out[u] {
			indirect[j] += max(units[u], 0) * int32(w)
		}
	}
	for j := range s {
		s[j] += indirect[j] / (perIn * perOut / perNat)
	}
	return s
}

// rounded is what is committed.
func (n *network) rounded() (t weightTables) {
	whole := func(v float64) int8 { return int8(max(-127, min(127, math.Round(v)))) }
	t.direct, t.in = make([][columns]int8, featureLearned), make([][hiddenUnits]int8, len(n.in)/hiddenUnits)
	for f := range t.direct {
		for j := range t.direct[f] {
			if v := whole(n.direct[f*columns+j] * perNat); v > 2 || v < -2 { // without the others' small ones the table is as right, and shorter
				t.direct[f][j] = v
			}
		}
	}
	for u := range hiddenUnits {
		t.bias[u] = int32(math.Round(n.bias[u] * perIn * full))
		for j := range columns {
			t.out[u][j] = whole(n.out[u*columns+j] * perOut)
		}
	}
	for f := range t.in {
		for u := range hiddenUnits {
			t.in[f][u] = whole(n.in[f*hiddenUnits+u] * perIn)
		}
	}
	return t
}
