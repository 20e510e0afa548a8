// What tools draw or write around each line of a text: boxes of terminals (rich, Ink,
// textual) and times of logs. It becomes spaces, so that what it cut in two is read as
// one, at the places where it was.

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

// unstamp removes the times before the lines of JSON that spreads over several, as
// logs of CI runners and containers have them.
func (rd *parsed) unstamp() {
	var out []byte
	for i := 0; i < len(rd.source); {
		end := len(rd.source)
		if next := strings.IndexByte(rd.source[i:], '\n'); next >= 0 {
			end = i + next + 1
		}
		if n := stampIn(rd.source[i:end]); n > 0 && strings.IndexByte(" \t}]\"", rd.source[i+n]) >= 0 &&
			hasOneSuffix(strings.TrimRight(rd.source[:i], " \r\n"), "{|[|,|}|]|\"") {
			if out == nil {
				out = []byte(rd.source)
			}
			for j := range n {
				out[i+j] = ' '
			}
		}
		i = end
	}
	if out != nil {
		rd.source = string(out)
	}
}

// stampIn is the length of the time that a line begins with, with the space after it:
// "2026-01-12T04:51:59.0770384Z ", 0 if it begins with none or consists of it.
func stampIn(line string) int {
	if len(line) < 21 || line[4] != '-' || line[7] != '-' || line[10] != 'T' && line[10] != ' ' || line[13] != ':' || line[16] != ':' || !isDigit(line[0]) {
		return 0
	}
	n := 19 + strings.IndexByte(line[19:], ' ') + 1
	if n < 20 || n > 36 || n >= len(line) {
		return 0
	}
	return n
}

// squeezed makes one space of each run of white space.
func squeezed(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		out = appendWord(out, text[i])
	}
	return string(out)
}
