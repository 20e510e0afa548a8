// What the signals add up to. Each adds its weights to the scores of the classes, and to the
// units of a hidden layer: a unit that is above zero adds to the scores in turn. So several
// features together may say what none of them says alone. The class with the highest score
// wins, and how far it is ahead says how sure that is.

package classify

// The weights' units, in parts of a nat.
const (
	perNat = 8  // weights for classes
	perIn  = 8  // those into the hidden layer
	perOut = 16 // those out of it
)

// Margins, in the unit of weights for classes. On cases that the weights
// were not fitted to, classes this far ahead are right in 99 and in 92 of 100.
const (
	marginSure   = 56
	marginLikely = 16
)

// index of a class in the table of classes.
func (c Class) index() int {
	for i := range classes {
		if classes[i].Class == c {
			return i
		}
	}
	return len(classes) - 1
}

// weigh adds up signals.
func weigh(signals []signal) (d decision) {
	units, scores := tables().weights.add(signals)
	scoresOf(&units, &scores)
	best, next := lead(scores[:])
	d.class, d.margin = classes[best].Class, int(scores[best]-scores[next])/full
	d.retry = int(scores[forRetry])/full+retryByClass(best) > 0
	d.rank(signals, &units, best)
	return d
}

// scoresOf adds what hidden units say for the classes to what signals say directly.
func scoresOf(units *[hiddenUnits]int32, scores *[columns]int32) {
	var indirect [columns]int32
	for u, n := range units {
		if n == 0 {
			continue
		}
		for c, weight := range &hiddenOut[u] {
			indirect[c] += n * int32(weight)
		}
	}
	for c, n := range indirect {
		scores[c] += n / (perIn * perOut / perNat)
	}
}

// packedWeights is hiddenIn and weights in a form that is fast to add up: of each feature, eight
// weights in one number, those for the hidden units first. Each has 128 more, so that it is
// not negative.
type packedWeights [featureCount]packedRow

type packedRow [(hiddenUnits + columns + 7) / 8]uint64

func (r *packedRow) put(at int, weight int8) { r[at/8] |= uint64(uint8(weight)^0x80) << (8 * (at % 8)) }

func (p *packedWeights) fill() {
	for f := range min(len(p), len(hiddenIn)) { // fewer while the trainer runs after a change of the tables
		for u, weight := range &hiddenIn[f] {
			p[f].put(u, weight)
		}
		for c := 0; c < columns && f < len(weights); c++ {
			p[f].put(hiddenUnits+c, weights[f][c])
		}
	}
}

// add adds up what signals give the units and, directly, the classes. Units below zero
// count as zero.
func (p *packedWeights) add(signals []signal) (units [hiddenUnits]int32, scores [columns]int32) {
	const low = 0x00FF00FF00FF00FF // every other weight, with room for a sum of 16 bits
	var sums [8 * len(packedRow{})]int32
	var all, direct int32 // shares
	for len(signals) > 0 {
		var even, odd packedRow
		room := int16(1 << 8) // shares that a sum of 16 bits has room for
		for len(signals) > 0 && room >= signals[0].share {
			s := &signals[0]
			signals = signals[1:]
			room -= s.share
			share, row := uint64(s.share), p[s.feature][:]
			if all += int32(s.share); s.isLearned() {
				row = row[:hiddenUnits/8]
			} else {
				direct += int32(s.share)
			}
			for k, weights := range row {
				even[k] += weights & low * share
				odd[k] += weights >> 8 & low * share
			}
		}
		for k, e := range even {
			o, to := odd[k], sums[8*k:8*k+8]
			for j := 0; j < len(to); j += 2 {
				to[j] += int32(e & 0xFFFF)
				to[j+1] += int32(o & 0xFFFF)
				e, o = e>>16, o>>16
			}
		}
	}
	for u := range units {
		units[u] = max(hiddenBias[u]+sums[u]-128*all, 0)
	}
	for c := range scores {
		scores[c] = sums[hiddenUnits+c] - 128*direct
	}
	return units, scores
}

// lead returns the class that has the highest score, and the one that has the next.
func lead(scores []int32) (best, next int) {
	next = -1
	for c := range classes {
		switch {
		case scores[c] > scores[best]:
			best, next = c, best
		case c != best && (next < 0 || scores[c] > scores[next]):
			next = c
		}
	}
	return best, next
}

