// Waits in words: a duration stands for one where a word such as "again", "wait"
// or "reset" comes before it, and a preposition between the two, in one sentence.
// What a client says about itself ("retrying in 5 s") states none.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// The words around a wait, in lowercase, separated by '|'.
const (
	// waitCues tell that something becomes possible later. A space at the end ends
	// the word.
	waitCues = "again|new attempt|hold on|retry |retry your|retry the|repeat |repeated |wait |waiting time|reset|available|availability|come back|come round|return in|return after|once more|later|" +
		"renew|refresh|refill|replenish|unlock|next request|next call|cool down|cooldown|give it |restored|frees up|clears|until |" +
		"nuevo|novamente|de novo|espere |espera |esperar |aguarde |inténtelo|intente|intentar|vuelva a|tente |tentar|reinicia|disponib|disponív|" +
		"réessay|nouveau|patient|attend|erneut|wieder|warte|verfügbar|zurückgesetzt|" +
		"повтор|снова|попроб|подожд|доступ|обнов|ещё раз|еще раз|запрос|попытк|再试|重试|等待|等候|稍等|请等|恢复|重置|刷新|再来|请在|再試行|お待ち|待って|リセット|다시|재시도|초기화|기다"
	// waitLinks stand right before the duration.
	waitLinks = " in| after| for| within| dans| en| em| dentro de| por| durante| через| после| на| nach| après| pendant| pour| wait| give it|please wait|" +
		" espere| aguarde| espera| esperar| patientez| attendre| warten| warte|warten sie|подождите|请等待|等待|再等|请等|等|在|于|约"
	// waitHedges may stand before it, too.
	waitHedges = " about| approximately| approx| around| roughly| at least| another| up to| ca| etwa| ungefähr| rund| cerca de| unos| unas| environ| около| примерно|大约|约|至少|≈"
	// waitAfters follow the duration where the language puts them there, and
	// waitResults follow those.
	waitAfters  = "之后|以后|后|以後|後|이후|후|뒤"
	waitResults = "再|重试|重新|恢复|重置|可用|可以|刷新|試|リトライ|利用|リセット|回復|다시|재시도|초기화|가능|사용|이용|복구"
	// ownWords are the client's about itself, or about a failure that took long.
	ownWords = "retrying|will retry|will try|i'll|trying again|waiting|backing off|backoff|back off for|sleep|reconnect|next attempt|auto|attempt #|scheduled|" +
		"the wait|not come back|expired after|was available after|drained|网关等待|connection reset|connection was|connection is|stream was|socket|exceeded after|timed out|time out|timeout|gave up|waited|reintentando|tentando|nouvelle tentative|wird wiederholt|versuche erneut|повторяю|повторная|" +
		"自动|将在|正在|リトライします|자동"
)

// waitInWords finds the longest wait that a lowercase message states.
func waitInWords(lower string) (found Millis, ok bool) {
	for i := 0; i < len(lower); i++ {
		if !isDigit(lower[i]) {
			continue
		}
		if i > 0 && partOfWord(lower[i-1]) { // 20 in gpt-20
			i += numberEnd(lower[i:])
			continue
		}
		ms, taken := durationPrefix(lower[i:min(len(lower), i+80)])
		if taken == 0 {
			i += numberEnd(lower[i:])
			continue
		}
		if ms > found && (waitBefore(lower[:i], lower[i+taken:]) || waitAfter(lower[:i], lower[i+taken:])) {
			found, ok = ms, true
		}
		i += taken - 1
	}
	return found, ok
}

