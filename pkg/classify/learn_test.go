// Chooses the learned words.

package classify

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/provider"
)

const (
	mostWords     = 1200
	leastGroups   = 4  // a word of fewer projects and mechanisms may be there by chance
	epochsOfWords = 10 // of the fit of all candidates
)

// chooseWords fits a network to all words that occur in several projects, and keeps those
// that change the most scores: by the size of their weights, and by how many errors have them.
func chooseWords(all []example, cases []labelled) []string {
	found := make([]map[string]int16, len(all)) // of each error, the words and their shares
	groups := map[string]map[string]bool{}
	for i := range all {
		found[i] = learnableWords(all[i])
		for word := range found[i] {
			if groups[word] == nil {
				groups[word] = map[string]bool{}
			}
			groups[word][cases[i].group] = true
		}
	}
	maps.DeleteFunc(groups, func(_ string, in map[string]bool) bool { return len(in) < leastGroups })
	words := slices.Sorted(maps.Keys(groups))
	place := map[string]int{}
	for i, word := range words {
		place[word] = featureLearned + i
	}
	cases = slices.Clone(cases)
	counts := make([]float64, len(words))
	for i := range cases {
		c := &cases[i]
		c.signals = slices.Clone(c.signals)
		for _, word := range slices.Sorted(maps.Keys(found[i])) {
			if f, ok := place[word]; ok {
				c.signals = append(c.signals, signal{feature: int16(f), share: found[i][word]})
				counts[f-featureLearned] += float64(found[i][word]) / full
			}
		}
	}
	n := fit(cases, featureLearned+len(words), epochsOfWords)
	worth := map[string]float64{}
	for i, word := range words {
		size := 0.0
		for u, v := range n.in[(featureLearned+i)*hiddenUnits:][:hiddenUnits] {
			for _, o := range n.out[u*columns:][:classCount] {
				size += float64(float64(v*v) * float64(o*o))
			}
		}
		worth[word] = math.Sqrt(size * math.Sqrt(counts[i]))
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(worth[b], worth[a]), cmp.Compare(a, b)) })
	words = words[:min(mostWords, len(words))]
	slices.Sort(words)
	return words
}

// learnableWords gives the words of an error that may be learned, and how much of each counts.
func learnableWords(e example) map[string]int16 {
	rd := e.reading()
	headerCodes(rd)
	rd.collectPassages()
	words := map[string]int16{}
	var c collector
	c.start(rd)
	for i := range rd.passages {
		c.sentences(&rd.passages[i], func(text string, _ *span, share int16) {
			eachWord(text, func(word string, _ uint32) {
				if !slices.ContainsFunc(strings.Fields(word), isName) {
					words[word] = max(words[word], share)
				}
			})
		})
	}
	return words
}

// names are of models, and what dates of logs have for months and days.
const names = "alibaba|aliyun|claude|codex|europe|gemini|gemma|glm|gpt|grok|hermes|kimi|llama|openclaw|opencode|qwen|sonnet|watsonx|watson|whisper|xxxxxx|" +
	"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|gmt|utc"

// isName reports whether a word is the name of a model, a provider or a month: it may
// stand in any error.
func isName(w string) bool {
	w = strings.Trim(w, "'-")
	for name := range strings.SplitSeq(names, "|") {
		if w == name || len(name) > 3 && strings.HasPrefix(w, name) || strings.HasPrefix(w, name+"-") {
			return true
		}
	}
	for i := range provider.Count {
		p, _ := provider.At(i)
		for name := range strings.FieldsSeq(strings.ToLower(strings.ReplaceAll(p.ID+" "+p.Name, "-", " "))) {
			if len(name) > 3 && strings.HasPrefix(w, name) {
				return true
			}
		}
	}
	return false
}

// useWords replaces the learned words until the function that it returns is called.
func useWords(words []string) (undo func()) {
	before := learned
	learned = strings.Join(words, "|")
	index.Store(nil)
	return func() {
		learned = before
		index.Store(nil)
	}
}
