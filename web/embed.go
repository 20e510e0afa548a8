//go:build !js

// Package web holds the playground. This file hands the built page to the
// native edge; without a build it is empty (web/dist/.keep keeps the folder).
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Playground is the built page: index.html and its assets.
func Playground() fs.FS {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the path is fixed; this cannot happen
	}
	return built
}
