// CORS: which pages may call an edge, and which headers they may read.

package headers

import "slices"

// CORS is the part of a page's request that CORS depends on. The Worker sends it over
// the byte interface, so that both edges use this code.
type CORS struct {
	Origins   []string `json:"origins"` // that are allowed; "*" is all
	Origin    string   `json:"origin"`  // of the page
	Preflight bool     `json:"preflight"`
	Headers   string   `json:"headers"` // that a preflight asks for
}

// CORSAnswer is whether the page may read the answer, and the headers that state it.
type CORSAnswer struct {
	Allowed bool        `json:"allowed"`
	Headers [][2]string `json:"headers"`
}

// Answer a page's request.
func (r CORS) Answer() CORSAnswer {
	if r.Origin == "" || !slices.Contains(r.Origins, "*") && !slices.Contains(r.Origins, r.Origin) {
		return CORSAnswer{}
	}
	origin := r.Origin
	if slices.Contains(r.Origins, "*") {
		origin = "*" // with "*" no browser sends cookies
	}
	h := [][2]string{{"Access-Control-Allow-Origin", origin}, {"Vary", "Origin"}}
	if r.Preflight {
		h = append(h, [2]string{"Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"},
			[2]string{"Access-Control-Allow-Headers", r.Headers}, [2]string{"Access-Control-Max-Age", "7200"})
	} else {
		h = append(h, [2]string{"Access-Control-Expose-Headers", readable()})
	}
	return CORSAnswer{Allowed: true, Headers: h}
}
