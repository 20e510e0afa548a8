// The path of a request: whether the edge or the upstream answers it, and the
// path at the upstream.

package edge

import (
	"net/url"
	"strings"
)

// destination is the part that answers a path, if any.
type destination string

const (
	toEdge     destination = "edge"     // a route under /_ukemi/
	toUpstream destination = "upstream" // any path that an API may have
	refused    destination = "refused"
)

// destinationOf returns the destination of a path, which is given as it was
// written, with its escapes. It refuses paths that a proxy and the server behind
// it may read differently: dot segments, backslashes, control characters, and
// other spellings of /_ukemi/. So no path leaves the upstream's base path,
// bypasses a rule that guards the edge's own routes, or sends upstream what was
// meant for them. cmd/edge/join-path.mjs has the same rule;
// test/scenarios/paths.json tests both.
func destinationOf(escaped string) destination {
	path, err := url.PathUnescape(escaped)
	isUnsafe := func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }
	if err != nil || !strings.HasPrefix(escaped, "/") || strings.ContainsFunc(path, isUnsafe) {
		return refused
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return refused
		}
	}
	first, _, _ := strings.Cut(strings.TrimLeft(path, "/"), "/")
	switch {
	case strings.HasPrefix(escaped+"/", prefix):
		return toEdge
	case strings.ToLower(first) == strings.Trim(prefix, "/"):
		return refused
	}
	return toUpstream
}

// joinPath joins the upstream's base path and the request's. If the base ends in
// the segment with which the request begins (/v1), the result has it once, so
// that a base URL works with and without it, and with a slash at its end.
func joinPath(base *url.URL, in *url.URL) (path, rawPath string) {
	join := func(base, path string) string {
		base = strings.TrimSuffix(base, "/")
		single := "/" + strings.TrimLeft(path, "/")
		if i := strings.LastIndexByte(base, '/'); i >= 0 {
			if last := base[i:]; last != "/" && (single == last || strings.HasPrefix(single, last+"/")) {
				return base[:i] + single
			}
		}
		return base + path
	}
	path = join(base.Path, in.Path)
	if in.RawPath != "" || base.RawPath != "" {
		rawPath = join(base.EscapedPath(), in.EscapedPath())
	}
	return path, rawPath
}