// retryByClass is what a class adds to the evidence for sending the same
// request again, in the weights' unit.
func retryByClass(class int) int {
	if classes[class].Retry {
		return 16
	}
	return -16
}

// rank finds the strongest signals for the class and against it; the strongest that has
// a rule gives it. Learned words are evidence where nothing else is: what tables hold stands
// in the same sentences.
func (d *decision) rank(signals []signal, units *[hiddenUnits]int32, best int) {
	x := tables()
	for i := range signals {
		s := &signals[i]
		own := int(x.classes[s.feature])
		if own < 0 { // it was made for no class
			continue
		}
		n := s.adds(best, units)
		if own == best {
			d.agree.insert(s, n, best)
			continue
		}
		switch forOwn := s.adds(own, units); {
		case n >= 8*full && n > forOwn:
			d.agree.insert(s, n, best)
		case forOwn > max(n, 0):
			d.against.insert(s, forOwn, own)
		}
	}
	if d.agree[0].signal == nil || d.agree[0].adds <= 0 {
		for i := range signals {
			if s := &signals[i]; s.isLearned() {
				d.agree.insert(s, s.adds(best, units), best)
			}
		}
	}
	d.rule = "nothing-known"
	if d.class != Unknown {
		d.rule = "words"
	}
	if s := d.agree.named(); s != nil {
		f := d.agree.failure(int(s.feature))
		if d.rule, _, _, _ = featureOf(f); f >= featureStatus && f < featureCloudflare {
			d.rule = "status-" + s.at.value
		}
		d.agree.toFront(f)
		if f := d.agree.failure(featurePairs - 1); d.rule == "type-connection" && f < featurePairs-1 {
			d.rule, _, _, _ = featureOf(f) // a code says that there was a failure, this which
		}
	}
}

// adds is what a signal adds to the score of a class: its weight, and its part of those
// hidden units that are above zero.
func (s *signal) adds(class int, units *[hiddenUnits]int32) int {
	sum, direct := int32(0), 0
	for u, weight := range &hiddenIn[s.feature] {
		if units[u] > 0 {
			sum += int32(weight) * int32(hiddenOut[u][class])
		}
	}
	if !s.isLearned() {
		direct = int(weights[s.feature][class])
	}
	return (direct + int(sum)/(perIn*perOut/perNat)) * int(s.share)
}

// named is the strongest signal that has a rule: learned words have none.
func (r *ranked) named() *signal {
	for i := range r {
		if s := r[i].signal; s != nil && !s.isLearned() {
			return s
		}
	}
	return nil
}

// failure returns, for a feature of the table of failures, the first of that table
// among the signals: the rows stand from the particular to the general, so it
// names the failure best. Other features stay as they are.
func (r *ranked) failure(feature int) int {
	if feature < featureFailures || feature >= featurePairs {
		return feature
	}
	for i := range r {
		if s := r[i].signal; s != nil && int(s.feature) >= featureFailures && int(s.feature) < feature {
			feature = int(s.feature)
		}
	}
	return feature
}

// ranked is the strongest signals of one side, the strongest first.
type ranked [6]struct {
	*signal
	adds  int
	class int // that it speaks for
}

func (r *ranked) insert(s *signal, adds, class int) {
	at := len(r)
	for ; at > 0 && (r[at-1].signal == nil || r[at-1].adds < adds); at-- {
		if at < len(r) && r[at-1].signal != nil {
			r[at] = r[at-1]
		}
	}
	if at < len(r) {
		r[at].signal, r[at].adds, r[at].class = s, adds, class
	}
}

// toFront moves the signal of a feature to the front: the evidence for the rule.
func (r *ranked) toFront(feature int) {
	for i := range r {
		if s := r[i]; s.signal != nil && int(s.feature) == feature {
			copy(r[1:i+1], r[:i])
			r[0] = s
			return
		}
	}
}

func confidenceOf(d *decision) Confidence {
	switch {
	case d.margin >= marginSure:
		return Sure
	case d.margin >= marginLikely:
		return Likely
	}
	return Guess
}

// strongestInText is the signal in a text that says most for the class, nil if none
// does.
func (d *decision) strongestInText() *signal {
	for i := range d.agree {
		if s := d.agree[i].signal; s != nil && s.passage != nil {
			return s
		}
	}
	return nil
}
