// A page whose core cannot be had: the status alone decides, and nothing breaks.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFetch } from '../../wasm/src/fetch.js';
import { policy, provider, url } from './provider.mjs';

describe('without a core', () => {
  const reason = new Error('enough');
  const bare = (answers, options) => {
    const { seen, fetch } = provider(answers);
    return {
      seen,
      fetch: createFetch({ fetch, policy, core: () => Promise.reject(new Error('no core here')), ...options }),
    };
  };
  const answer = (status, headers) => [
    new Response('{"error":"as it came"}', { status, headers }),
    Response.json({ choices: [] }),
  ];
  const cases = [
    { name: '503 is sent again', answers: answer(503), status: 200, calls: 2 },
    { name: '429 with a short wait, too', answers: answer(429, { 'retry-after': '0' }), status: 200, calls: 2 },
    {
      name: 'a wait that is too long is not waited for',
      answers: answer(429, { 'retry-after': '61' }),
      status: 429,
      calls: 1,
    },
    { name: '500 may have done its work', answers: answer(500), status: 500, calls: 1 },
    { name: '401 is final', answers: answer(401), status: 401, calls: 1 },
    { name: 'the server may forbid it', answers: answer(503, { 'x-should-retry': 'false' }), status: 503, calls: 1 },
    { name: 'advise does not resend', answers: answer(503), options: { mode: 'advise' }, status: 503, calls: 1 },
    { name: 'an end is reached', answers: [new Response('', { status: 503 })], status: 503, calls: 4 },
  ];
  for (const { name, answers, options, status, calls } of cases) {
    test(name, async (t) => {
      t.mock.method(console, 'warn', () => {});
      const { seen, fetch } = bare(answers, options);
      const response = await fetch(url, { method: 'POST', body: '{}' });
      assert.deepEqual([response.status, seen.length], [status, calls]);
      if (status >= 400 && calls === 1) assert.equal(await response.text(), '{"error":"as it came"}');
    });
  }
  test('a thrown error stays what it was', async (t) => {
    t.mock.method(console, 'warn', () => {});
    const error = new TypeError('fetch failed');
    await assert.rejects(
      createFetch({ fetch: () => Promise.reject(error), core: () => Promise.reject(new Error('no core here')) })(url),
      (thrown) => thrown === error,
    );
  });
  test('a stream passes', async (t) => {
    t.mock.method(console, 'warn', () => {});
    const events = 'event: odd\ndata: {"x":1}\n\ndata: [DONE]\n\n';
    const { fetch } = bare([new Response(events, { headers: { 'content-type': 'text/event-stream' } })]);
    assert.equal(await (await fetch(url, { method: 'POST', body: '{"stream":true}' })).text(), events);
  });
  test('while the core is loading', async () => {
    const abort = new AbortController();
    const call = createFetch({
      fetch: provider().fetch,
      core: () => (setImmediate(() => abort.abort(reason)), new Promise(() => {})),
    })(url, { signal: abort.signal });
    await assert.rejects(call, reason);
  });
});
