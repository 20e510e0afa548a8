module github.com/ukemi-dev/ukemi

go 1.26

tool github.com/syumai/workers/cmd/workers-assets-gen

require github.com/syumai/workers v0.32.0
