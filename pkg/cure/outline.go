// The outline of a body: what a fix may change, without the content.

package cure

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// Outline returns a body without its content: its members, numbers, short texts and
// the first elements of its lists. Apply changes an outline if it changes the body.
func Outline(body []byte) string {
	src := strings.TrimLeft(string(body), " \n\r\t")
	if src == "" || src[0] != '{' {
		return ""
	}
	return string(appendOutline(nil, src, 0, 0))
}

const (
	maxOutline  = 8 << 10 // bytes of an outline; the names at its top may exceed it
	maxElements = 16      // of a list in it
	maxShort    = 64      // bytes of a text in it
)

// content stands for a value that is not in the outline. It is no default of any parameter.
const content = `"…"`

func appendOutline(dst []byte, src string, at, depth int) []byte {
	switch opens := src[at]; opens {
	case '{', '[':
		count := 0
		dst = append(dst, opens)
		jsonish.Each(src, at, func(e jsonish.Entry) {
			if opens == '[' && e.Index >= maxElements || len(dst) > maxOutline && depth > 0 || len(dst) > 8*maxOutline {
				return
			}
			if count++; count > 1 {
				dst = append(dst, ',')
			}
			if opens == '{' {
				dst = append(jsonish.AppendString(dst, letters.Clip(e.Key, maxShort)), ':')
			}
			if len(dst) > maxOutline || depth > 5 || appData.has(bare(e.Key)) && depth > 0 {
				dst = append(dst, content...)
				return
			}
			dst = appendOutline(dst, src, e.Value.Start, depth+1)
		})
		return append(dst, opens+2) // '}' and ']' follow '{' and '[' by two
	case '"':
		text, span, ok := jsonish.StringAt(src, at)
		if !ok || len(text) > maxShort {
			return append(dst, content...)
		}
		return append(dst, src[span.Start:span.End]...)
	}
	end := at
	for end < len(src) && strings.IndexByte(",]} \n\r\t", src[end]) < 0 {
		end++
	}
	return append(dst, src[at:min(end, at+maxShort)]...)
}
