// What comes back: of every answer what the upstream's Response says of itself,
// and of one that ukemi has no business with the very object.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';

import { createFetch, init } from 'ukemi';
import { policy, url } from './provider.mjs';

const described = ({ url, redirected, type, status, statusText, ok }) => ({
  url,
  redirected,
  type,
  status,
  statusText,
  ok,
});

describe('url, redirected, type, statusText', () => {
  const event = 'data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
  const answers = {
    '/v1/chat/completions': ['application/json', '{"choices":[]}'],
    '/v1/models': ['application/json', JSON.stringify({ data: 'x'.repeat(20_000) })],
    '/v1/files/f/content': ['application/octet-stream', 'bytes'],
    '/v1/completions': ['text/event-stream', event],
    '/empty': [],
  };
  let server, base, busy;
  let phrase = 'Very Well';
  before(async () => {
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url, 'http://here');
      if (searchParams.has('from')) return response.writeHead(307, { location: pathname }).end();
      const notNow = phrase === 'Very Well' ? 'Not Now' : phrase;
      if (busy > 0 && busy--) return response.writeHead(503, notNow).end('{"error":{"message":"busy"}}');
      const [type, body] = answers[pathname];
      if (!type) return response.writeHead(204, 'Nothing Here').end();
      response.writeHead(200, phrase, { 'content-type': type });
      response.end(body);
    }).listen(0);
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => server.close());

  for (const path of Object.keys(answers)) {
    for (const query of ['', '?from=elsewhere']) {
      for (const failures of [0, 1]) {
        test(`${path}${query}${failures ? ', after a failure' : ''}`, async () => {
          const fetch_ = createFetch({ policy, mode: 'own' });
          const call = (fetch) =>
            fetch(base + path + query, {
              method: 'POST',
              body: JSON.stringify({ stream: path === '/v1/completions' }),
            });
          busy = failures;
          const first = await call(fetch_);
          const later = await call(fetch_);
          const plain = await call(fetch);
          const text = await plain.text();
          for (const response of [first, later]) {
            assert.deepEqual(described(response), described(plain));
            const copy = response.clone();
            assert.deepEqual(described(copy), described(plain));
            assert.deepEqual(described(copy.clone()), described(plain));
            assert.ok(copy instanceof Response);
            assert.equal(await response.text(), text);
            assert.equal(await copy.text(), text);
          }
        });
      }
    }
  }

  test('a failure has those of the answer that it is of', async () => {
    busy = 1;
    const response = await createFetch({ policy: { maxAttempts: 1 }, mode: 'own' })(`${base}/v1/chat/completions`, {
      method: 'POST',
      body: '{}',
    });
    assert.deepEqual(described(response), {
      url: `${base}/v1/chat/completions`,
      redirected: false,
      type: 'basic',
      status: 503,
      statusText: 'Not Now',
      ok: false,
    });
    busy = 0;
  });
  // Node's fetch reads the phrase as UTF-8 and accepts no replacement character in a Response.
  test('a reason phrase that no Response accepts loses its letters, not the answer', async () => {
    for (const [path, failures] of [['/v1/chat/completions', 0], ['/v1/completions', 0], ['/v1/models', 1]]) {
      busy = failures;
      phrase = 'Très bien';
      const body = path === '/v1/completions' ? '{"stream":true}' : '{}';
      const response = await createFetch({ policy, mode: 'own' })(base + path, { method: 'POST', body });
      phrase = 'Very Well';
      assert.equal(response.status, 200, path);
      assert.ok((await response.text()).length > 0, path);
    }
  });
  test('a failure without an answer has the URL that was asked', async () => {
    const error = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    });
    const response = await createFetch({
      policy: { maxAttempts: 1 },
      mode: 'own',
      fetch: () => Promise.reject(error),
    })(`${url}?x=1`);
    assert.deepEqual(described(response), {
      url: `${url}?x=1`,
      redirected: false,
      type: 'default',
      status: 502,
      statusText: '',
      ok: false,
    });
    assert.equal(response.clone().url, `${url}?x=1`);
  });
});

describe('the very same object', () => {
  const json = { 'content-type': 'application/json' };
  const own = [
    ['bytes', () => new Response('x')],
    ['a long answer', () => new Response('x', { headers: { ...json, 'content-length': '20000' } })],
    ['nothing', () => new Response(null, { status: 204 })],
    ['a redirect', () => new Response(null, { status: 307, headers: { location: '/' } })],
    ['an opaque answer', () => Response.error()],
    ['a stand-in of a test', () => ({ ok: true, status: 200, json: async () => ({}) })],
    [
      'one with headers',
      () => ({ ok: true, status: 200, headers: { get: () => 'application/json' }, json: async () => ({}) }),
    ],
    ['one that fails', () => ({ ok: false, status: 500, json: async () => ({}) })],
    ['a Response of another make', () => foreign(200, '{"choices":[]}', json)],
    ['a stream of another make', () => foreign(200, 'data: {}\n\n', { 'content-type': 'text/event-stream' })],
    ['nothing at all', () => undefined],
  ];
  for (const known of [false, true]) {
    for (const [name, make] of own) {
      test(`${name}${known ? ', once something has failed' : ''}`, async () => {
        const answer = make();
        const answers = known
          ? [new Response('', { status: 503 }), Response.json({ choices: [] }), answer]
          : [answer];
        let calls = 0;
        const fetch = createFetch({ policy, mode: 'own', fetch: async () => answers[calls++] });
        if (known) await fetch(url, { method: 'POST', body: '{}' });
        assert.equal(await fetch(url, { method: 'POST', body: '{}' }), answer);
        assert.equal(calls, answers.length);
      });
    }
  }
  test('an opaque answer after a failure', async () => {
    const answers = [new Response('', { status: 503 }), Response.error()];
    const opaque = answers[1];
    assert.equal(await createFetch({ policy, mode: 'own', fetch: async () => answers.shift() })(url), opaque);
  });
});

