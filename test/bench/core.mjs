// One call of the core: natively and as WebAssembly, for a typical JSON error,
// and natively for the worst megabyte that anybody thought of.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { load } from '../../wasm/src/load-core.js';
import { leastCPU } from './least.mjs';

const body =
  '{"error":{"message":"Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, ' +
  'Used 29000, Requested 4000.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}';
const headers = [
  ['content-type', 'application/json'],
  ['retry-after', '20'],
  ['x-request-id', 'req_1'],
];

/** @returns {Promise<import('./bench.mjs').Row[]>} */
export async function measure() {
  const native = (await goBenchmark('BenchmarkClassify', '-benchmem', '-count=5')).sort(
    (a, b) => a['ns/op'] - b['ns/op'],
  )[0]; // other work only adds
  const hostile = (await goBenchmark('BenchmarkHostile', '-benchtime=3x'))
    .map((run) => run['ns/op'] / 1e6)
    .sort((a, b) => a - b);
  const core = await load(readFile(new URL('../../wasm/dist/core.wasm', import.meta.url)));
  const wasm =
    (1000 *
      (await leastCPU(40, async () => {
        for (let i = 0; i < 500; i++) core('classify', { status: 429, headers, now: 0 }, body);
      }))) /
    500;
  const micros = native['ns/op'] / 1000;
  return [
    { what: 'classify an answer, native', value: micros, unit: 'µs', aim: '5' },
    { what: 'its allocations', value: native['allocs/op'], unit: '', aim: '20' },
    { what: 'the same through WebAssembly', value: wasm, unit: 'µs', ratio: wasm / micros, aim: '40' },
    {
      what: `1 MB made to be slow, native, median of ${hostile.length} kinds`,
      value: hostile[hostile.length >> 1],
      unit: 'ms',
    },
    { what: 'the worst of them', value: hostile.at(-1), unit: 'ms', aim: '50' },
  ];
}

/**
 * @param {string} name
 * @param {...string} flags
 * @returns {Promise<Record<string, number>[]>} each line's figures by unit
 */
async function goBenchmark(name, ...flags) {
  const { stdout } = await promisify(execFile)(
    'go',
    ['test', './pkg/classify', '-run', '^$', '-bench', `^${name}$`, ...flags],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)) },
  );
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) =>
      Object.fromEntries([...line.matchAll(/([\d.]+) (\S+)/g)].map(([, value, unit]) => [unit, Number(value)])),
    );
}
