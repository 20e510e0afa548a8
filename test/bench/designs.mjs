// The designs that are compared: what only passes on, ukemi, and others' gateways.

import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startWorker, startWorkerd } from '../workerd/workerd.mjs';
import { build, root, run, start, startLoad } from './load.mjs';

const edge = join(build, 'edge');

/** The settings of an edge. Thousands of errors in a row would open the breaker. */
const settings = (upstream, more) => ({ UKEMI_UPSTREAM: upstream, UKEMI_BREAKER_FAILURES: '0', ...more });

export const worker = (upstream, more = {}) => () => startWorker(settings(upstream, more));

/** A Worker of three lines. */
export const passThrough = (upstream) => () => startWorkerd({
  modules: { 'worker.mjs': join(root, 'test/bench/pass-through.mjs') },
  environ: { UPSTREAM: upstream },
});

/** A module of WebAssembly that exports a page of memory, and a function that returns its argument. */
const same = '0061736d0100000001060160017f017f0302010005030100010711' +
  '02066d656d6f72790200' + '0463616c6c0000' + '0a0601040020000b';

/** The least that a Worker can do that keeps requests and looks at answers. */
export const floor = (upstream) => async () => {
  const file = join(build, 'same.wasm');
  await writeFile(file, Buffer.from(same, 'hex'));
  return startWorkerd({
    modules: { 'worker.mjs': join(root, 'test/bench/floor.mjs'), './same.wasm': file },
    environ: { UPSTREAM: upstream },
  });
};

/** Go's own reverse proxy. */
export const reverseProxy = (upstream) => () => startLoad('proxy', '-url', upstream);

/** The same with the least that an edge must do (load/least.go): the floor of ukemi's figures. */
export const leastProxy = (upstream) => () => startLoad('proxy', '-url', upstream, '-least');

export const native = (upstream, more = {}) => async () => {
  await run('go', ['build', '-o', edge, './cmd/edge'], { cwd: root });
  return start(edge, [], { ...settings(upstream, more), UKEMI_LISTEN: '127.0.0.1:0' });
};

/** A Go instance per request, as github.com/syumai/workers generates it. */
export const syumai = (upstream) => async () => {
  await run('go', ['tool', 'workers-assets-gen', '-mode', 'go', '-o', join(build, 'syumai')], { cwd: root });
  await run(
    'go',
    ['build', '-trimpath', '-ldflags=-s -w', '-o', join(build, 'syumai/app.wasm'), './test/bench/syumai'],
    { cwd: root, env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' } },
  );
  const generated = ['worker.mjs', 'wasm_exec.js', 'runtime.mjs', 'app.wasm'].map((name) => [
    './' + name,
    join(build, 'syumai', name),
  ]);
  return startWorkerd({
    modules: { 'entry.mjs': join(root, 'test/bench/syumai/entry.mjs'), ...Object.fromEntries(generated) },
    environ: { UPSTREAM: upstream },
  });
};

/** Portkey's gateway, if `make compare` has installed it. */
export async function portkey(upstream) {
  const folder = join(root, 'build/compare/node_modules/@portkey-ai/gateway');
  const isThere = await access(folder).then(() => true, () => false);
  if (!isThere) return {};
  const { ways } = await import('../compare/ways.mjs');
  const [name, begin] = Object.entries(ways).find(([name]) => name.startsWith('Portkey')) ?? [];
  return name && begin ? { [name]: () => begin(upstream) } : {};
}
