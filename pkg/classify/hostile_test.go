package classify

import (
	"strings"
	"testing"
	"time"
)

func TestHostileTmp(t *testing.T) {
	for _, p := range []string{"{", "[", "[{", "{\"a\":", "{\"a\":[", "'", "\"", "(", "<", "<a ", "{'a': \"", "HTTP/1.1 500 x\n", "\n", "error ", "\\", "\\\"", "{\\\"", "429 ", "Error: ", "AAAAError", "sk-", "Bearer ", "a@b", "http://", "/home/", "{\"error\":{\"message\":\"", "try again in ", "retry-after: 1\n", "data: {\"x\":1}\n\n", "model ", "api key ", "\xff", "\x00", "é", "{}", "{}{", "[]", "{a:1}", "<a>", "&amp;", "// ", "#", "1", "-", ":", "https://a:b@", "a.b.c.d.", "eyJ"} {
		for _, wrap := range []string{"%", "HTTP/1.1 400 Bad Request\ncontent-type: application/json\n\n%", "{\"error\":{\"message\":\"%\"}}"} {
			n := 1 << 20
			body := strings.Repeat(p, n/len(p))
			s := strings.Replace(wrap, "%", body, 1)
			b := time.Now()
			v := FromPaste(s)
			_ = AppendExplanation(nil, Explain(v))
			if d := time.Since(b); d > 40*time.Millisecond {
				t.Logf("%-30q %-30q %v", p, wrap[:min(len(wrap), 20)], d)
			}
			b = time.Now()
			v = FromResponse(Response{Status: 400, Body: []byte(s)})
			if d := time.Since(b); d > 40*time.Millisecond {
				t.Logf("response %-30q %-30q %v", p, wrap[:min(len(wrap), 20)], d)
			}
		}
	}
}
