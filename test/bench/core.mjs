// One call of the core: natively and as WebAssembly, for a typical JSON error; a reaction
// of the Worker's module; and natively the worst megabyte that anybody thought of.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createEdgeCore } from '../../cmd/edge/edge-core.mjs';
import { withoutDefaults } from '../../cmd/edge/sent-policy.mjs';
import { load } from '../../wasm/src/load-core.js';
import { leastCPU } from './least.mjs';
import { root, run } from './load.mjs';

/** @typedef {import('./rounds.mjs').Options} Options */

const message =
  'Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, ';
/** The nth error. */
const body = (n) => JSON.stringify({
  error: { message: `${message}Requested ${n}.`, type: 'tokens', param: null, code: 'rate_limit_exceeded' },
});
const headers = [
  ['content-type', 'application/json'],
  ['retry-after', '20'],
  ['x-request-id', 'req_1'],
];

/**
 * @param {string} name
 * @param {...string} flags
 * @returns {Promise<Record<string, number>[]>} each line's figures by unit
 */
async function goBenchmark(name, ...flags) {
  const args = ['test', './pkg/classify', '-run', '^$', '-bench', `^${name}$`, ...flags];
  const { stdout } = await run('go', args, { cwd: root });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) =>
      Object.fromEntries([...line.matchAll(/([\d.]+) (\S+)/g)].map(([, value, unit]) => [unit, Number(value)])),
    );
}

async function classifyNative({ rounds }) {
  const taken = await goBenchmark('BenchmarkClassify', '-benchmem', `-count=${rounds}`);
  return { figures: [
    { what: 'a typical error', values: taken.map((run) => run['ns/op'] / 1000), unit: 'µs', atMost: 5 },
    { what: 'its allocations', values: taken.map((run) => run['allocs/op']), unit: '', atMost: 12 },
  ] };
}

async function hostile() {
  const values = (await goBenchmark('BenchmarkHostile', '-benchtime=3x')).map((run) => run['ns/op'] / 1e6);
  return { figures: [
    { what: `a megabyte made to be slow, of ${values.length} kinds`, values, unit: 'ms' },
    { what: 'the worst of them', values: [Math.max(...values)], unit: 'ms', atMost: 50 },
  ] };
}

/**
 * µs of CPU that a call takes, in each round.
 * @param {number} rounds
 * @param {(n: number) => void} call
 */
async function micros(rounds, call) {
  const some = async () => {
    for (let i = 0; i < 500; i++) call(i);
  };
  const values = [];
  await leastCPU(6, some);
  for (let round = 0; round < rounds; round++) values.push((await leastCPU(8, some)) * 1000 / 500);
  return values;
}

async function classifyWasm({ rounds }) {
  const core = await load(readFile(join(root, 'wasm/dist/core.wasm')));
  const values = await micros(rounds, (n) => core('classify', { status: 429, headers, now: 0 }, body(n)));
  return { figures: [{ what: 'a typical error', values, unit: 'µs', atMost: 40 }] };
}

/** What the driver sends for a 400, with the settings that an edge has by default. */
async function react({ rounds }) {
  await import(join(root, 'build/worker/wasm_exec.js'));
  const bundle = join(root, 'build/bundle');
  const files = await readdir(bundle);
  const compile = async (end) =>
    WebAssembly.compile(await readFile(join(bundle, files.find((name) => name.endsWith(end)) ?? end)));
  const both = createEdgeCore(await compile('core.wasm'), await compile('app.wasm'));
  const environ = ['UKEMI_UPSTREAM=http://127.0.0.1:1', 'UKEMI_BREAKER_FAILURES=0'];
  const { result: config } = both('config', { environ });
  const core = withoutDefaults(both, config.policy);
  const request = {
    method: 'POST', path: '/v1/chat/completions', query: '', upstream: 'http://127.0.0.1:1', replayable: true,
    streams: false, owner: false, model: 'gpt-4o', headers: [['accept', '*/*'], ['content-type', 'application/json']],
  };
  const attempt = { plain: false, status: 400, headers, now: 0, elapsed: 3, took: 3, begun: false, resumable: false };
  const values = await micros(rounds, (n) => core('react', {
    policy: config.policy, caller: config.caller, state: {}, health: null, request, attempt, random: 0.5,
    verdict: false,
  }, body(n)));
  return { figures: [{ what: 'every error different', values, unit: 'µs', atMost: 60 }] };
}

export const rows = {
  'classify-native': { title: 'classify, native', measure: classifyNative },
  'classify-wasm': { title: 'classify, WebAssembly', measure: classifyWasm },
  react: { title: "a reaction of the Worker's core, warm", measure: react },
  hostile: { title: 'classify, native, hostile input', measure: hostile },
};
