# Everything that a person or CI does here, one target each; `make help` lists them.
# Needs Go ≥ 1.26 and Node ≥ 20 with npm; everything else is installed by the targets.

SHELL := bash -eu -o pipefail
.DEFAULT_GOAL := help

# Node 24 comes as a devDependency, because wrangler needs ≥ 22.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
# wrangler and workerd stay off the network unless they deploy.
export WRANGLER_SEND_METRICS := false
export WRANGLER_SEND_ERROR_REPORTS := false
export WRANGLER_HIDE_BANNER := true
export CLOUDFLARE_CF_FETCH_ENABLED := false
export CHROMIUM ?= $(shell command -v chromium chromium-browser google-chrome 2>/dev/null | head -n 1)

UPSTREAM ?= demo
PORT ?= 8790

## —— use ——

run: playground ## the edge in front of the demo provider, playground included (UPSTREAM=https://… for a real API)
	UKEMI_UPSTREAM=$(UPSTREAM) go run ./cmd/edge

dev: playground ## the Worker under wrangler dev (UPSTREAM=…; without it, in front of the demo provider)
	npm run --silent dev -- $(UPSTREAM)

serve-worker: worker ## the built Worker on workerd, in the foreground (PORT=8790 UPSTREAM=http://127.0.0.1:9999)
	npm run --silent serve-worker -- $(PORT) $(UPSTREAM)

## —— build ——

node_modules/.package-lock.json: package.json package-lock.json wasm/package.json web/package.json
	npm ci --no-audit --no-fund
	touch $@

core: node_modules/.package-lock.json ## core.wasm and the types made from the class table
	npm run --silent build:core

playground: core ## the playground as a static site in web/dist
	npm run --silent build --workspace web

worker: playground ## the Worker in build/worker, as wrangler would upload it
	npm run --silent build:worker

npm: core ## the npm package, packed into build/
	npm run --silent pack:npm

## —— test ——

test: check test-go ## everything; installs what it needs

check: purity ## formatting, vet, purity and types
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$unformatted" ] || { echo "not gofmt-ed: $$unformatted"; exit 1; }
	go vet ./...

purity: ## the core imports no I/O, no clock, and nothing that the browser would pay for
	go test ./internal/purity

test-go: ## the Go tests
	go test ./...

test-js: worker npm chromium ## the JavaScript, Worker, client and page tests
	npm run --silent test

corpus: ## right and wrong on the corpus of real errors, by class and by provider
	go test ./pkg/classify -run 'TestCorpus' -count=1 -v

# Debian's Chromium, where none is installed and we may install it.
chromium:
	@[ -n "$(CHROMIUM)" ] || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -yq chromium; } \
	  || { echo "make: the page tests need Chromium: install it, or name one with CHROMIUM=/path/to/chrome"; exit 1; }

help: ## this list
	@awk -F ':.*## ' '/^## ——/ {print substr($$0, 4)} /^[a-z-]+:.*## / {printf "  \033[1m%-13s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run dev serve-worker core playground worker npm test check purity test-go test-js corpus chromium help
