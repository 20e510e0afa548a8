// The last part of make storm: isolates of the built Worker on workerd, with and without the
// binding HEALTH, at once and in real time, through an outage. Ends with 1 where those that share
// add more than a tenth to the load, or do not recover.
//
//   node test/storm/isolates.mjs [SECONDS of the outage, 60]

import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { startWorker } from '../workerd/workerd.mjs';

const isolates = 16;
/** ms between two calls of the clients of an isolate, on average. */
const every = 2_000;
const outage = Number(process.argv[2] ?? 60) * 1_000;
const after = 20_000;
/** ms after the outage for which it does not count yet. */
const recovery = 15_000;

const now = performance.now.bind(performance);

/** @param {boolean} health */
async function play(health) {
  let down = true;
  const counts = { calls: 0, attempts: 0, late: 0, answered: 0 };
  const upstream = createServer((request, response) => {
    if (down) counts.attempts++;
    request.resume().on('end', () => {
      response.writeHead(down ? 503 : 200, { 'content-type': 'application/json' });
      response.end(down ? '{"error":{"message":"down"}}' : '{"choices":[{"message":{"content":"ok"}}]}');
    });
  });
  await new Promise((resolve) => upstream.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (upstream.address());
  const worker = await startWorker({ UKEMI_UPSTREAM: `http://127.0.0.1:${port}` }, 0, 'ignore', { isolates, health });
  const beganAt = now();
  const sinceOutage = () => now() - beganAt - outage;

  async function call(url) {
    const began = sinceOutage();
    if (began < 0) counts.calls++;
    const response = await fetch(url + '/v1/chat/completions', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"m","messages":[]}',
    });
    await response.text();
    if (began >= recovery) {
      counts.late++;
      if (response.ok) counts.answered++;
    }
  }

  async function client(url) {
    const calls = [];
    for (;;) {
      await pause(-Math.log(1 - Math.random()) * every);
      if (sinceOutage() > after) break;
      calls.push(call(url));
    }
    await Promise.all(calls);
  }

  try {
    const end = pause(outage).then(() => { down = false; });
    await Promise.all([end, ...worker.urls.map(client)]);
  } finally {
    await worker.stop();
    upstream.close();
  }
  return { load: counts.attempts / counts.calls, calls: counts.calls, success: counts.answered / counts.late };
}

const [alone, shared] = await Promise.all([play(false), play(true)]);
console.log(`${isolates} isolates on workerd, ${isolates * 1_000 / every} calls/s in all, everything fails for `
  + `${outage / 1_000} s`);
console.log('                    load in outage    answered from 15 s after it on');
for (const [name, { load, calls, success }] of Object.entries({ alone, shared })) {
  console.log(`${name.padEnd(18)} ${load.toFixed(2).padStart(6)} × of ${calls}    ${(success * 100).toFixed(1)} %`);
}
const reached = shared.load <= 1.1 && shared.success > 0.99;
console.log(`the aim, at most 1.1 × and more than 99 %: ${reached ? 'reached' : 'missed'}`);
process.exitCode = reached ? 0 : 1;
