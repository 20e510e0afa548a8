// The sum of the signals: each adds its weights, the class with the most wins,
// and how far it is ahead says how sure that is.

package classify

import "math"

// Margins, in the weights' unit (an eighth of a nat). On cases that the weights
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
	var scores [columns]int
	for i := range signals {
		share := int(signals[i].share)
		for c, weight := range &weights[signals[i].feature] {
			scores[c] += int(weight) * share
		}
	}
	best, next := lead(scores[:])
	d.class, d.margin = classes[best].Class, (scores[best]-next)/full
	d.retry = scores[forRetry]/full+retryByClass(best) > 0
	d.rank(signals, best)
	return d
}

// lead returns the class that has the highest score, and the highest score of all
// other classes.
func lead(scores []int) (best, next int) {
	next = math.MinInt32
	for c := range classes {
		switch {
		case scores[c] > scores[best]:
			best, next = c, scores[best]
		case c != best:
			next = max(next, scores[c])
		}
	}
	return best, next
}

// strongest is the class that a row of weights speaks for most, −1 if it speaks for none.
func strongest(row *[columns]int8) int8 {
	best := 0
	for c := range classes {
		if row[c] > row[best] {
			best = c
		}
	}
	if row[best] <= 0 {
		return -1
	}
	return int8(best)
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
// a rule gives it.
func (d *decision) rank(signals []signal, best int) {
	x := tables()
	for i := range signals {
		s := &signals[i]
		own := int(x.classes[s.feature])
		if own < 0 { // it was made for no class
			continue
		}
		w := &weights[s.feature]
		n, forOwn := int(w[best])*int(s.share), int(w[own])*int(s.share)
		switch {
		case own == best || n >= 8*full && n > forOwn:
			d.agree.insert(s, n)
		case forOwn > max(n, 0):
			d.against.insert(s, forOwn)
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

// named is the strongest signal that has a rule: learned words have none.
func (r *ranked) named() *signal {
	for i := range r {
		if s := r[i].signal; s != nil && (int(s.feature) < featureLearned || int(s.feature) >= featureStatus) {
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
	adds int
}

func (r *ranked) insert(s *signal, adds int) {
	at := len(r)
	for at > 0 && (r[at-1].signal == nil || r[at-1].adds < adds) {
		at--
	}
	if at < len(r) {
		copy(r[at+1:], r[at:])
		r[at].signal, r[at].adds = s, adds
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
