// What is sent: a Request with all that it says, its body as it comes, in the
// hands of any fetch.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { createFetch } from 'ukemi';
import { policy, provider, url } from './provider.mjs';

const encode = (text) => new TextEncoder().encode(text);

/** A stream that its owner feeds. */
function open() {
  let controller;
  let canceled;
  const body = new ReadableStream({
    start: (c) => void (controller = c),
    cancel: (reason) => void (canceled = reason),
  });
  return {
    body,
    send: (text) => controller.enqueue(encode(text)),
    end: () => controller.close(),
    canceled: () => canceled,
  };
}

describe('a Request whose body is a stream', () => {
  let server, base, received;
  before(async () => {
    server = createServer(async (request, response) => {
      try {
        for await (const chunk of request) received.emit(String(chunk));
      } catch {
        return; // who asks has left
      }
      response
        .writeHead(request.url === '/503' ? 503 : 200, { 'content-type': 'application/json' })
        .end('{"choices":[]}');
    }).listen(0);
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => server.close());

  /** What the server receives, word by word. */
  const receiver = () => {
    const words = [];
    const waiting = [];
    received = { emit: (word) => (waiting.length ? waiting.shift()(word) : words.push(word)) };
    return () => (words.length ? words.shift() : new Promise((resolve) => waiting.push(resolve)));
  };

  for (const [name, make] of Object.entries({
    Request: (init) => [new Request(`${base}/v1/chat/completions`, init)],
    'URL and init': (init) => [`${base}/v1/chat/completions`, init],
    'URL and Request': (init) => [`${base}/v1/chat/completions`, new Request('http://elsewhere.test/', init)],
  })) {
    test(`${name}: sent as it comes`, async () => {
      const next = receiver();
      const { body, send, end } = open();
      const call = createFetch({ policy, mode: 'own' })(...make({ method: 'POST', body, duplex: 'half' }));
      for (const word of ['one', 'two', 'three']) {
        send(word);
        assert.equal(await next(), word);
      }
      end();
      assert.equal((await call).status, 200);
    });
  }
  test('sent once', async () => {
    const next = receiver();
    const { body, send, end } = open();
    const call = createFetch({ policy, mode: 'own' })(
      new Request(`${base}/503`, { method: 'POST', body, duplex: 'half' }),
    );
    send('one');
    assert.equal(await next(), 'one');
    end();
    const response = await call;
    assert.deepEqual([response.status, response.headers.get('x-ukemi-reason')], [503, 'not-replayable']);
  });
  test('one that is all there is sent again', async () => {
    const { seen, fetch } = provider();
    const body = new ReadableStream({
      start: (controller) => (
        controller.enqueue(encode('{"model":')),
        controller.enqueue(encode('"m"}')),
        controller.close()
      ),
    });
    assert.equal(
      (await createFetch({ fetch, policy })(new Request(url, { method: 'POST', body, duplex: 'half' }))).status,
      200,
    );
    assert.deepEqual(
      seen.map(({ text }) => text),
      ['{"model":"m"}', '{"model":"m"}'],
    );
  });
  test('above 4 MiB it streams, whole', async () => {
    const { seen, fetch } = provider();
    const body = 'x'.repeat((4 << 20) + 1);
    const response = await createFetch({ fetch, policy })(new Request(url, { method: 'POST', body }));
    assert.deepEqual([response.status, seen.length], [503, 1]);
    assert.ok(seen[0].text === body);
  });
  for (const when of ['before anything came', 'between two chunks']) {
    test(`an abort ${when}`, async () => {
      const next = receiver();
      const { body, send } = open();
      const abort = new AbortController();
      const call = createFetch({ policy, mode: 'own' })(
        new Request(`${base}/v1/chat/completions`, { method: 'POST', body, duplex: 'half', signal: abort.signal }),
      );
      if (when !== 'before anything came') {
        send('one');
        await next();
      }
      const reason = new Error('enough');
      abort.abort(reason);
      await assert.rejects(call, (thrown) => thrown === reason);
    });
  }
});

describe("a fetch of one's own", () => {
  const reads = {
    'the input': (input) => input.text(),
    'a Request made of both': (input, init) => new Request(input, init).text(),
    'a copy of the input': (input) => input.clone().text(),
  };
  const bodies = {
    string: () => '{"model":"m"}',
    Uint8Array: () => encode('{"model":"m"}'),
    'a stream that is late': () => {
      const { body, send, end } = open();
      setTimeout(() => (send('{"model":'), setTimeout(() => (send('"m"}'), end()), 30)), 60);
      return body;
    },
  };
  for (const [what, read] of Object.entries(reads)) {
    for (const [kind, make] of Object.entries(bodies)) {
      test(`reads ${what}: ${kind}`, async () => {
        const seen = [];
        const fetch = async (input, init) => {
          const { method, url } = input;
          seen.push([
            method,
            url,
            input.headers.get('x-own'),
            input.headers.get('x-ukemi-attempts'),
            await read(input, init),
          ]);
          return Response.json({ choices: [] });
        };
        const request = new Request(url, {
          method: 'POST',
          body: make(),
          duplex: 'half',
          headers: { 'x-own': '1', 'x-ukemi-attempts': '2' },
        });
        assert.equal((await createFetch({ fetch, policy, mode: 'own' })(request)).status, 200);
        assert.deepEqual(
          seen.map(([method, url, own, , text]) => [method, url, own, text]),
          [['POST', url, '1', '{"model":"m"}']],
        );
      });
    }
  }
  test('reads the input at each attempt', async () => {
    const seen = [];
    const fetch = async (input) => {
      seen.push(await input.text());
      return seen.length < 3 ? new Response('', { status: 503 }) : Response.json({ choices: [] });
    };
    assert.equal(
      (await createFetch({ fetch, policy, mode: 'own' })(new Request(url, { method: 'POST', body: 'once more' })))
        .status,
      200,
    );
    assert.deepEqual(seen, ['once more', 'once more', 'once more']);
  });
  test('notices an abort of the input alone', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const fetch = ({ signal }) =>
      new Promise(
        (_, reject) => (
          signal.addEventListener('abort', () => reject(signal.reason)),
          setImmediate(() => abort.abort(reason))
        ),
      );
    await assert.rejects(
      createFetch({ fetch, policy })(new Request(url, { method: 'POST', body: 'x', signal: abort.signal })),
      (thrown) => thrown === reason,
    );
  });
  test('gets what else is in init', async () => {
    const dispatcher = {};
    const fetch = async (_, init) => {
      assert.equal(init.dispatcher, dispatcher);
      return Response.json({ choices: [] });
    };
    assert.equal(
      (await createFetch({ fetch, policy })(new Request(url, { method: 'POST', body: 'x' }), { dispatcher })).status,
      200,
    );
  });
});

