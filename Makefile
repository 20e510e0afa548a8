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
# Looked for when a recipe runs, because an earlier one may have installed it.
find-chromium = $(or $(CHROMIUM),$$(command -v chromium chromium-browser google-chrome | head -n 1))

module := github.com/ukemi-dev/ukemi
UPSTREAM ?= demo
PORT ?= 8790

## —— use ——

run: playground ## the edge in front of the demo provider, playground included (UPSTREAM=https://… for a real API)
	UKEMI_UPSTREAM=$(UPSTREAM) go run ./cmd/edge

dev: node_modules/.package-lock.json ## the Worker under wrangler dev (UPSTREAM=…; without it, in front of the demo provider)
	node test/workerd/dev.mjs $(PORT) $(UPSTREAM)

serve-worker: worker ## the built Worker on workerd, in the foreground (PORT=8790 UPSTREAM=http://127.0.0.1:9999)
	@node test/workerd/serve.mjs $(PORT) $(UPSTREAM)

## —— build ——

node_modules/.package-lock.json: package.json package-lock.json wasm/package.json web/package.json
	npm ci
	@touch $@

# Bytes that a page downloads, gzip / brotli, measured 2026-11-25: as Go builds
# it 849 / 648 KB, without inlining's copies and the newer collector 771 / 574,
# with its data segments merged 694 / 525, without what only those need who debug
# it 570 / 430. docs/decisions/core-size.md has what came since. wasm-opt 132 makes the file
# smaller and the download larger (-Oz 622 instead of 615 KB on 2026-11-24): not used.
# Inlining where every byte passes costs nothing and saves a tenth of the time.
# test/wasm/size.test.mjs holds it.
# Nor does the runtime need to check its own indices.
hot := internal/stringslite internal/bytealg
core-flags := -gcflags=all=-l -gcflags='runtime/...=-l -B' -gcflags='internal/...=-l -B' $(patsubst %,-gcflags=%=-B,$(hot))
# Without the texts of the standard library's panics, which nothing reads (7 KB). Go ignores folders like _mute.
build-core := GOEXPERIMENT=nogreenteagc GOOS=wasip1 GOARCH=wasm go build -overlay=build/_mute/overlay.json \
  -buildmode=c-shared -trimpath -ldflags='-s -w'
core: node_modules/.package-lock.json ## core.wasm and the package's types
	GOEXPERIMENT=nogreenteagc go run ./wasm/mute ./wasm build/_mute
	$(build-core) $(core-flags) -o wasm/dist/core.wasm ./wasm
	go run ./wasm/pack -strip wasm/dist/core.wasm
	rm -f wasm/dist/*.d.ts # those of files that have another name now
	go run ./wasm/generate
	tsc -p wasm

playground: core ## the playground as a static site in web/dist
	npm run --silent build --workspace web
	go run ./internal/reference/static web/dist
	@touch web/dist/.keep # vite empties the folder, which a clone without a build must have

# The two modules of an edge in JavaScript: app.wasm, of which speed does not matter, so Go inlines nothing (0.25 MB
# gzip less), and core.wasm, in which Go inlines where the time of an error goes (42 KB gzip less than everywhere, and
# as fast; in the runtime wasm/pack must recognize functions). The older collector takes less time.
build-app := GOEXPERIMENT=nogreenteagc GOOS=js GOARCH=wasm go build -trimpath -gcflags=all=-l
edge-hot := strings unicode/utf8 math/bits $(patsubst %,$(module)/%,pkg/classify pkg/cure internal/jsonish internal/letters)
edge-core-flags := -tags edge -gcflags=all=-l $(patsubst %,-gcflags=%=,$(edge-hot)) \
  -gcflags='runtime/...=-l -B' -gcflags='internal/...=-B'

# Of [build] in wrangler.toml.
worker-files: playground
	go tool workers-assets-gen -mode go -o build/worker
	$(build-app) -ldflags='-s -w' -o build/worker/app.wasm ./cmd/edge
	go run ./wasm/pack build/worker/app.wasm
	$(build-core) $(edge-core-flags) -o build/worker/core.wasm ./wasm
	go run ./wasm/pack -strip -words build/worker/core.wasm
	rm -rf build/assets && mkdir -p build/assets && cp -r web/dist build/assets/_ukemi
	cd build/assets/_ukemi && rm -rf class provider reference.* llms.txt sitemap.xml # Go serves them

worker: node_modules/.package-lock.json ## the Worker as wrangler would upload it, in build/bundle
	rm -rf build/bundle && wrangler deploy --dry-run --env= --outdir build/bundle

manual: ## the page of the manual and the completions of the command ukemi, in build/manual
	mkdir -p build/manual && go build -o build/ukemi ./cmd/ukemi
	build/ukemi man > build/manual/ukemi.1
	build/ukemi completion bash > build/manual/ukemi.bash
	build/ukemi completion zsh > build/manual/_ukemi
	build/ukemi completion fish > build/manual/ukemi.fish

# app.wasm of the npm package has the command line as well (+0.34 MB gzip, 2026-11-28).
npm: playground ## the npm package with the edge and the command, packed into build/
	go tool workers-assets-gen -mode go -o build/worker
	$(build-app) -tags command -o wasm/edge/app.wasm \
	  -ldflags="-s -w -X $(module)/internal/command.version=$$(node -p 'require("./wasm/package.json").version')" ./cmd/edge
	go run ./wasm/pack wasm/edge/app.wasm
	$(build-core) $(edge-core-flags) -o wasm/edge/core.wasm ./wasm
	go run ./wasm/pack -strip -words wasm/edge/core.wasm
	node wasm/bundle.mjs
	cp LICENSE wasm/ && mkdir -p build && npm pack --silent --workspace wasm --pack-destination build

## —— test ——

test: check test-go test-js ## everything; installs what it needs

check: core purity house lint-release ## formatting, vet, purity, house rules, types, workflows and Dockerfile
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$unformatted" ] || { echo "not gofmt-ed: $$unformatted"; exit 1; }
	go vet ./...
	GOOS=js GOARCH=wasm go vet -tags command ./cmd/edge
	tsc -p .

purity: ## the core imports no I/O, no clock, and nothing that the browser would pay for
	go test ./internal/purity

house: ## the source text: lines of at most 120 characters, the glossary's words, imports, comments that name files
	go test ./internal/house -strict -count=1

test-go: redis ## the Go tests, those with the SDKs of others included
	go test ./...
	cd test/clients/go && go vet ./... && go test ./...

# --test-force-exit may cut off the end of a file's report, so that fewer tests are counted; its exit code says all the same
# whether one failed.
test-js: worker npm chromium ## the JavaScript, Worker, client and page tests
	CHROMIUM=$(call find-chromium) node --test --test-force-exit --test-timeout 60000 'test/**/*.test.mjs'

