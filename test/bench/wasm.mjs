// µs per call through core.wasm, for a typical JSON error.

import { load } from '../../wasm/src/load.js';

const body = '{"error":{"message":"Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 4000.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}';
const headers = [['content-type', 'application/json'], ['retry-after', '20'], ['x-request-id', 'req_1']];
const core = await load();

/** The best of several rounds, because everything else on a machine only slows. */
function best(name, call) {
  let least = Infinity;
  for (let round = 0; round < 20; round++) {
    const began = performance.now();
    for (let i = 0; i < 200; i++) call();
    least = Math.min(least, (performance.now() - began) / 200);
  }
  console.log(`${name.padEnd(24)} ${(least * 1000).toFixed(1)} µs per call`);
}

best('wasm, classify', () => core('classify', { status: 429, headers, now: 0 }, body));
best('wasm, paste', () => core('paste', {}, body));
