// A caller that leaves, on the local workerd: whether its upstream learns of it within two
// seconds, before the headers and on a silent stream, through a Worker that only passes on and
// through ukemi. ukemi must not be worse.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';

import { startWorker, startWorkerd } from './workerd.mjs';

const limit = 2000;

/** @type {Record<string, import('./workerd.mjs').Running>} */
const workers = {};
/** @type {import('node:http').Server} */
let upstream;
/** Resolves when the upstream has the request; its value's member resolves when the connection closes. */
let arrived;

before(async () => {
  upstream = createServer((request, response) => {
    if (request.url?.includes('stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"index":0,"delta":{"content":"a word"}}]}\n\n');
    }
    arrived.resolve({ closed: once(response, 'close') });
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const url = `http://127.0.0.1:${/** @type {any} */ (upstream.address()).port}`;
  const passThrough = fileURLToPath(new URL('../bench/pass-through.mjs', import.meta.url));
  workers.passed = await startWorkerd({ modules: { 'worker.mjs': passThrough }, environ: { UPSTREAM: url } });
  workers.ukemi = await startWorker({ UKEMI_UPSTREAM: url });
});
after(async () => {
  for (const worker of Object.values(workers)) await worker.stop();
  upstream.closeAllConnections();
  upstream.close();
});

/** Whether the upstream's connection closes in time after the caller has left. */
async function reachesUpstream(worker, path) {
  arrived = Promise.withResolvers();
  const { hostname, port } = new URL(worker.url);
  const caller = connect(Number(port), hostname);
  const body = JSON.stringify({ model: 'm', stream: path.includes('stream'), messages: [] });
  caller.write(
    `POST ${path} HTTP/1.1\r\nhost: edge\r\ncontent-type: application/json\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`,
  );
  const { closed } = await arrived.promise;
  await new Promise((resolve) => setTimeout(resolve, 200));
  caller.destroy();
  const late = new Promise((resolve) => setTimeout(resolve, limit, false));
  return Promise.race([closed.then(() => true), late]);
}

const path = '/v1/chat/completions';
for (const [when, target] of [['before the headers', path], ['on a silent stream', path + '?stream']]) {
  test(`a caller that leaves ${when}`, async (t) => {
    const passed = await reachesUpstream(workers.passed, target);
    const ukemi = await reachesUpstream(workers.ukemi, target);
    t.diagnostic(`within ${limit} ms: passed on ${passed}, ukemi ${ukemi}`);
    assert.ok(ukemi || !passed, 'ukemi is worse than passing on');
  });
}
