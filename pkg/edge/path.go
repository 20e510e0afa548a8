// Which path of the upstream a request goes to.

package edge

import (
	"net/url"
	"strings"
)

// joinPath joins the upstream's base path and the request's. Where both have
// /v1 it is written once, so that a base URL with or without it does the same.
func joinPath(base *url.URL, in *url.URL) (path, rawPath string) {
	join := func(base, path string) string {
		base = strings.TrimSuffix(base, "/")
		if i := strings.LastIndexByte(base, '/'); i >= 0 {
			if last := base[i:]; last != "/" && (path == last || strings.HasPrefix(path, last+"/")) {
				base = base[:i]
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
