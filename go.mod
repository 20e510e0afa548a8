module github.com/ukemi-dev/ukemi

go 1.26

tool github.com/syumai/workers/cmd/workers-assets-gen

require github.com/syumai/workers v0.32.0

require (
	github.com/prometheus/client_golang v1.23.2 // indirect
	github.com/tidwall/gjson v1.14.2 // indirect
	github.com/tidwall/match v1.1.1 // indirect
	github.com/tidwall/pretty v1.2.0 // indirect
	github.com/tidwall/sjson v1.2.5 // indirect
)