// waitBefore reports whether the words before a duration make it a wait: "try
// again in", "wieder verfügbar in"; or those around it: "in 5 Min. wieder".
func waitBefore(whole, after string) bool {
	before := sentencePart(whole)
	if holdsOne(before, ownWords) {
		return false
	}
	before = strings.TrimRight(before, " \n\t~\"'`*:≈≥")
	for {
		rest, hedged := cutSuffix(before, waitHedges)
		if before = strings.TrimRight(rest, " .\n"); !hedged {
			break
		}
	}
	rest, linked := cutSuffix(before, waitLinks)
	if !linked || strings.HasSuffix(before, " for") && !strings.HasSuffix(rest, "wait") || // available for 30 days
		strings.HasSuffix(before, "等待") && !strings.HasSuffix(before, "请等待") && isProgress(whole, after) {
		return false
	}
	if strings.HasSuffix(before, "retry in") && !holdsOne(before, "please|you |can |may |should |then ") { // a client's own, more often than not
		return false
	}
	if cue, end := lastCue(before); cue && len(rest)-end <= 28 && strings.IndexAny(rest[min(end, len(rest)):], ",()0123456789=") < 0 {
		return true
	}
	if strings.HasSuffix(before, " after") || strings.HasSuffix(before, " for") || strings.HasSuffix(before, " within") {
		return false
	}
	end := min(len(after), 28)
	if stop := strings.IndexAny(after[:end], ",;:.!?(\n"); stop > 1 {
		end = stop
	}
	cue, _ := lastCue(" " + after[:end] + " ")
	return cue
}

// waitAfter reports whether the words after a duration make it a wait: 15秒后重试.
func waitAfter(before, after string) bool {
	rest := strings.TrimLeft(after, " 的")
	for list := waitAfters; list != ""; {
		var word string
		word, list = letters.CutBar(list)
		tail, ok := strings.CutPrefix(rest, word)
		if !ok {
			continue
		}
		return holdsOne(headOfLine(tail), waitResults) && !holdsOne(sentencePart(before), ownWords) && !isProgress(before, tail)
	}
	return false
}

// isProgress reports whether the words around a duration are a client's report of
// what it does: a line of a log below the level of errors, or one that ends in dots.
func isProgress(before, after string) bool {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return holdsOne(headOfLine(after), "...|…|自动") || holdsOne(line, "warn|info |debug")
}

func headOfLine(text string) string {
	text = text[:min(len(text), 40)]
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		return text[:end]
	}
	return text
}

// sentencePart is the end of a text from where its last sentence begins.
func sentencePart(text string) string {
	text = text[max(0, len(text)-72):]
	for i := len(text) - 2; i >= 0; i-- {
		switch c := text[i]; {
		case (c == '.' || c == '!' || c == '?' || c == ';') && (text[i+1] == ' ' || text[i+1] == '\n') && i > 1 && !strings.HasSuffix(text[:i], " ca"),
			c == '(' || c == '[' || c == '{' || c == '|' || c == '}':
			return text[i+1:]
		case strings.HasPrefix(text[i:], "。"):
			return text[i+len("。"):]
		}
	}
	return text
}

// cutSuffix cuts one of the words off the end of a text.
func cutSuffix(text, words string) (rest string, ok bool) {
	for words != "" {
		var w string
		w, words = letters.CutBar(words)
		if rest, ok := strings.CutSuffix(text, w); ok {
			return rest, true
		}
		if w[0] == ' ' && text == w[1:] || w[0] == ' ' && strings.HasSuffix(text, "\n"+w[1:]) {
			return text[:len(text)-len(w)+1], true
		}
	}
	return text, false
}

// lastCue finds the last word that tells of a later time, and where it ends.
func lastCue(text string) (found bool, end int) {
	for list := waitCues; list != ""; {
		var cue string
		cue, list = letters.CutBar(list)
		word := strings.TrimSuffix(cue, " ")
		i := strings.LastIndex(text, word)
		if i < 0 || word[0] < 0x80 && i > 0 && (isLetter(text[i-1]) || text[i-1] == '_') {
			continue
		}
		if e := i + len(word); len(word) < len(cue) && e < len(text) && isLetter(text[e]) {
			continue
		}
		found, end = true, max(end, i+len(word))
	}
	return found, end
}