describe('Responses of another make', () => {
  test('an error is read, reported and retried', async () => {
    const answers = [
      foreign(429, '{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}', {
        'content-type': 'application/json',
      }),
      foreign(200, '{"choices":[]}', {}),
    ];
    const response = await createFetch({ policy, mode: 'own', fetch: async () => answers.shift() })(url, {
      method: 'POST',
      body: '{}',
    });
    assert.deepEqual([response.status, await response.json()], [200, { choices: [] }]);
    assert.match(response.headers.get('x-ukemi-attempts'), /^429;/);
  });
  test('an error that is final keeps its status and body', async () => {
    const response = await createFetch({
      policy,
      fetch: async () =>
        foreign(401, '{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}', {}),
    })(url);
    assert.deepEqual([response.status, (await response.json()).error.message], [401, 'Incorrect API key provided']);
  });
  test('an error whose body is not shown', async () => {
    const error = {
      status: 401,
      headers: new Headers(),
      arrayBuffer: async () => new TextEncoder().encode('{"error":{"message":"Incorrect API key provided"}}').buffer,
    };
    const response = await createFetch({ policy, fetch: async () => error })(url);
    assert.match((await response.json()).error.message, /Incorrect API key/);
  });
});

describe('an error whose body does not end', () => {
  const never = new Promise(() => {});
  /** One that ignores the signal. @param {string} [begins] */
  const endless = (begins) => {
    let canceled = false;
    const { promise: read, resolve } = Promise.withResolvers();
    const body = new ReadableStream(
      {
        pull(controller) {
          if (begins) controller.enqueue(new TextEncoder().encode(begins));
          else {
            resolve();
            return never;
          }
          begins = '';
        },
        cancel: () => void (canceled = true),
      },
      { highWaterMark: 0 },
    );
    return {
      response: new Response(body, { status: 503, headers: { 'content-type': 'application/json' } }),
      read,
      canceled: () => canceled,
    };
  };
  before(() => init());

  test('what came within five seconds is judged', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { response, read, canceled } = endless('{"error":{"message":"The model is overloaded');
    const call = createFetch({ policy: { maxAttempts: 1 }, mode: 'own', fetch: async () => response })(url, {
      method: 'POST',
      body: '{}',
    });
    await read;
    t.mock.timers.tick(5000);
    const answer = await call;
    assert.equal(answer.headers.get('x-ukemi-class'), 'overloaded');
    assert.match((await answer.json()).error.message, /The model is overloaded/);
    assert.ok(canceled());
  });
  test('nothing came: the status is judged', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { response, read } = endless();
    const call = createFetch({ policy: { maxAttempts: 1 }, mode: 'own', fetch: async () => response })(url, {
      method: 'POST',
      body: '{}',
    });
    await read;
    t.mock.timers.tick(5000);
    assert.equal((await call).headers.get('x-ukemi-class'), 'unavailable');
  });
  test('it is retried then', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { response, read } = endless();
    const answers = [response, Response.json({ choices: [] })];
    const attempts = [];
    const call = createFetch({
      policy,
      mode: 'own',
      onAttempt({ action }) {
        attempts.push(action);
        // Ends the wait. After the last attempt the clock is real again and has no tick.
        if (action === 'resend') setImmediate(() => t.mock.timers.tick(1));
      },
      fetch: async () => answers.shift(),
    })(url, { method: 'POST', body: '{}' });
    await read;
    t.mock.timers.tick(5000);
    assert.equal((await call).status, 200);
    assert.deepEqual(attempts, ['resend', 'deliver']);
  });
  test('an abort is obeyed after it at the latest, and the body is canceled', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { response, read, canceled } = endless('{');
    const abort = new AbortController();
    const call = createFetch({ policy, mode: 'own', fetch: async () => response })(url, {
      method: 'POST',
      body: '{}',
      signal: abort.signal,
    });
    await read;
    const reason = new Error('enough');
    abort.abort(reason);
    t.mock.timers.tick(5000);
    await assert.rejects(call, (thrown) => thrown === reason);
    assert.ok(canceled());
  });
  test("likewise a stream of Node's", async () => {
    const abort = new AbortController();
    const { promise: read, resolve } = Promise.withResolvers();
    const body = new Readable({ read: () => resolve() });
    const call = createFetch({ policy, mode: 'own', fetch: async () => ({ ...foreign(503, '', {}), body }) })(url, {
      method: 'POST',
      body: '{}',
      signal: abort.signal,
    });
    await read;
    abort.abort();
    await assert.rejects(call, { name: 'AbortError' });
  });
});

/** A Response as node-fetch makes them: its body is a stream of Node's. */
function foreign(status, text, headers) {
  const body = Readable.from([Buffer.from(text)]);
  const all = new Headers(headers);
  const whole = async () => Buffer.concat(await body.toArray());
  return {
    status,
    ok: status < 400,
    statusText: '',
    url,
    headers: all,
    body,
    arrayBuffer: async () => (await whole()).buffer,
    text: async () => String(await whole()),
    json: async () => JSON.parse(String(await whole())),
  };
}
