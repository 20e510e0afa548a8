// createFetch where it must be as fetch is: what it takes, what it throws, when
// it stops, which callbacks it calls.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFetch } from 'ukemi';
import { policy, provider, url } from './provider.mjs';

describe('bodies', () => {
  const form = new FormData();
  form.set('name', 'value');
  const bodies = {
    string: '{"model":"m"}',
    Uint8Array: new TextEncoder().encode('{"model":"m"}'),
    ArrayBuffer: new TextEncoder().encode('{"model":"m"}').buffer,
    Blob: new Blob(['{"model":"m"}'], { type: 'application/json' }),
    URLSearchParams: new URLSearchParams({ model: 'm' }),
    FormData: form,
  };
  for (const [name, body] of Object.entries(bodies)) {
    test(`${name}: sent again whole`, async () => {
      const { seen, fetch } = provider();
      const response = await createFetch({ fetch, policy })(url, { method: 'POST', body });
      assert.equal(response.status, 200);
      const plain = new Request(url, { method: 'POST', body });
      const text = await plain.text();
      for (const call of seen) {
        if (name === 'FormData') assert.match(call.text, /name="name"\r\n\r\nvalue/);
        else assert.deepEqual([call.text, call.type], [text, plain.headers.get('content-type')]);
      }
      assert.equal(seen.length, 2);
    });
  }

  test('a Request, with all its properties', async () => {
    const { seen, fetch } = provider();
    const request = new Request(url, {
      method: 'POST',
      body: '{"model":"m"}',
      headers: { 'x-own': '1' },
      redirect: 'manual',
      credentials: 'omit',
    });
    assert.equal((await createFetch({ fetch, policy })(request)).status, 200);
    assert.equal(seen.length, 2);
    for (const { request, text } of seen)
      assert.deepEqual(
        [request.method, text, request.headers.get('x-own'), request.redirect, request.credentials],
        ['POST', '{"model":"m"}', '1', 'manual', 'omit'],
      );
  });

  test('a ReadableStream: sent once, as it comes', async () => {
    const { seen, fetch } = provider();
    const response = await createFetch({ fetch, policy })(url, {
      method: 'POST',
      body: new Blob(['{}']).stream(),
      duplex: 'half',
    });
    assert.deepEqual([response.status, seen.length, seen[0].text], [503, 1, '{}']);
    assert.equal(response.headers.get('x-ukemi-reason'), 'not-replayable');
  });

  test('an async iterable: likewise', async () => {
    const { seen, fetch } = provider();
    async function* body() {
      yield new TextEncoder().encode('{}');
    }
    assert.equal(
      (await createFetch({ fetch, policy })(url, { method: 'POST', body: body(), duplex: 'half' })).status,
      503,
    );
    assert.equal(seen.length, 1);
  });
});

