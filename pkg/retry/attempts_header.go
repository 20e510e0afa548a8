// The trail: all attempts of a call in one header value.

package retry

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Trail writes the attempts as x-ukemi-attempts shows them:
//
//	503;wait=480;src=backoff, connection, 200;model=gpt-5-mini
//	404, 400;model=gpt-5-mini;class=invalid_request, 200;key=UKEMI_KEY_B
//	400;fix=max_tokens>max_completion_tokens, 200
//	cut@40;wait=310;src=backoff;resume=ok, 200
//	200;paced=1200
//
// paced is how long the call waited for its turn. An attempt without an HTTP answer stands under its class, one at a fallback
// bears that model's name and its key's, never the key, and its class where the status
// is the request's or the account's fault; a stream that broke after 40 events with content is
// cut@40, or stalled@40, with the result of its resume.
func (s State) Trail() string {
	var out []byte
	for i, a := range s.Attempts {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = a.appendOutcome(out)
		if a.Model != "" {
			out = append(append(out, ";model="...), token(a.Model)...)
		}
		if a.Key != "" {
			out = append(append(out, ";key="...), token(a.Key)...)
		}
		if a.Model+a.Key != "" && a.Status >= 400 && a.Status < 500 {
			out = append(append(out, ";class="...), a.Class...)
		}
		if a.Fix != "" {
			out = append(append(out, ";fix="...), a.Fix...)
		}
		if CanPace && a.Paced > 0 {
			out = strconv.AppendInt(append(out, ";paced="...), int64(a.Paced), 10)
		}
		if a.Source != "" {
			out = append(strconv.AppendInt(append(out, ";wait="...), int64(a.Wait), 10), ";src="...)
			out = append(out, a.Source...)
		}
		if a.Resume != "" {
			out = append(append(out, ";resume="...), a.Resume...)
		}
	}
	return string(out)
}

// FallbackErrors returns why fallbacks failed, for logs: the fallback, the class and
// the message of each, on one line. "" is none.
func (s State) FallbackErrors() string {
	out := ""
	for i := range s.Attempts {
		a := &s.Attempts[i]
		if a.Message == "" {
			continue
		}
		if out != "" {
			out += " | "
		}
		name := a.Model
		if name == "" {
			name = a.Key
		}
		out += name + ": " + string(a.Class) + ": " + a.Message
	}
	return out
}

// maxAttemptMessage is how many bytes of a fallback's message are remembered.
const maxAttemptMessage = 300

// shorten a message to one line of bounded length.
func shorten(message string) string {
	cut := message
	if len(cut) > maxAttemptMessage {
		cut = strings.ToValidUTF8(cut[:maxAttemptMessage], "") + "…"
	}
	return strings.Join(strings.Fields(cut), " ")
}

// appendOutcome came of an attempt.
func (a Attempt) appendOutcome(out []byte) []byte {
	switch {
	case a.Status != 0:
		return strconv.AppendInt(out, int64(a.Status), 10)
	case a.Events == 0:
		return append(out, a.Class...)
	case a.Class == classify.Connection:
		out = append(out, "cut"...)
	case a.Class == classify.Timeout:
		out = append(out, "stalled"...)
	default:
		out = append(out, a.Class...)
	}
	return strconv.AppendInt(append(out, '@'), int64(a.Events), 10)
}

// token makes a model's name safe inside a header's list.
func token(name string) string {
	out := []byte(name)
	for i, c := range out {
		if c <= ' ' || c >= 0x7f || c == ',' || c == ';' {
			out[i] = '_'
		}
	}
	return string(out)
}
