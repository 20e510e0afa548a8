// make chaos: random faults through each edge (see main.go). A failed run names
// its seed; SEED=… repeats it.
//
//   node test/chaos/chaos.mjs [REQUESTS] [SEED]

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { startNpx } from '../command/npx.mjs';
import { startWorker } from '../workerd/workerd.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [requests = '20000', seed = String(Date.now() % 1e9)] = process.argv.slice(2);
for (const [name, from] of [
  ['chaos', './test/chaos'],
  ['edge', './cmd/edge'],
])
  execFileSync('go', ['build', '-o', `build/${name}`, from], { cwd: root });

const settings = {
  UKEMI_RETRY_BUDGET: '0', UKEMI_BREAKER_FAILURES: '0', UKEMI_INITIAL_BACKOFF: '1ms', UKEMI_MAX_BACKOFF: '4ms',
  UKEMI_FIRST_EVENT_TIMEOUT: '1s', UKEMI_RESPONSE_TIMEOUT: '1s', UKEMI_STREAM_IDLE_TIMEOUT: '1s',
};

const native = async (upstream) => {
  const child = spawn(join(root, 'build/edge'), {
    env: { ...process.env, ...settings, UKEMI_UPSTREAM: upstream, UKEMI_LISTEN: '127.0.0.1:0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await new Promise((resolve) =>
    createInterface({ input: child.stderr }).on('line', (line) => resolve(/http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0])),
  );
  return { url, pid: child.pid, stop: async () => (child.kill(), await once(child, 'exit')) };
};
const worker = (upstream) => startWorker({ ...settings, UKEMI_UPSTREAM: upstream });
const npx = (upstream) => startNpx({ ...settings, UKEMI_UPSTREAM: upstream });

for (const [name, start] of Object.entries({ 'native edge': native, 'Worker on workerd': worker, 'npx ukemi': npx })) {
  const chaos = spawn(join(root, 'build/chaos'), ['-seed', seed, '-n', requests], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: chaos.stdout })[Symbol.asyncIterator]();
  const edge = await start((await lines.next()).value);
  const before = memory(edge.pid);
  chaos.stdin.end(edge.url + '\n');
  console.log(`${name}: ${(await lines.next()).value}`);
  const [code] = chaos.exitCode === null ? await once(chaos, 'exit') : [chaos.exitCode];
  console.log(`${name}: resident memory ${before} MiB before, ${memory(edge.pid)} MiB after`);
  await edge.stop();
  if (code !== 0) process.exitCode = 1;
}

/** Resident memory of a process, in MiB. */
function memory(pid) {
  const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return Math.round(kib / 1024);
}
