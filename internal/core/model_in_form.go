// The model in a form (multipart/form-data), as uploads of sound and pictures
// have it, and the same form for another one.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// boundaryOf a content type that is a form's; "" when it is none.
func boundaryOf(contentType string) string {
	kind, rest, _ := strings.Cut(contentType, ";")
	if !letters.EqualFold(strings.TrimSpace(kind), "multipart/form-data") {
		return ""
	}
	return parameter(rest, "boundary")
}

// parameter of a header's value, as in `a=1; name="x"`; "" where there is none.
func parameter(list, name string) string {
	for list != "" {
		key, rest, _ := strings.Cut(list, "=")
		key = strings.Trim(key, "; \t")
		value := ""
		if rest = strings.TrimLeft(rest, " \t"); strings.HasPrefix(rest, `"`) {
			value, rest = quoted(rest[1:])
		} else {
			value, rest, _ = strings.Cut(rest, ";")
			value = strings.TrimSpace(value)
		}
		if letters.EqualFold(key, name) {
			return value
		}
		list = rest
	}
	return ""
}

// quoted reads up to the closing quote.
func quoted(text string) (value, rest string) {
	var out []byte
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			return string(out), text[i+1:]
		case '\\':
			if i++; i == len(text) {
				return "", ""
			}
		}
		out = append(out, text[i])
	}
	return "", ""
}

// formField returns where the values of a form's fields of this name stand. A
// form that is not whole has none.
func formField(body, boundary, name string) (found []jsonish.Span) {
	delimiter := "\r\n--" + boundary
	at, last := firstPart(body, boundary)
	for !last {
		if at < 0 {
			return nil
		}
		head, value := body[at:], at
		if !strings.HasPrefix(head, "\r\n") { // a part may have no headers
			n := strings.Index(head, "\r\n\r\n")
			if n < 0 {
				return nil
			}
			head, value = head[:n+2], at+n+2
		} else {
			head = ""
		}
		value += 2
		end := strings.Index(body[value-2:], delimiter)
		if end < 0 {
			return nil
		}
		if end += value - 2; end >= value && isField(head, name) {
			found = append(found, jsonish.Span{Start: value, End: end})
		}
		at, last = partAfter(body, end+len(delimiter))
	}
	return found
}

// firstPart returns where the headers of the first part begin, −1 where there
// is none.
func firstPart(body, boundary string) (at int, last bool) {
	open := "--" + boundary
	if strings.HasPrefix(body, open) {
		return partAfter(body, len(open))
	}
	if i := strings.Index(body, "\r\n"+open); i >= 0 {
		return partAfter(body, i+2+len(open))
	}
	return -1, false
}

// partAfter a delimiter: where the headers of the next part begin, −1 where
// this was none, or that there is no other.
func partAfter(body string, at int) (next int, last bool) {
	rest := body[at:]
	if strings.HasPrefix(rest, "--") {
		return at, true
	}
	line, _, ok := strings.Cut(rest, "\r\n")
	if !ok || strings.Trim(line, " \t") != "" {
		return -1, false
	}
	return at + len(line) + 2, false
}

// isField reports whether these are the headers of a field of this name, whose
// value is written as it is.
func isField(head, name string) (is bool) {
	for line, rest, more := "", head, true; more; {
		line, rest, more = strings.Cut(rest, "\r\n")
		if strings.IndexByte(line, '\n') >= 0 || strings.IndexByte(line, '\r') >= 0 {
			return false // where the headers end is read differently
		}
		key, value, _ := strings.Cut(line, ":")
		switch letters.Lower(key) {
		case "content-disposition":
			kind, parameters, _ := strings.Cut(value, ";")
			isFile := strings.Contains(letters.Lower(parameters), "filename")
			is = letters.EqualFold(strings.TrimSpace(kind), "form-data") && parameter(parameters, "name") == name && !isFile
			if !is {
				return false
			}
		case "content-transfer-encoding":
			if value = letters.Lower(strings.TrimSpace(value)); value == "base64" || value == "quoted-printable" {
				return false
			}
		}
	}
	return is
}

// formModel is the model that a form names, "" when it names none.
func formModel(body []byte, boundary string) string {
	src := string(body)
	fields := formField(src, boundary, "model")
	if len(fields) == 0 {
		return ""
	}
	last := fields[len(fields)-1]
	return src[last.Start:last.End]
}

// formWithModel returns the form with another model; every other byte stays.
// Where it names none one is added, if that is asked for.
func formWithModel(body []byte, boundary, model string, add bool) []byte {
	src := string(body)
	fields := formField(src, boundary, "model")
	if first := strings.Index(src, "--"+boundary); len(fields) == 0 && add && first >= 0 {
		part := "--" + boundary + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + model + "\r\n"
		return []byte(src[:first] + part + src[first:])
	}
	return replace(src, fields, func(jsonish.Span) string { return model })
}