scenarios: worker npm ## what the policy promises, fault × driver, at the end the 16 public faults (SLOW=1: those that take minutes, too)
	@node test/scenarios/table.mjs

cures: worker npm ## errors that name their cure, and those that look alike, on every driver
	@ONLY=cures node test/scenarios/table.mjs

healthy: worker npm ## exchanges that are right and odd, directly and through every driver: nothing may differ
	go test ./pkg/edge -run Healthy -count=1
	node --test --test-timeout 60000 'test/healthy/*.test.mjs'

# The folder of recorded traffic, which is no part of the project.
RECORDED ?= ../shared/recorded
replay: worker ## recorded traffic through both edges and createFetch, unaltered (RECORDED=folder of *.jsonl.gz, ONLY=text in an id, origin or host)
	@node test/replay/replay.mjs '$(RECORDED)' '$(ONLY)'

patience: worker ## slow and healthy answers through both edges, default settings, a real clock (6 min)
	@node test/patience/patience.mjs

amplify: worker ## what one call of each SDK costs the provider, direct and through ukemi
	@node test/clients/amplify.mjs

integrations: core ## what a failure costs with each client and framework, into docs/integrations.md; needs the npm registry (8 min)
	@node test/integrations/integrations.mjs

REQUESTS ?= 20000
SEED ?=
chaos: worker npm ## random faults and splits through each edge: exact answers or contract errors, nothing else (REQUESTS=20000 SEED=…)
	@node test/chaos/chaos.mjs $(REQUESTS) $(SEED)

storm: redis worker ## a simulated outage: the load that retries add, and how long it lasts, with and without budget and breaker; then eight processes and Redis, and sixteen isolates (4 min)
	go test ./test/storm -count=1 -v
	go run ./test/fleet storm
	node test/storm/isolates.mjs

fleet-faults: redis ## the Redis server of UKEMI_HEALTH killed, suspended, full, restarted: calls that fail, and their latency (90 s)
	go run ./test/fleet faults

pace: redis ## 150 % of a shared rate limit, with and without UKEMI_PACE, alone and through Redis: simulated, and by native edges as processes (4 min)
	go test ./test/storm -run TestPace -count=1 -v
	go run ./test/pace

compare: worker ## the same failures on other ways to the provider: the SDK alone and Portkey's gateway (3 min; JSON=file keeps what each did)
	@node test/compare/compare.mjs $(if $(JSON),--json $(JSON))
	@node test/compare/statuses.mjs
	@node test/compare/speed.mjs

e2e: worker chromium ## the page as a person uses it, in Chromium: on both edges and as static files; axe, Lighthouse
	CHROMIUM=$(call find-chromium) node --test --test-force-exit --test-timeout 90000 'test/page/*.test.mjs'
	CHROMIUM=$(call find-chromium) node --test --test-force-exit test/page/lighthouse.mjs

screenshots: playground chromium ## five views, three widths, two themes, into web/screenshots/
	CHROMIUM=$(call find-chromium) node test/page/screenshots.mjs

