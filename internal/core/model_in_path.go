// How a model is found in a path, and the same path for another model. A path is
// as it was written, escapes included. A new form of path is a row of shapes.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// pathShape is a form of paths in which an API names its model.
type pathShape struct {
	// before precedes the model; where only is set, at the beginning of the path.
	before string
	only   bool
	// segments of the model; 0 where it ends before one of after.
	segments int
	// after lists the ends of the path that may follow; one that ends in a slash is a
	// prefix. Without any, everything may follow but the end of the path.
	after []string
	// family: the suffixes of these endpoints may follow, too.
	family api.Family
	// no reports whether a name is not a model's.
	no func(name string) bool
	// openAI: a path of OpenAI's API follows, whose body may name the model, too.
	openAI bool
	// google: Gemini or Vertex, which call a model "models/x", too.
	google bool
	// root: before begins the part of the path that all upstreams of the API share.
	root bool
}

// Sources: the API references of Azure OpenAI, OpenAI (engines), Google
// (Gemini, Vertex), AWS (Bedrock, SageMaker), Cloudflare (Workers AI and its
// gateway), Databricks, Triton (KServe), Replicate and Hugging Face.
var shapes = [...]pathShape{
	{before: "/openai/deployments/", segments: 1, openAI: true},
	{before: "/deployments/", segments: 1, family: api.FamilyOpenAI, openAI: true}, // behind a gateway
	{before: "/engines/", segments: 1, family: api.FamilyOpenAI, no: isVersion, openAI: true},
	{before: "/models/", family: api.FamilyGoogle, no: isCounter, google: true},
	{before: "/tunedModels/", family: api.FamilyGoogle, google: true},
	{before: "/endpoints/", family: api.FamilyGoogle, google: true},
	{before: "/model/", family: api.FamilyBedrock, root: true},
	{before: "/endpoints/", segments: 1, after: []string{"/invocations", "/invocations-response-stream"}, root: true},
	{before: "/serving-endpoints/", segments: 1, after: []string{"/invocations"}, root: true},
	{before: "/ai/run/", after: []string{""}, root: true},
	{before: "/workers-ai/", after: []string{""}, no: isNoWorkersAI, root: true},
	{before: "/models/", segments: 1, after: []string{"/infer", "/generate", "/generate_stream"}},
	{before: "/models/", segments: 2, after: []string{"/predictions"}},
	{before: "/hf-inference/models/", segments: 2, after: []string{"", "/v1/", "/pipeline/"}, root: true},
	{before: "/models/", only: true, segments: 2, after: []string{"", "/v1/", "/pipeline/"}, no: isNoOwner, root: true},
}

// isVersion: "/engines/v1/chat/completions" is Docker's, and v1 no model.
func isVersion(name string) bool {
	digit := len(name) > 1 && '0' <= name[1] && name[1] <= '9'
	return digit && name[0] == 'v' && strings.Trim(name[2:], "0123456789.abehlpt") == ""
}

// isCounter: Vertex counts tokens at its own path, where the body names the model.
func isCounter(name string) bool { return name == "count-tokens" }

// isNoWorkersAI: the models of Workers AI begin with an @; its OpenAI-compatible
// paths do not.
func isNoWorkersAI(name string) bool { return name[0] != '@' }

// isNoOwner: Azure's model inference API has OpenAI's paths below /models, and
// servers of models load them there.
func isNoOwner(name string) bool {
	isOpenAI := api.OpenAITail("/"+name) == "/"+name
	return isOpenAI || strings.HasSuffix(name, "/load") || strings.HasSuffix(name, "/unload")
}

// pathModel is a model that a path names.
type pathModel struct {
	name    string // unescaped
	written string
	start   int    // of what is written
	rest    string // of the path, behind it
	shape   *pathShape
}

// modelInPath finds the model that a path names; nil where it names none.
func modelInPath(path string) *pathModel {
	trimmed := strings.TrimRight(path, "/")
	for i := range shapes {
		s := &shapes[i]
		at := strings.Index(trimmed, s.before)
		if at < 0 || s.only && at > 0 {
			continue
		}
		at += len(s.before)
		n := s.length(trimmed[at:])
		if n == 0 {
			continue
		}
		written := trimmed[at : at+n]
		m := pathModel{name: unescape(written), written: written, start: at, rest: path[at+n:], shape: s}
		if s.no == nil || !s.no(m.name) {
			return &m
		}
	}
	return nil
}

// length of the model's name at the beginning of the rest of a path; 0 is none.
func (s *pathShape) length(behind string) int {
	if s.segments == 0 {
		for _, after := range s.after {
			if n, ok := cutEnd(behind, after); ok {
				return n
			}
		}
		for i := range api.Table {
			if r := &api.Table[i]; s.family != api.FamilyNone && r.Family == s.family {
				if n, ok := cutEnd(behind, r.Suffix); ok {
					return n
				}
			}
		}
		return 0
	}
	n := 0
	for i := range s.segments {
		next := strings.IndexByte(behind[n+i:], '/')
		if next < 0 {
			next = len(behind) - n - i
		}
		if next == 0 || n+i+next == len(behind) && i < s.segments-1 {
			return 0
		}
		n += next
	}
	n += s.segments - 1
	if rest := behind[n:]; s.follows(rest) {
		return n
	}
	return 0
}

// follows reports whether this rest of a path may follow the model's name.
func (s *pathShape) follows(rest string) bool {
	for _, after := range s.after {
		if rest == after || strings.HasSuffix(after, "/") && strings.HasPrefix(rest, after) {
			return true
		}
	}
	if s.family == api.FamilyOpenAI {
		return rest != "" && api.OpenAITail(rest) == rest
	}
	return len(s.after) == 0 && rest != ""
}

// cutEnd returns where the suffix of a path begins; its colon may be escaped.
func cutEnd(path, end string) (int, bool) {
	if verb, isVerb := strings.CutPrefix(end, ":"); isVerb && strings.HasSuffix(path, verb) {
		front := path[:len(path)-len(verb)]
		if n := len(front) - len("%3A"); n >= 0 && letters.EqualFold(front[n:], "%3A") {
			return n, true
		}
	}
	return len(path) - len(end), strings.HasSuffix(path, end)
}

// with returns the path for another model, escaped as the first one was.
func (m *pathModel) with(path, model string) string {
	if m.shape.google {
		model = strings.TrimPrefix(model, "models/") // as Google's clients call it
	}
	slashes := strings.IndexByte(m.written, '/') >= 0
	colons := strings.IndexByte(m.written, ':') >= 0 || !strings.Contains(letters.Lower(m.written), "%3a")
	return path[:m.start] + escape(model, slashes, colons) + m.rest
}

const hexDigits = "0123456789ABCDEF"

// escape a name for a path.
func escape(name string, slashes, colons bool) string {
	out := make([]byte, 0, len(name)+8)
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~@", c) >= 0,
			c == '/' && slashes, c == ':' && colons:
			out = append(out, c)
		default:
			out = append(out, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return string(out)
}

// unescape a name in a path; what is no escape stays as it is.
func unescape(written string) string {
	if strings.IndexByte(written, '%') < 0 {
		return written
	}
	out := make([]byte, 0, len(written))
	for i := 0; i < len(written); i++ {
		if written[i] == '%' && i+2 < len(written) {
			high := strings.IndexByte(hexDigits, upper(written[i+1]))
			low := strings.IndexByte(hexDigits, upper(written[i+2]))
			if high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, written[i])
	}
	return string(out)
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'f' {
		return c - 'a' + 'A'
	}
	return c
}
