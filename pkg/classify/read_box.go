// Boxes that terminals draw around a text (rich, Ink, textual): the lines become
// spaces, so that what they cut in two is read as one, at the places where it was.

package classify

import "strings"

// unbox removes the lines of boxes from a paste.
func (rd *parsed) unbox() {
	if !strings.Contains(rd.source, "│") && !strings.Contains(rd.source, "┃") && !strings.Contains(rd.source, "║") {
		return
	}
	out := []byte(rd.source)
	for i := 0; i+2 < len(out); i++ {
		if out[i] == 0xE2 && (out[i+1] == 0x94 || out[i+1] == 0x95) { // U+2500 to U+257F
			out[i], out[i+1], out[i+2] = ' ', ' ', ' '
		}
	}
	rd.source, rd.boxed = string(out), true
}

// squeezed makes one space of each run of white space.
func squeezed(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		out = appendWord(out, text[i])
	}
	return string(out)
}
