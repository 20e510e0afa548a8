// µs per call through core.wasm, for a typical JSON error.

import { readFile } from 'node:fs/promises';

import { load } from '../../wasm/src/load.js';

const body = '{"error":{"message":"Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 4000.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}';
const headers = [['content-type', 'application/json'], ['retry-after', '20'], ['x-request-id', 'req_1']];
const core = await load(readFile(new URL('../../wasm/dist/core.wasm', import.meta.url)));

/**
 * The least CPU time of several rounds: other work on the machine only adds.
 * @param {string} name
 * @param {() => unknown} call
 */
function best(name, call) {
  const calls = 500;
  let least = Infinity;
  for (let round = 0; round < 40; round++) {
    const began = process.cpuUsage();
    for (let i = 0; i < calls; i++) call();
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / calls);
  }
  console.log(`${name.padEnd(24)} ${least.toFixed(1)} µs per call`);
}

best('wasm, classify', () => core('classify', { status: 429, headers, now: 0 }, body));
best('wasm, paste', () => core('classify', { input: 'paste' }, body));