describe('a Request as init', () => {
  test('all its properties, each time', async () => {
    const { seen, fetch } = provider();
    const init = new Request('http://elsewhere.test/', {
      method: 'POST',
      body: '{"model":"m"}',
      headers: { 'x-own': '1' },
      redirect: 'manual',
    });
    assert.equal((await createFetch({ fetch, policy })(url, init)).status, 200);
    for (const { request, text } of seen)
      assert.deepEqual(
        [request.url, request.method, request.headers.get('x-own'), request.redirect, text],
        [url, 'POST', '1', 'manual', '{"model":"m"}'],
      );
    assert.equal(seen.length, 2);
  });
});

describe('the errors of fetch itself', () => {
  const used = async () => {
    const request = new Request(url, { method: 'POST', body: 'x' });
    await request.text();
    return request;
  };
  const locked = () => {
    const request = new Request(url, { method: 'POST', body: 'x' });
    request.body.getReader();
    return request;
  };
  const wrong = {
    'a signal that is none': () => [url, { signal: {} }],
    'a signal that is a string': () => [url, { signal: 'stop' }],
    'a stream without duplex': () => [url, { method: 'POST', body: new ReadableStream() }],
    'a Request that was read': async () => [await used()],
    'a Request that is being read': () => [locked()],
    'no arguments': () => [],
  };
  for (const [name, make] of Object.entries(wrong)) {
    test(name, async () => {
      const outcomeOf = async (fetch) =>
        fetch(...(await make())).then(
          () => assert.fail('no error'),
          ({ name, message }) => `${name}: ${message}`,
        );
      assert.equal(await outcomeOf(createFetch({ mode: 'own', policy })), await outcomeOf(fetch));
    });
  }
  test('name and length', () => {
    const { name, length } = createFetch();
    assert.deepEqual([name, length], [fetch.name, fetch.length]);
  });
  test('a foreign signal is for a foreign fetch', async () => {
    const signal = { aborted: false, addEventListener() {}, removeEventListener() {} };
    const fetch = async (_, init) => {
      assert.equal(init.signal, signal);
      return Response.json({});
    };
    assert.equal((await createFetch({ fetch })(url, { signal })).status, 200);
  });
  test("form-data's stream, which cannot be iterated, is sent once", async () => {
    let calls = 0;
    const body = { pipe() {}, on() {} };
    const response = await createFetch({
      policy,
      mode: 'own',
      fetch: async () => (calls++, new Response('', { status: 503 })),
    })(url, { method: 'POST', body });
    assert.deepEqual([response.headers.get('x-ukemi-reason'), calls], ['not-replayable', 1]);
  });
});