describe('wrong use', () => {
  const wrong = {
    'no URL': ['nowhere', {}],
    'a body of a GET': [url, { body: 'x' }],
    'a forbidden method': [url, { method: 'TRACE' }],
    'a header that is none': [url, { headers: { 'a b': 'c' } }],
    'a scheme that nobody fetches': ['ftp://provider.test/', {}],
  };
  for (const [name, input] of Object.entries(wrong)) {
    test(`${name}: fetch's own error, at once`, async () => {
      const outcomeOf = (fetch) =>
        fetch(...input).then(
          () => assert.fail('no error'),
          ({ name, message }) => `${name}: ${message}`,
        );
      assert.equal(await outcomeOf(createFetch({ mode: 'own' })), await outcomeOf(fetch));
    });
  }
  test('a Request that was read already', async () => {
    const request = new Request(url, { method: 'POST', body: 'x' });
    await request.text();
    await assert.rejects(createFetch({ mode: 'own' })(request), TypeError);
  });
  describe('options', () => {
    const wrong = {
      'option mode': { mode: 'ownn' },
      'option stream': { stream: true },
      'option resume': { resume: 'sometimes' },
      'option fetch': { fetch: {} },
      'option keys': { keys: 'sk-1' },
      'option fallbacks': { fallbacks: 'gpt-5-mini' },
      'option details': { details: 'yes' },
      'option helpURL': { helpURL: 1 },
      'option onVerdict': { onVerdict: 'log' },
      'option onAttempt': { onAttempt: null },
      'option policy': { policy: 3 },
      'option retries': { retries: 3 },
      'option maxAttempts': { maxAttempts: 3 },
      'option onverdict': { onverdict() {} },
      'policy.maxAttemps': { policy: { maxAttemps: 3 } },
      'policy.maxAttempts': { policy: { maxAttempts: '3' } },
      'policy.jitter': { policy: { jitter: -1 } },
      'policy.maxBackoff': { policy: { maxBackoff: NaN } },
    };
    for (const [name, options] of Object.entries(wrong)) {
      test(`${name} is named`, () =>
        assert.throws(
          () => createFetch(options),
          (error) => error instanceof TypeError && error.message.startsWith('ukemi: ') && error.message.includes(name),
        ));
    }
    const right = [
      undefined,
      {},
      { mode: undefined, policy: undefined, fetch: undefined, core: undefined, onCall: undefined, retries: undefined },
      { policy: { maxAttempts: undefined } },
      { policy: { responseTimeout: Infinity } },
      {
        mode: 'own',
        stream: 'peek',
        resume: 'never',
        policy: {},
        fallbacks: {},
        keys: {},
        details: true,
        helpURL: '/help',
        core: new URL('file:///core.wasm'),
        fetch,
        onVerdict() {},
        onAttempt() {},
        async onCall() {},
      },
    ];
    for (const [i, options] of right.entries())
      test(`right ${i}`, () => assert.equal(typeof createFetch(options), 'function'));
    test('a timeout without an end does not end at once', async () => {
      const fetch = (_, { signal }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          setTimeout(() => resolve(Response.json({})), 20);
        });
      assert.equal(
        (await createFetch({ fetch, policy: { responseTimeout: Infinity, maxAttempts: 1 } })(url)).status,
        200,
      );
    });
  });
  test('data: and blob: URLs are none of our business', async () => {
    assert.equal(await (await createFetch()('data:,hello')).text(), 'hello');
  });
});

describe('aborts', () => {
  const reason = new Error('enough');
  test('before the call', async () => {
    const { seen, fetch } = provider();
    await assert.rejects(createFetch({ fetch })(url, { signal: AbortSignal.abort(reason) }), reason);
    assert.ok(seen.length <= 1);
  });
  test('during an attempt', async () => {
    const abort = new AbortController();
    const call = createFetch({
      fetch: (_, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    })(url, { signal: abort.signal });
    setImmediate(() => abort.abort(reason));
    await assert.rejects(call, reason);
  });
  test('during a wait', async () => {
    const abort = new AbortController();
    const { seen, fetch } = provider([new Response('', { status: 503, headers: { 'retry-after': '30' } })]);
    await assert.rejects(
      createFetch({ fetch, onAttempt: () => abort.abort(reason) })(url, { signal: abort.signal }),
      reason,
    );
    assert.equal(seen.length, 1);
  });
});

describe('callbacks', () => {
  const down = new Response('{"error":{"message":"Service Unavailable"}}', { status: 503 });
  test('a failure: each attempt, then what it means, then the record', async () => {
    const events = [];
    const options = {
      onAttempt: ({ attempt, action }) => events.push(`${attempt} ${action}`),
      onVerdict: (verdict) => events.push(verdict.class),
      onCall: ({ status, attempts }) => events.push(`${status} ${attempts.split(', ').length}`),
    };
    await createFetch({ fetch: provider([down]).fetch, policy: { ...policy, maxAttempts: 2 }, ...options })(url, {
      method: 'POST',
      body: '{}',
    });
    assert.deepEqual(events, ['1 resend', '2 deliver', 'unavailable', '503 2']);
  });
  test('a recovered call is reported, a success at once is not', async () => {
    const events = [];
    const fetch = createFetch({
      fetch: provider().fetch,
      policy,
      onVerdict: () => events.push('verdict'),
      onCall: (record) => events.push(record.class),
    });
    await fetch(url, { method: 'POST', body: '{}' });
    await fetch(url, { method: 'POST', body: '{}' });
    assert.deepEqual(events, ['']);
  });
  test('what they throw is not the call\'s', async (t) => {
    t.mock.method(console, 'error', () => {});
    const explode = () => {
      throw new Error('a bug of the application');
    };
    assert.equal(
      (
        await createFetch({ fetch: provider().fetch, policy, onAttempt: explode, onVerdict: explode, onCall: explode })(
          url,
        )
      ).status,
      200,
    );
  });
});
