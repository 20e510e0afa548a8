// Whose a request's path is, and where at the upstream it goes.

package edge

import (
	"net/url"
	"strings"
)

// owner of a path.
type owner string

const (
	ours      owner = "edge"     // a route of the edge itself
	upstreams owner = "upstream" // anything the API may have
	nobodys   owner = "refused"  // refused
)

// ownerOf a path as it was written, escapes and all. What a proxy and the
// server behind it may read differently goes nowhere: dot segments,
// backslashes, control characters, and whatever is /_ukemi/ in disguise. So no
// path leaves the upstream's base path, passes by a rule that guards the edge's
// own routes, or carries upstream what was meant for them. cmd/edge/join-path.mjs
// has the same rule; test/scenarios/paths.json holds both to it.
func ownerOf(written string) owner {
	path, err := url.PathUnescape(written)
	if err != nil || !strings.HasPrefix(written, "/") || strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return nobodys
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return nobodys
		}
	}
	first, _, _ := strings.Cut(strings.TrimLeft(path, "/"), "/")
	switch {
	case strings.HasPrefix(written+"/", prefix):
		return ours
	case strings.ToLower(first) == strings.Trim(prefix, "/"):
		return nobodys
	}
	return upstreams
}

// joinPath joins the upstream's base path and the request's. Where both have
// /v1 it is written once, so that a base URL with or without it, or with a slash
// too many, does the same.
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