corpus: ## right and wrong on the labelled errors, by class and provider, with the confusion matrix
	go test ./pkg/classify -run TestCases -count=1 -v

train: ## the weights anew, after a change of the tables or of the labelled errors; also writes docs/accuracy.md
	go test ./pkg/classify -run TestWeights -train -count=1
	go test ./pkg/classify -run AccuracyPage -update -count=1

validate: ## the trainer by cross-validation: fitted on four fifths, measured on the rest (2 min)
	go test ./pkg/classify -run TestValidate -validate -count=1 -v

audit: node_modules/.package-lock.json ## known vulnerabilities in what we depend on; needs the internet
	go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./...
	npm audit --omit=dev

lint-release: node_modules/.package-lock.json ## the workflows and the Dockerfiles; CI also checks .goreleaser.yaml
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
	npx --yes dockerfile-utils@0.16.3 lint Dockerfile
	npx --yes dockerfile-utils@0.16.3 lint release.Dockerfile

# The first commit that a release bears; until there is one, BASE must be given.
APIDIFF := golang.org/x/exp/cmd/apidiff@v0.0.0-20261113113407-e3970619a1a4
BASE ?= $(shell git describe --tags --abbrev=0 2> /dev/null)
apidiff: ## incompatible changes of the Go API since the last release (BASE=a commit)
	@[ -n "$(BASE)" ] || { echo "no release to compare with yet"; exit 0; }; \
	rm -rf build/base && mkdir -p build/base && git archive $(BASE) | tar -x -C build/base && touch build/base/web/dist/.keep; \
	for p in . pkg/classify pkg/explain pkg/retry pkg/stream pkg/edge; do \
	  ls build/base/$$p/*.go > /dev/null 2>&1 || { echo "$$p is new"; continue; }; \
	  export=build/$$(basename $$(realpath $$p)).export; \
	  (cd build/base && go run $(APIDIFF) -w ../../$$export ./$$p); \
	  echo "$$p"; go run $(APIDIFF) -incompatible $$export ./$$p; \
	done | tee build/apidiff.txt; ! grep -q '^- ' build/apidiff.txt

SECONDS ?= 600
soak: worker ## both edges under mixed load with faults; memory, goroutines and descriptors must stay flat (SECONDS=60)
	node test/soak/soak.mjs $(SECONDS)

FUZZTIME ?= 60s
# Go sometimes reports the end of the time as a failure, "context deadline exceeded", without a failing input.
fuzz: ## every fuzz target for a minute, one after the other (FUZZTIME=10s ONLY=FuzzPaste)
	@said=$$(mktemp); trap 'rm -f $$said' EXIT; set +e; \
	for p in $$(git grep -l '^func Fuzz' -- '*_test.go' | xargs -n 1 dirname | sort -u); do \
	  for f in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' $$p/*_test.go); do \
	    [ -z '$(ONLY)' ] || [ $$f = '$(ONLY)' ] || continue; \
	    echo "—— $$f of $$p"; \
	    go test ./$$p -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x | tee $$said && continue; \
	    grep -q 'Failing input' $$said && exit 1; \
	    grep -q 'context deadline exceeded' $$said || exit 1; \
	  done; \
	done

ONLY ?=
ROUNDS ?= 5
bench: worker npm chromium ## speed in one table, the aims beside the figures (ONLY=worker-success,react ROUNDS=5 JSON=file)
	@CHROMIUM=$(call find-chromium) node test/bench/bench.mjs --rounds $(ROUNDS) \
	  $(if $(ONLY),--only $(ONLY)) $(if $(JSON),--json $(JSON))

first-use: core chromium ## from the first error to its verdict in Chromium, throttled to a mid phone on 4G (ROUNDS=7)
	@CHROMIUM=$(call find-chromium) node test/bench/first-use.mjs --rounds $(ROUNDS)

# Debian's Chromium, where none is installed and we may install it.
chromium:
	@[ -n "$(call find-chromium)" ] || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -yq chromium; } \
	  || { echo "make: the page tests need Chromium: install it, or name one with CHROMIUM=/path/to/chrome"; exit 1; }

# Debian's Redis, where neither it nor Valkey is installed and we may install it. The tests
# start servers of their own.
redis:
	@[ -n "$$(command -v $${REDIS:-redis-server} valkey-server)" ] \
	  || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -yq redis-server; } \
	  || { echo "make: the tests of shared health need Redis or Valkey: install it, or name one with REDIS=/path"; exit 1; }

help: ## this list
	@awk -F ':.*## ' '/^## ——/ {print substr($$0, 4)} /^[a-z0-9-]+:.*## / {printf "  \033[1m%-13s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: cures run dev serve-worker core playground worker worker-files manual npm test check purity house test-go test-js scenarios healthy replay patience amplify storm pace fleet-faults chaos compare integrations soak e2e screenshots corpus train validate fuzz bench first-use audit lint-release apidiff chromium redis help
