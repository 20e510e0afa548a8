// Pastes of answers: one that was finished is no error, one that a filter
// stopped is, and a stream that breaks off was cut.

package classify

import "strings"

// NoError is the rule of an answer that was finished, and so no error.
const NoError = "no-error"

// finishKeys hold why an answer ended.
var finishKeys = [...]string{`"finish_reason"`, `"stop_reason"`, `"finishReason"`, `"stopReason"`, `"done_reason"`}

// finishKeyEnd is the end of every finish key.
const finishKeyEnd = `eason"`

// answerIn looks for the end of an answer in a text, and in a paste for an
// answer without an end: of two events or more, because one that is whole
// says nothing about the end.
func answerIn(text string, paste bool) (f fact, at field, ok bool) {
	found, keys := -1, finishKeys[:]
	if !strings.Contains(text, finishKeyEnd) {
		keys = nil
	}
	for _, key := range keys {
		start := strings.LastIndex(text, key)
		if start < 0 || start < found {
			continue
		}
		end := start + len(key)
		for end < len(text) && (text[end] == ':' || text[end] == ' ') {
			end++
		}
		if value := text[end:]; strings.HasPrefix(value, `"`) { // not null
			end = min(len(text), end+2+max(0, strings.IndexByte(value[1:], '"'))) // of a text that was cut, to its end
			found, at = start, field{key: "answer", value: text[start:end], start: start, end: end}
		}
	}
	if found >= 0 {
		if strings.Contains(at.value, `"network_error"`) { // Zhipu
			return answerCut, at, true
		}
		if isFiltered(at.value) {
			return answerFiltered, at, true
		}
		return answerFinished, at, true
	}
	if !paste {
		return 0, field{}, false
	}
	for _, sign := range [...]string{"chat.completion.chunk", "content_block_delta", "content_block_start", `"delta":`, `"candidates":`, `"done":false`, `"is_finished":false`} {
		start := strings.LastIndex(text, sign)
		if start < 0 || strings.Index(text, sign) == start && strings.Count(text, "data:") < 2 && strings.HasSuffix(strings.TrimSpace(text), "}") {
			continue
		}
		if !strings.Contains(text, "[DONE]") && !strings.Contains(text, `"done":true`) && !strings.Contains(text, `"message_stop"`) {
			return answerCut, field{key: "stream", value: sign, start: start, end: start + len(sign)}, true
		}
	}
	return 0, field{}, false
}

// filterReasons are the reasons of a filter, as providers document them.
var filterReasons = [...]string{"content_filter", "refusal", "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY", "guardrail_intervened", "content_filtered", "ERROR_TOXIC", "sensitive"}

func isFiltered(reason string) bool {
	for _, r := range filterReasons {
		if strings.Contains(reason, `"`+r+`"`) {
			return true
		}
	}
	return false
}

// saysNoError finds "error": null or false in an answer that has no status of an
// error: the structure says that none happened, whatever the words say.
func saysNoError(rd *parsed) field {
	if rd.realStatus() >= 400 {
		return field{}
	}
	text := rd.source[:min(len(rd.source), 1024)]
	const key = `"error"`
	start := strings.Index(text, key)
	if start < 0 || strings.IndexByte(text[:start], '{') != strings.LastIndexByte(text[:start], '{') { // of the outermost object
		return field{}
	}
	rest := strings.TrimLeft(text[start+len(key):], " :\n\t\r")
	for _, value := range [...]string{"null", "false"} {
		if strings.HasPrefix(rest, value) {
			return field{key: "error", value: value}
		}
	}
	return field{}
}
