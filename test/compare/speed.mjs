// A success on each way that is a gateway, beside the provider itself: the ways
// take turns, so that whatever else the machine does hits them alike.
//
//   node test/compare/speed.mjs [--rounds 5] [--seconds 2]

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

import { ways } from './ways.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const load = join(root, 'build/compare/load');
const run = promisify(execFile);
await run('go', ['build', '-o', load, './test/bench/load'], { cwd: root });

const upstream = spawn(load, ['serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [url] = await once(createInterface({ input: upstream.stdout }), 'line');
const gateways = { 'the provider itself': { url } };
const rounds = [];
try {
  for (const [name, start] of Object.entries(ways)) {
    const way = await start(url);
    if (way.url) gateways[name] = way;
  }
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const [name, way] of Object.entries(gateways)) {
      for (const clients of [1, 8]) {
        const measured = await measure(way, clients);
        if (round) rounds.push({ name, clients, ...measured }); // the first warms up
      }
    }
  }
} finally {
  await Promise.all(Object.values(gateways).map((way) => way.stop?.()));
  upstream.kill();
}

console.log(`a success, medians of ${options.rounds} rounds of ${options.seconds} s, taking turns\n`);
console.log(`${''.padEnd(20)}  one client: p50 ms  eight: requests/s  p99 ms  failed`);
for (const name of Object.keys(gateways)) {
  const median = (clients, field) => {
    const values = rounds.filter((r) => r.name === name && r.clients === clients).map((r) => r[field]).sort((a, b) => a - b);
    return values[values.length >> 1];
  };
  const failed = rounds.filter((r) => r.name === name).reduce((sum, r) => sum + r.failed, 0);
  console.log(`${name.padEnd(20)}  ${median(1, 'p50_ms').toFixed(2).padStart(18)}  ${median(8, 'rps').toFixed(0).padStart(17)}  ${median(8, 'p99_ms').toFixed(1).padStart(6)}  ${String(failed).padStart(6)}`);
}

async function measure({ url, headers }, clients) {
  const [header] = Object.entries(headers?.('key') ?? {});
  const { stdout } = await run(load, ['run', '-url', url, '-c', String(clients), '-for', `${options.seconds}s`, ...(header ? ['-header', header.join(': ')] : [])]);
  return JSON.parse(stdout);
}
