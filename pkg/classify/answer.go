// Pastes of answers: one that was finished is no error, a stream that breaks
// off was cut. Asked only where nothing else spoke.

package classify

import "strings"

// noError is the rule of an answer that was finished.
const noError = "no-error"

func byAnswer(rd *reading) (candidate, bool) {
	if !rd.paste {
		return candidate{}, false
	}
	text := rd.source
	for _, key := range [...]string{`"finish_reason"`, `"stop_reason"`, `"finishReason"`} {
		start := strings.LastIndex(text, key)
		if start < 0 {
			continue
		}
		end := start + len(key)
		for end < len(text) && (text[end] == ':' || text[end] == ' ') {
			end++
		}
		if value := text[end:]; strings.HasPrefix(value, `"`) { // not null
			end += 2 + max(0, strings.IndexByte(value[1:], '"'))
			return candidate{Unknown, noError, Likely, fact{key: "answer", value: text[start:end], start: start, end: end}, no, nil}, true
		}
	}
	for _, sign := range [...]string{"chat.completion.chunk", "content_block_delta"} {
		if start := strings.LastIndex(text, sign); start >= 0 && !strings.Contains(text, "[DONE]") {
			return candidate{Connection, "failure-cut", Likely, fact{key: "stream", value: sign, start: start, end: start + len(sign)}, yes, nil}, true
		}
	}
	return candidate{}, false
}
