// The facts, on the SDK alone, over createFetch() in advise, and with
// maxRetries 0 over one that owns the retries.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import OpenAI from 'openai';
import { createFetch } from 'ukemi';
import { facts } from './facts.mjs';

const completion = {
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hi' } }],
};
const body = { model: 'm', messages: [] };

/**
 * A provider that sends these answers, one per call.
 * @param {any[]} answers
 */
function provider(answers) {
  /** @type {{headers: Headers, body: any}[]} */
  const calls = [];
  const fetch = async (_url, init) => {
    const answer = answers[Math.min(calls.length, answers.length - 1)];
    calls.push({ headers: new Headers(init.headers), body: init.body });
    init.signal?.throwIfAborted();
    if (answer === 'reset')
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      });
    if (answer === 'silence')
      return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)));
    const [
      status,
      headers = {},
      error = { message: `an error of status ${status}`, type: null, param: null, code: null },
    ] = [answer].flat();
    return Response.json(status === 200 ? completion : { error }, { status, headers });
  };
  return { calls, fetch };
}

/** Who stands between the SDK and the provider. */
const layers = {
  alone: (fetch) => ({ fetch }),
  advise: (fetch) => ({ fetch: createFetch({ fetch, mode: 'auto' }) }),
  own: (fetch) => ({
    fetch: createFetch({ fetch, mode: 'own', policy: { initialBackoff: 1, maxBackoff: 2 } }),
    maxRetries: 0,
  }),
};

/** A client whose own waits, those that no header says, are counted and short. */
function clientOf(layer, fetch, options = {}) {
  const client = new OpenAI({ apiKey: 'k', baseURL: 'http://provider.test/v1', ...options, ...layers[layer](fetch) });
  const waits = { own: 0 };
  client.calculateDefaultRetryTimeoutMillis = () => {
    waits.own++;
    return 1;
  };
  return { client, waits };
}

for (const layer of Object.keys(layers)) {
  describe(`the OpenAI SDK, ${layer}`, { concurrency: true }, () => {
    for (const { name, answers, options, request, ...expected } of facts) {
      test(name, async () => {
        const { calls, fetch } = provider(answers);
        const { client, waits } = clientOf(layer, fetch, options);
        const ends = await client.chat.completions.create(body, request).then(
          () => 'ok',
          (error) => error.constructor.name,
        );
        const changed = layer === 'own' ? { hinted: undefined, ...expected.own } : expected[layer];
        const want = {
          ...expected.alone,
          ...Object.fromEntries(
            Object.entries(changed ?? {}).filter(([key, value]) => value !== undefined || key === 'hinted'),
          ),
        };
        assert.deepEqual({ calls: calls.length, ends }, { calls: want.calls, ends: want.ends });
        if (want.hinted !== undefined)
          assert.equal(calls.length - 1 - waits.own, want.hinted, 'waits that a header said');
      });
    }

    test('x-stainless-retry-count passes untouched', async () => {
      const counts = async (headers) => {
        const { calls, fetch } = provider([503, 503, 200]);
        await clientOf(layer, fetch).client.chat.completions.create(body, { headers });
        return calls.map(({ headers }) => headers.get('x-stainless-retry-count'));
      };
      const own = layer === 'own'; // the SDK tries once, and so does its count
      assert.deepEqual(await counts({}), own ? ['0', '0', '0'] : ['0', '1', '2']);
      if (!own)
        assert.deepEqual(
          await counts({ 'x-stainless-retry-count': '42' }),
          ['42', '42', '42'],
          "the application's own",
        );
      if (!own)
        assert.deepEqual(
          await counts({ 'x-stainless-retry-count': null }),
          [null, null, null],
          'left away by the application',
        );
    });

    test('a token is fetched anew for each attempt of the SDK', async () => {
      const { calls, fetch } = provider([503, 503, 200]);
      let token = 0;
      await clientOf(layer, fetch, { apiKey: async () => `token-${++token}` }).client.chat.completions.create(body);
      const seen = calls.map(({ headers }) => headers.get('authorization'));
      assert.deepEqual(
        seen,
        layer === 'own' ? Array(3).fill('Bearer token-1') : [1, 2, 3].map((n) => `Bearer token-${n}`),
      );
    });

    test('an abort ends a wait at once', async () => {
      const { calls, fetch } = provider([[503, { 'retry-after': '59' }]]);
      const abort = new AbortController();
      const call = clientOf(layer, fetch).client.chat.completions.create(body, { signal: abort.signal });
      while (calls.length === 0) await new Promise(setImmediate);
      abort.abort();
      await assert.rejects(call, OpenAI.APIUserAbortError);
      assert.equal(calls.length, 1);
    });

    test('a body that is a stream is not sent twice', async () => {
      const { calls, fetch } = provider([503, 200]);
      const stream = new Blob(['{}']).stream();
      await assert.rejects(clientOf(layer, fetch).client.post('/files', { body: stream }));
      assert.equal(calls.length, 1);
    });
  });
}
