package classify

import (
	"math/rand/v2"
	"testing"
)

// TestPackedWeights: what is added up eight weights at once is what they add up to one by one,
// with as many signals and shares as there are.
func TestPackedWeights(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	want := committed()
	for n := range 400 {
		signals := make([]signal, n)
		for i := range signals {
			signals[i] = signal{feature: int16(random.IntN(featureCount)), share: int16(random.IntN(2*full + 1))}
		}
		units, got := tables().weights.add(signals)
		scoresOf(&units, &got)
		if want := want.scores(signals); got != want {
			t.Fatalf("%d signals: %d, want %d", n, got, want)
		}
	}
}

// TestAdds: what the signals of an error add to a class is its score, but for what the units
// have before any signal and what is lost in division.
func TestAdds(t *testing.T) {
	for _, e := range examples(t, "corpus") {
		c := e.labelled()
		units, scores := tables().weights.add(c.signals)
		scoresOf(&units, &scores)
		for class := range classCount {
			sum := 0
			for i := range c.signals {
				sum += c.signals[i].adds(class, &units)
			}
			for u, n := range units {
				if n > 0 {
					sum += int(hiddenBias[u]) * int(hiddenOut[u][class]) / (perIn * perOut / perNat)
				}
			}
			if d := sum - int(scores[class]); max(d, -d) > full*(len(c.signals)+hiddenUnits) {
				t.Fatalf("%s: the signals add %d to %s, its score is %d", e.ID, sum, classes[class].Class, scores[class])
			}
		}
	}
}
