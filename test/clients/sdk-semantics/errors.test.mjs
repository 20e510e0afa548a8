// Errors as the clients throw them: classify reads each, and isRetryable knows
// what the message says and the status does not.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import Anthropic from '@anthropic-ai/sdk';
import { generateText } from 'ai';
import axios from 'axios';
import OpenAI from 'openai';
import { classify, explain, isRetryable, toContract } from 'ukemi';

const messages = [{ role: 'user', content: 'hi' }];
const baseURL = 'http://provider.test/v1';

/** Calls that fail, each with the client's own error; `fetch` is the provider. */
const clients = {
  openai: (fetch) =>
    new OpenAI({ apiKey: 'k', baseURL, fetch, maxRetries: 0 }).chat.completions.create({ model: 'm', messages }),
  anthropic: (fetch) =>
    new Anthropic({ apiKey: 'k', baseURL, fetch, maxRetries: 0 }).messages.create({
      model: 'm',
      max_tokens: 1,
      messages,
    }),
  ai: (fetch) =>
    generateText({ model: createOpenAICompatible({ name: 'p', baseURL, fetch })('m'), prompt: 'hi', maxRetries: 0 }),
  'ai, after retries': (fetch) =>
    generateText({
      model: createOpenAICompatible({ name: 'p', baseURL, fetch: later(fetch) })('m'),
      prompt: 'hi',
      maxRetries: 1,
    }),
  axios: (fetch) =>
    axios.post(baseURL + '/chat/completions', { model: 'm' }, { adapter: 'fetch', env: { fetch, Request, Response } }),
  'an application that throws the response': async (fetch) => {
    throw await fetch(baseURL);
  },
};

/** The AI SDK waits as long as the answer says: not at all. */
const later = (fetch) => async (...args) => {
  const response = await fetch(...args);
  response.headers.set('retry-after-ms', '0');
  return response;
};

const answers = [
  {
    status: 429,
    headers: {},
    error: {
      message: 'You exceeded your current quota, please check your plan and billing details.',
      type: 'insufficient_quota',
      param: null,
      code: 'insufficient_quota',
    },
    class: 'billing',
    retry: false,
  },
  {
    status: 429,
    headers: { 'retry-after': '2' },
    error: { message: 'Rate limit reached for requests', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    class: 'rate_limit',
    retry: true,
  },
  {
    status: 500,
    headers: {},
    error: {
      message: "Unsupported parameter: 'max_tokens' is not supported with this model.",
      type: 'invalid_request_error',
      param: 'max_tokens',
      code: 'unsupported_parameter',
    },
    class: 'invalid_request',
    retry: false,
  },
  {
    status: 503,
    headers: {},
    error: {
      message: 'The server is overloaded, please try again later.',
      type: 'server_error',
      param: null,
      code: null,
    },
    class: 'overloaded',
    retry: true,
  },
];

for (const [name, call] of Object.entries(clients)) {
  describe(`an error of ${name}`, () => {
    for (const { status, headers, error, ...meaning } of answers) {
      test(`${status}, ${meaning.class}`, async () => {
        const thrown = await failure(call(async () => Response.json({ error }, { status, headers })));
        const verdict = await classify(thrown);
        assert.deepEqual(
          { class: verdict.class, retry: verdict.retry, status: verdict.status },
          { ...meaning, status },
        );
        assert.equal(verdict.message, error.message);
        assert.equal(await isRetryable(thrown), meaning.retry);
        assert.equal((await toContract(thrown)).status, verdict.contract_status);
      });
    }

    test('a dead host', async (t) => {
      if (name.includes('application')) return t.skip('throws no response');
      const thrown = await failure(
        call(async () => {
          throw new TypeError('fetch failed', {
            cause: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
          });
        }),
      );
      assert.equal((await classify(thrown)).rule, 'failure-refused');
      assert.equal(await isRetryable(thrown), true);
    });
  });
}

/** What a promise is rejected with. */
const failure = (promise) => promise.then(() => assert.fail('it did not fail'), (error) => error);

test('an abort is nobody\'s failure', async () => {
  const thrown = await failure(fetch('http://127.0.0.1:9/', { signal: AbortSignal.abort() }));
  assert.equal((await classify(thrown)).class, 'canceled');
  assert.equal(await isRetryable(thrown), false);
});

test('what is no error at all', async () => {
  for (const nothing of [undefined, null, 42, {}, []]) {
    assert.equal(await isRetryable(nothing), false);
    await assert.rejects(classify(nothing), TypeError);
  }
  assert.equal(await isRetryable(new SyntaxError('Unexpected token')), false);
});

test('a Response stays readable', async () => {
  const response = Response.json({ error: { message: 'no' } }, { status: 401 });
  assert.equal((await explain(response)).verdict.class, 'authentication');
  assert.deepEqual(await response.json(), { error: { message: 'no' } });
});

test("toContract returns its caller's dialect", async () => {
  const overloaded = {
    status: 529,
    body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  };
  const to = async (request) => (await toContract(overloaded, { request })).json();
  assert.equal((await to(undefined)).error.code, 'overloaded');
  assert.equal((await to(new Request('http://x/v1/messages', { method: 'POST', body: '{}' }))).type, 'error');
  assert.equal((await to(new Request('http://x/', { headers: { accept: 'application/problem+json' } }))).status, 503);
});
