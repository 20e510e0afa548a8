package house

import (
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// word is an identifier or a comment of a file of code.
type word struct {
	line    int
	text    string
	comment bool
}

// wordsOf returns the identifiers and comments of a file, without its strings.
func wordsOf(file, text string) []word {
	if isGo(file) {
		return goWords(text)
	}
	return jsWords(text)
}

func goWords(text string) (list []word) {
	var s scanner.Scanner
	fset := token.NewFileSet()
	f := fset.AddFile("", fset.Base(), len(text))
	s.Init(f, []byte(text), func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, literal := s.Scan()
		switch tok {
		case token.EOF:
			return list
		case token.COMMENT, token.IDENT:
			list = append(list, word{f.Line(pos), literal, tok == token.COMMENT})
		}
	}
}

var (
	jsToken = regexp.MustCompile(
		`(?s)^(?:(//[^\n]*|/\*.*?\*/)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|([\p{L}_$][\w$]*))`,
	)
	jsRegex = regexp.MustCompile(`^/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/`)
	// beforeRegex: after these a slash begins a regular expression.
	beforeRegex = regexp.MustCompile(`(?:^|[(,=:!&|?{};\[\n>]|return)\s*$`)
)

// jsWords reads JavaScript well enough: a template's text is skipped, the code
// in it is not.
func jsWords(text string) (list []word) {
	depths := []int{} // of braces, for each template whose code we are in
	inTemplate := false
	line, depth := 1, 0
	for i := 0; i < len(text); {
		rest := text[i:]
		n := 1
		switch m := jsToken.FindStringSubmatch(rest); {
		case inTemplate && rest[0] == '\\':
			n = min(2, len(rest))
		case inTemplate && rest[0] == '`':
			inTemplate = false
		case inTemplate && strings.HasPrefix(rest, "${"):
			inTemplate, depths, n = false, append(depths, depth), 2
		case inTemplate:
		case m != nil:
			n = len(m[0])
			if m[2] == "" {
				list = append(list, word{line, m[0], m[1] != ""})
			}
		case rest[0] == '`':
			inTemplate = true
		case rest[0] == '/' && beforeRegex.MatchString(text[max(0, i-12):i]):
			n = max(1, len(jsRegex.FindString(rest)))
		case rest[0] == '{':
			depth++
		case rest[0] == '}' && len(depths) > 0 && depths[len(depths)-1] == depth:
			inTemplate, depths = true, depths[:len(depths)-1]
		case rest[0] == '}':
			depth--
		}
		line += strings.Count(rest[:n], "\n")
		i += n
	}
	return list
}

var parts = regexp.MustCompile(`\p{Lu}?[\p{Ll}']+|\p{Lu}+`)

// split returns the words of an identifier or a comment, in lowercase.
func split(text string) []string {
	return parts.FindAllString(text, -1)
}
