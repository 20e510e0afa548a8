// The error format: status, headers and body of a verdict as they
// leave, in the dialect that the caller reads.

package classify

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// Format is the shape of error that a caller can read.
type Format string

const (
	FormatOpenAI    Format = "openai"
	FormatAnthropic Format = "anthropic"
	FormatProblem   Format = "problem" // RFC 9457 beside OpenAI's error object
)

// Caller is who reads the answer.
type Caller struct {
	Format Format
	// Details adds error.upstream (status, provider, type, code, request id) and error.fix.
	Details bool
	// HelpURL is where the playground is, e.g. "/_ukemi/"; "" adds no link.
	HelpURL string
}

// CallerOf tells from a request's path and headers which dialect it reads.
func CallerOf(path string, h Headers) Caller {
	c := Caller{Format: FormatOpenAI}
	switch {
	case strings.HasSuffix(path, "/v1/messages") || strings.Contains(path, "/v1/messages/") || h.Get("anthropic-version") != "":
		c.Format = FormatAnthropic
	case strings.HasPrefix(strings.TrimSpace(h.Get("accept")), "application/problem+json"):
		c.Format = FormatProblem
	}
	return c
}

// Answer is an HTTP answer as ukemi sends it.
type Answer struct {
	Status  int
	Headers Headers
	Body    []byte
}

// Render writes a verdict in the error format.
func Render(v Verdict, c Caller) Answer {
	// The headers have room for those that package core adds.
	a := Answer{Status: OutgoingStatus(v), Headers: make(Headers, 0, 20), Body: appendBody(nil, v, c)}
	add := func(name, value string) {
		if value != "" {
			a.Headers = append(a.Headers, Header{name, safe(value)})
		}
	}
	contentType := "application/json"
	if c.Format == FormatProblem {
		contentType = "application/problem+json"
	}
	add("content-type", contentType)
	add("x-request-id", v.RequestID)
	add("x-ukemi-class", string(v.Class))
	add("x-ukemi-rule", v.Rule)
	add("x-ukemi-provider", v.Provider)
	add("x-ukemi-retry", strconv.FormatBool(v.Retry))
	if v.Status != 0 {
		add("x-ukemi-upstream-status", itoa(v.Status))
	}
	if v.Code != outgoingCode(v) {
		add("x-ukemi-upstream-code", v.Code)
	}
	if v.Wait.Stated() {
		// Integers of at least 1, never a date or a Go duration: the SDKs read
		// "6m0s" as six seconds.
		add("retry-after-ms", itoa(int(max(v.Wait.After, 1))))
		add("retry-after", itoa(int(max((v.Wait.After+999)/1000, 1))))
	}
	add("x-ukemi-fix", v.Fix.Label())
	if c.HelpURL != "" {
		to := "#/class/"
		if strings.HasSuffix(c.HelpURL, "/") { // a playground, which has a page for each class
			to = "class/"
		}
		add("link", "<"+c.HelpURL+to+string(v.Class)+`>; rel="help"`)
	}
	return a
}

// safe keeps a header value from ending its line: what an upstream says must
// not be able to add headers of its own.
func safe(value string) string {
	for i := range len(value) {
		if c := value[i]; c < ' ' || c >= 0x7f {
			value = value[:i] + "?" + value[i+1:]
		}
	}
	return value
}

// OutgoingStatus is the status that a verdict leaves with.
func OutgoingStatus(v Verdict) int {
	switch {
	case v.Class == Timeout && v.Status == 408:
		return 408
	case v.Class == Unavailable && v.Status == 503:
		return 503
	case v.Class == Unknown && v.Status >= 400 && v.Status < 500:
		return 400
	}
	return v.Class.Info().Status
}

// outgoingType and outgoingCode: the upstream's own are kept where it speaks
// this format and they agree with the class.
func outgoingType(v Verdict) string {
	if v.Class == Unknown && OutgoingStatus(v) == 400 {
		return typeInvalid
	}
	return v.Class.Info().Type
}

func outgoingCode(v Verdict) string {
	if v.Code == "" || v.Dialect != "openai" || isDigit(v.Code[0]) || strings.IndexByte(v.Code, ' ') >= 0 {
		return v.Class.Info().Code
	}
	if keepsCode(v.Code, v.Class) {
		return v.Code
	}
	return v.Class.Info().Code
}

// keepsCode reports whether an upstream's code agrees with a class.
func keepsCode(code string, class Class) bool {
	return codeMeans(code, inCertain, certainCodes[:], class) || codeMeans(code, inGeneric, genericCodes[:], class)
}

// codeMeans reports whether a table has a code under a class.
func codeMeans(code string, in list, rules []rule, class Class) bool {
	found := rowsWith(in, code)
	for row := range rules {
		if found.has(row) && rules[row].class == class {
			return true
		}
	}
	return false
}

func appendBody(dst []byte, v Verdict, c Caller) []byte {
	o := jsonish.Begin(dst)
	switch c.Format {
	case FormatAnthropic:
		o.String("type", "error")
	case FormatProblem:
		o.String("type", "about:blank")
		o.String("title", v.Class.Info().Means)
		o.Int("status", int64(OutgoingStatus(v)))
		o.String("detail", v.Message)
	}
	o.Append("error", func(dst []byte) []byte { return appendError(dst, v, c) })
	if c.Format == FormatAnthropic {
		o.StringOrNull("request_id", v.RequestID)
	}
	return o.End()
}

func appendError(dst []byte, v Verdict, c Caller) []byte {
	e := jsonish.Begin(dst)
	e.String("message", v.Message)
	if c.Format == FormatAnthropic {
		e.String("type", v.Class.Info().AnthropicType)
	} else {
		e.String("type", outgoingType(v))
	}
	e.StringOrNull("param", v.Param)
	e.String("code", outgoingCode(v))
	if c.Details {
		e.Append("upstream", func(dst []byte) []byte {
			u := jsonish.Begin(dst)
			u.IntOrNull("status", int64(v.Status))
			u.StringOrNull("provider", v.Provider)
			u.StringOrNull("type", v.Type)
			u.StringOrNull("code", v.Code)
			u.StringOrNull("request_id", v.RequestID)
			return u.End()
		})
		e.Append("fix", v.Fix.AppendJSON)
	}
	return e.End()
}
