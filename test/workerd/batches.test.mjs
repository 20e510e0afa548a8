// Streams whose chunks come quickly, through the Worker, which reads them in batches
// (cmd/edge/batch-reader.mjs): all is read before it is delivered, whatever happens in between.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { startWorker } from './workerd.mjs';

/** @type {import('./workerd.mjs').Running} */
let worker;
/** @type {import('node:http').Server} */
let upstream;
/** Answers the next request. @type {(response: import('node:http').ServerResponse) => unknown} */
let answer;
let requests = 0;

before(async () => {
  upstream = createServer(async (request, response) => {
    requests++;
    request.resume();
    response.socket?.setNoDelay();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    await answer(response);
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  worker = await startWorker({
    UKEMI_UPSTREAM: `http://127.0.0.1:${/** @type {any} */ (upstream.address()).port}`,
    UKEMI_STREAM_IDLE_TIMEOUT: '1s', UKEMI_INITIAL_BACKOFF: '1ms', UKEMI_RETRY_BUDGET: '0',
  });
});
after(async () => {
  await worker.stop();
  upstream.closeAllConnections();
  upstream.close();
});

const event = (content, reason = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: content ? { content } : {}, finish_reason: reason }] })}\n\n`;
const words = (n) => Array.from({ length: n }, (_, i) => event(`word${i} `));
const ending = event('', 'stop') + 'data: [DONE]\n\n';
const error = 'data: {"error":{"message":"as the upstream wrote it","type":"server_error","code":null}}\n\n';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each piece is a chunk of its own. */
async function write(response, pieces) {
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) {
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
      response.removeAllListeners('drain');
    }
  }
}

/** @param {object} [more] members of the request */
const ask = (more, signal) => fetch(worker.url + '/v1/chat/completions', {
  method: 'POST', body: JSON.stringify({ model: 'm', stream: true, messages: [], ...more }), signal,
  headers: { 'content-type': 'application/json' },
});
const text = async (more) => (await ask(more)).text();

/** The delivered text ends in one error event in the error format, and none of the upstream's. */
function assertBroken(delivered, before) {
  assert.ok(delivered.startsWith(before), 'what came before is delivered');
  const rest = delivered.slice(before.length);
  assert.match(rest, /^data: \{"error":.*"code":"[a-z_]+".*\}\n\n$/);
}

test('every size of a chunk', async () => {
  const whole = words(60).join('') + ': a comment\n\nevent: unknown\r\ndata: {}\r\n\r\n' + words(5).join('') + ending;
  for (const size of [1, 2, 3, 7, 64, 100, 1000]) {
    answer = async (response) => {
      await write(response, Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
        whole.slice(i * size, (i + 1) * size)));
      response.end();
    };
    assert.equal(await text(), whole, `chunks of ${size} bytes`);
  }
});

test('batches that are larger than a read takes, and an event of 5 MB', async () => {
  const whole = [...words(2000), event('x'.repeat(5 << 20)), ...words(2000), ending];
  answer = async (response) => {
    await write(response, whole);
    response.end();
  };
  assert.equal(await text(), whole.join(''));
});

test('an error is not delivered as it came, however it was split', async () => {
  const content = words(50);
  const last = error + 'data: [DONE]\n\n';
  for (let at = 0; at < last.length; at += 5) {
    answer = async (response) => {
      await write(response, [...content, last.slice(0, at), last.slice(at)].filter(Boolean));
      response.end();
    };
    const delivered = await text();
    assertBroken(delivered, content.join(''));
  }
});

test('an error in the same chunk as content', async () => {
  const content = words(50);
  answer = async (response) => {
    await write(response, [...content.slice(0, 49), content[49] + error]);
    response.end();
  };
  assertBroken(await text(), content.join(''));
});

test('a stream that is cut keeps all that came before', async () => {
  const content = words(200);
  answer = async (response) => {
    await write(response, content);
    setTimeout(() => response.destroy(), 20);
  };
  assertBroken(await text(), content.join(''));
});

test('a stream that is cut is resumed', async () => {
  const content = [...words(200), ending];
  requests = 0;
  answer = async (response) => {
    if (requests > 1) return write(response, content).then(() => response.end());
    await write(response, content.slice(0, 150));
    setTimeout(() => response.destroy(), 20);
  };
  assert.equal(await text({ temperature: 0 }), content.join(''));
  assert.equal(requests, 2);
});

test('a stream that falls silent', async () => {
  const content = words(200);
  answer = (response) => write(response, content);
  assertBroken(await text(), content.join(''));
});

test('a slow stream after a quick one', async () => {
  const content = [...words(100), ...words(6)];
  answer = async (response) => {
    await write(response, content.slice(0, 100));
    for (const word of content.slice(100)) {
      await pause(100);
      response.write(word);
    }
    response.end(ending);
  };
  assert.equal(await text(), content.join('') + ending);
});

test('a slow caller slows the upstream down', async () => {
  const piece = event('x'.repeat(1000));
  const pieces = 40_000;
  let written = 0;
  answer = async (response) => {
    for (; written < pieces && !response.destroyed; written++) await write(response, [piece]);
    response.end(ending);
  };
  const reader = /** @type {ReadableStream<Uint8Array>} */ ((await ask()).body).getReader();
  let read = (await reader.read()).value?.length ?? 0;
  await pause(1000);
  const before = written;
  await pause(500);
  assert.equal(written, before, 'the upstream waits');
  assert.ok(before * piece.length < 24 << 20, `${before * piece.length} bytes are under way`); // 9 to 15 MB, in sockets
  for (let chunk; !(chunk = await reader.read()).done;) read += chunk.value.length;
  assert.equal(read, pieces * piece.length + ending.length);
});

test('a caller that leaves ends the upstream', async () => {
  const closed = Promise.withResolvers();
  answer = async (response) => {
    response.once('close', () => closed.resolve(true));
    while (!response.destroyed) await write(response, words(100));
  };
  const abort = new AbortController();
  const reader = /** @type {ReadableStream<Uint8Array>} */ ((await ask({}, abort.signal)).body).getReader();
  for (let i = 0; i < 20; i++) await reader.read();
  abort.abort();
  await reader.closed.catch(() => {});
  assert.ok(await Promise.race([closed.promise, pause(3000)]));
});
