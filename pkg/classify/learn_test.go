// Chooses the learned words: go test ./pkg/classify -run TestLearnedWords -learn writes
// learned.go. Then make train fits the weights.

package classify

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/internal/provider"
)

var learn = flag.Bool("learn", false, "choose the learned words and write learned.go; -found DIR counts too")

const (
	leastSurprise = 2.3 // standard deviations, see surprise
	leastGroups   = 6   // a word of fewer projects and mechanisms may be there by chance
	innerFolds    = 4
)

// learnedWord is a stem that errors of a class contain more often than the weights expect.
type learnedWord struct {
	stem     string
	class    int
	surprise float64
}

// surprise is what a word was seen with, beside what the weights expected there.
type surprise struct {
	groups             map[string]bool
	difference, spread [classCount]float64
}

// of a class, in standard deviations; a word of few errors needs larger differences.
func (s *surprise) of(class int) float64 {
	return s.difference[class] / math.Sqrt(s.spread[class]+0.3)
}

// chooseWords finds the words that explain what the weights get wrong. Each error is looked
// at with weights that were fitted without its group.
func chooseWords(all []example, cases []labelled) (chosen []learnedWord) {
	var weights [innerFolds][featureCount][columns]int8
	var fits sync.WaitGroup
	for fold := range innerFolds {
		fits.Go(func() {
			w := fit(slices.DeleteFunc(slices.Clone(cases), func(c labelled) bool { return foldOf("inner "+c.group, innerFolds) == fold }))
			weights[fold] = w.rounded()
		})
	}
	fits.Wait()
	seen := map[string]*surprise{}
	for i := range cases {
		c := &cases[i]
		expected := probabilities(&weights[foldOf("inner "+c.group, innerFolds)], c)
		fair := 1e-6
		for j, p := range expected {
			if c.fair[j] {
				fair += p
			}
		}
		for stem := range stemsOf(all[i]) {
			s := seen[stem]
			if s == nil {
				s = &surprise{groups: map[string]bool{}}
				seen[stem] = s
			}
			s.groups[c.group] = true
			for j, p := range expected {
				s.spread[j] += float64(p*(1-p)) + 0.002
				s.difference[j] -= p
				if c.fair[j] {
					s.difference[j] += p / fair
				}
			}
		}
	}
	var candidates []learnedWord
	for stem, s := range seen {
		if len(s.groups) < leastGroups {
			continue
		}
		w := learnedWord{stem: stem}
		for class := range classCount {
			if n := s.of(class); n > w.surprise {
				w.class, w.surprise = class, n
			}
		}
		if w.surprise >= leastSurprise {
			candidates = append(candidates, w)
		}
	}
	slices.SortFunc(candidates, func(a, b learnedWord) int {
		if a.surprise != b.surprise {
			return int(math.Copysign(1, b.surprise-a.surprise))
		}
		return strings.Compare(a.stem, b.stem)
	})
	for _, w := range candidates {
		if !slices.ContainsFunc(chosen, w.repeats) {
			chosen = append(chosen, w)
		}
	}
	return chosen
}

// repeats reports whether two stems of a class are found in the same words.
func (w learnedWord) repeats(v learnedWord) bool {
	return w.class == v.class && (strings.HasPrefix(w.stem, strings.TrimSpace(v.stem)) || strings.HasPrefix(v.stem, strings.TrimSpace(w.stem)) ||
		strings.Contains(w.stem, " "+v.stem) || strings.Contains(v.stem, " "+w.stem))
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

// stemsOf gives the words of an error's texts, as sentencesIn finds stems: whole where a
// space follows, without their ends, and in pairs.
func stemsOf(e example) map[string]bool {
	rd := e.reading()
	headerCodes(rd)
	rd.collectPassages()
	stems := map[string]bool{}
	for i := range rd.passages {
		text := withoutAddresses(withoutFixedWords(rd.passages[i].lower))
		before := "" // the word before, with the space between, if it is nothing else
		for at := 0; at < len(text); {
			if !isWordByte(text[at]) {
				before = ""
				at++
				continue
			}
			from := at
			for at < len(text) && isWordByte(text[at]) {
				at++
			}
			w, space := text[from:at], at < len(text) && text[at] == ' '
			if strings.ContainsAny(w, "0123456789_") || len(w) < 2 || len(w) > 24 || isName(w) || w[0] == '-' || w[0] == '\'' {
				continue
			}
			if before != "" && space {
				stems[before+w+" "] = true
			}
			if len(w) >= 3 && space {
				stems[w+" "] = true
			}
			if len(w) >= 5 {
				stems[w] = true
			}
			if len(w) >= 7 {
				stems[letters.Clip(w, 6)] = true
			}
			if before = ""; space && len(w) >= 3 {
				before = w + " "
				at++
			}
		}
	}
	return stems
}

// isWordByte reports whether a byte is part of a word, of which those with digits are
// names of models and the like.
func isWordByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '\'' || c == '-' || c == '_' || c >= 0x80
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

// withoutAddresses puts a line end in the place of each address, which sentencesIn passes
// over.
func withoutAddresses(lower string) string {
	var b strings.Builder
	for {
		at := strings.Index(lower, "://")
		if at < 0 {
			return b.String() + lower
		}
		scheme := at
		for scheme > 0 && isLetter(lower[scheme-1]) {
			scheme--
		}
		b.WriteString(lower[:scheme] + "\n")
		lower = lower[at+3:]
		end := strings.IndexAny(lower, " \"\n)")
		if end < 0 {
			return b.String()
		}
		lower = lower[end:]
	}
}

// useWords replaces the learned words until the function that it returns is called.
func useWords(words []learnedWord) (undo func()) {
	before := learned
	clear(learned[:])
	for i, w := range words {
		row := &learned[w.class*strengths+strengths-1-i*strengths/len(words)]
		*row = strings.TrimPrefix(*row+"|"+w.stem, "|")
	}
	index.Store(nil)
	return func() {
		learned = before
		index.Store(nil)
	}
}

// TestLearnedWords writes learned.go, if it is asked to.
func TestLearnedWords(t *testing.T) {
	if !*learn {
		t.Skip("run with -learn")
	}
	useWords(nil)
	var all []example
	for _, folder := range folders {
		all = append(all, examples(t, folder)...)
	}
	if *found != "" {
		all = append(all, examplesIn(t, *found)...)
	}
	cases := make([]labelled, len(all))
	for i := range all {
		cases[i] = all[i].labelled()
	}
	useWords(chooseWords(all, cases))
	var b strings.Builder
	b.WriteString(learnedHead)
	for i, words := range learned {
		if words != "" {
			fmt.Fprintf(&b, "\t%s*strengths + %d: %s,\n", shortOf(i/strengths), i%strengths, strconv.Quote(words))
		}
	}
	b.WriteString("}\n")
	if err := os.WriteFile("learned.go", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

const learnedHead = `// Code generated by go test ./pkg/classify -run TestLearnedWords -learn. DO NOT EDIT.

// Learned words: stems that labelled errors of a class contain more often than all other
// tables explain. They are found as concepts are, and count alone; docs/weights.md says
// how they are chosen.

package classify

// strengths is how many rows a class has; the words of the last explain most.
const strengths = 6

var learned = [len(classes) * strengths]string{
`
