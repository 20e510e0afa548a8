// Requests through Workers on workerd, side by side in one run: the designs
// take turns, so that whatever else the machine does hits them alike. Prints a
// table and, with --json FILE, writes the raw rounds.
//
//   node test/bench/worker.mjs [--rounds 5] [--seconds 2] [--json FILE]

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startWorker, startWorkerd } from '../workerd/workerd.mjs';
import { build, measure, perStream, root, run, startLoad } from './load.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' }, json: { type: 'string' } } });
await run('go', ['tool', 'workers-assets-gen', '-mode', 'go', '-o', join(build, 'syumai')], { cwd: root });
await run('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', join(build, 'syumai/app.wasm'), './test/bench/syumai'], { cwd: root, env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' } });

const upstream = await startLoad('serve');
const generated = Object.fromEntries(['worker.mjs', 'wasm_exec.js', 'runtime.mjs', 'app.wasm'].map((name) => ['./' + name, join(build, 'syumai', name)]));
/** Started anew for the memory of streams, which garbage of earlier rounds would hide. */
const fresh = {
  'pass-through': () => startWorkerd({ modules: { 'worker.mjs': join(root, 'test/bench/pass-through.mjs') }, environ: { UPSTREAM: upstream.url } }),
  ukemi: () => startWorker({ UKEMI_UPSTREAM: upstream.url, UKEMI_BREAKER_FAILURES: '0' }),
};
const workers = {
  'pass-through': await fresh['pass-through'](),
  ukemi: await fresh.ukemi(),
  'ukemi, peek': await startWorker({ UKEMI_UPSTREAM: upstream.url, UKEMI_BREAKER_FAILURES: '0', UKEMI_STREAM: 'peek' }),
  'Go instance per request': await startWorkerd({ modules: { 'entry.mjs': join(root, 'test/bench/syumai/entry.mjs'), ...generated }, environ: { UPSTREAM: upstream.url } }),
};

/** Each row: a Worker, what is asked of it, and how many clients ask. */
const rows = [
  { name: 'pass-through', worker: 'pass-through', model: 'ok' },
  { name: 'ukemi, success', worker: 'ukemi', model: 'ok' },
  { name: 'pass-through, 400', worker: 'pass-through', model: '400' },
  { name: 'ukemi, 400 normalized', worker: 'ukemi', model: '400' },
  { name: 'Go instance per request', worker: 'Go instance per request', model: 'ok' },
  { name: 'pass-through, 1,000 chunks', worker: 'pass-through', model: 'tokens' },
  { name: 'ukemi watches 1,000 chunks', worker: 'ukemi', model: 'tokens' },
  { name: 'ukemi peeks at 1,000 chunks', worker: 'ukemi, peek', model: 'tokens' },
];
const round = ({ worker, model }, clients, seconds) => measure(workers[worker], model, clients, seconds);
const rounds = [];
try {
  for (const row of rows) await round(row, 1, 0.5); // warm
  for (let n = 0; n < Number(options.rounds); n++) {
    for (const row of rows) for (const clients of [1, 8]) rounds.push({ ...row, clients, ...(await round(row, clients, Number(options.seconds))) });
  }
  print();
  const memory = {};
  for (const name of ['pass-through', 'ukemi']) memory[name] = await perStream(await fresh[name]());
  console.log(`\nmemory per open stream, of 100: pass-through ${memory['pass-through'].toFixed(0)} KiB, ukemi ${memory.ukemi.toFixed(0)} KiB (× ${(memory.ukemi / memory['pass-through']).toFixed(2)})`);
  if (options.json) await writeFile(options.json, JSON.stringify({ rounds, memory_per_stream_kib: memory }, null, 1));
} finally {
  for (const worker of Object.values(workers)) await worker.stop();
  await upstream.stop();
}

function print() {
  const median = (name, clients, field) => {
    const values = rounds.filter((r) => r.name === name && r.clients === clients).map((r) => r[field]).sort((a, b) => a - b);
    return values[values.length >> 1];
  };
  const failed = rounds.filter((r) => r.failed).map((r) => `${r.failed} × ${r.name}`).join(', ') || 'no';
  console.log(`medians of ${options.rounds} rounds of ${options.seconds} s, taking turns; ${failed} requests failed\n`);
  console.log('                               c=1: p50 ms    p99 ms   CPU ms | c=8: requests/s    p99 ms   CPU ms   ratio');
  for (const { name, worker, model } of rows) {
    const base = rows.find((r) => r.worker === 'pass-through' && r.model === model)?.name ?? 'pass-through';
    const number = (clients, field, digits, width) => median(name, clients, field).toFixed(digits).padStart(width);
    console.log(`${name.padEnd(28)}${number(1, 'p50_ms', 2, 14)}${number(1, 'p99_ms', 2, 10)}${number(1, 'cpu_ms', 3, 9)} |${number(8, 'rps', 0, 16)}${number(8, 'p99_ms', 2, 10)}${number(8, 'cpu_ms', 3, 9)}${worker === 'pass-through' ? '' : ('× ' + (median(name, 8, 'rps') / median(base, 8, 'rps')).toFixed(2)).padStart(8)}`);
  }
}
