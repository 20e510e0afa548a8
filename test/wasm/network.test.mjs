// What fetch throws: a failure of the network is retried and returned in the
// contract's format; anything else is thrown as it came, asked once.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { createFetch } from 'ukemi';
import { policy, url } from './provider.mjs';

// internal/core's own cases.
const rows = JSON.parse(await readFile(new URL('../../internal/core/testdata/thrown.json', import.meta.url), 'utf8'));

/** A chain of causes. */
const chainOf = (errors) =>
  errors.reduceRight((cause, { name, code, type, message }) => {
    const error = new Error(message);
    return Object.assign(error, { name, ...(code && { code }), ...(type && { type }), ...(cause && { cause }) });
  }, undefined);

describe('what runtimes throw', () => {
  for (const { of, network, redirect, errors } of rows) {
    test(`${of}: ${network ? 'the network' : 'as it came'}`, async () => {
      const error = chainOf(errors);
      let calls = 0;
      const call = createFetch({ policy, mode: 'own', fetch: () => (calls++, Promise.reject(error)) })(url, {
        redirect,
      });
      if (network) {
        const response = await call;
        assert.ok(['connection', 'timeout'].includes(response.headers.get('x-ukemi-class')), await response.text());
      } else {
        await assert.rejects(call, (thrown) => thrown === error);
        assert.equal(calls, 1);
      }
    });
  }
});

describe('what fetch refuses', () => {
  let server, base;
  before(async () => {
    server = createServer((request, response) => {
      if (request.url === '/ok') response.end('{}');
      else response.writeHead(307, { location: request.url === '/loop' ? '/loop' : '/ok' }).end();
    }).listen(0);
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => server.close());
  const sha256 = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
  const refused = {
    "redirect: 'error'": ['/redirect', { redirect: 'error' }],
    'a redirect loop': ['/loop', {}],
    'an integrity that does not match': ['/ok', { integrity: sha256 }],
    'a dispatcher that is none': ['/ok', { dispatcher: {} }],
    'a dispatcher of another undici': [
      '/ok',
      {
        dispatcher: {
          dispatch() {
            throw Object.assign(new Error('invalid onRequestStart method'), {
              name: 'InvalidArgumentError',
              code: 'UND_ERR_INVALID_ARG',
            });
          },
        },
      },
    ],
    'a content-length that is wrong': ['/ok', { method: 'POST', body: 'xx', headers: { 'content-length': '5' } }],
    'a body that fails': [
      '/ok',
      {
        method: 'POST',
        duplex: 'half',
        body: new ReadableStream({ pull: () => Promise.reject(new Error('no such row')) }),
      },
    ],
    'a bad port': ['http://127.0.0.1:6000/', {}],
  };
  for (const [name, [path, init]] of Object.entries(refused)) {
    test(`${name}: fetch's own error, asked once`, async () => {
      const body =
        init.body instanceof ReadableStream
          ? () => new ReadableStream({ pull: () => Promise.reject(new Error('no such row')) })
          : () => init.body;
      const outcomeOf = async (fetch) => {
        const error = await fetch(new URL(path, base).href, { ...init, body: body() }).then(
          () => assert.fail('no error'),
          (error) => error,
        );
        return [error.name, error.message, error.cause?.name, error.cause?.message];
      };
      let calls = 0;
      assert.deepEqual(
        await outcomeOf(createFetch({ policy, mode: 'own', fetch: (...all) => (calls++, fetch(...all)) })),
        await outcomeOf(fetch),
      );
      assert.equal(calls, 1);
    });
  }

  test('a mistake after a failure of the upstream is thrown, too', async () => {
    const mistake = new TypeError('x is not a function');
    let calls = 0;
    const call = createFetch({
      policy,
      mode: 'own',
      fetch: async () => {
        if (calls++) throw mistake;
        return new Response('', { status: 503 });
      },
    })(url);
    await assert.rejects(call, (thrown) => thrown === mistake);
    assert.equal(calls, 2);
  });

  test('neither verdict nor record, and the model keeps its health', async () => {
    const events = [];
    let calls = 0;
    const note = (name) => () => events.push(name);
    const fetch = createFetch({
      policy: { ...policy, breakerFailures: 2 },
      onVerdict: note('verdict'),
      onAttempt: note('attempt'),
      onCall: note('call'),
      fetch: async () => {
        if (calls++ < 4) throw new TypeError('x is not a function');
        return Response.json({});
      },
    });
    for (let i = 0; i < 4; i++) await assert.rejects(fetch(url), TypeError);
    assert.equal((await fetch(url)).status, 200);
    assert.deepEqual(events, []);
  });

  test('an error of a fallback is reported as a failure of the first model', async () => {
    const fetch = async (_, { body }) => {
      if (new TextDecoder().decode(body).includes('other')) throw new TypeError('x is not a function');
      return new Response('{"error":{"message":"gone","code":"model_not_found"}}', { status: 404 });
    };
    const body = new TextEncoder().encode('{"model":"one"}');
    const response = await createFetch({ policy, mode: 'own', fetch, fallbacks: { one: 'other' } })(url, {
      method: 'POST',
      body,
    });
    assert.equal(response.status, 404);
  });
});

describe('what users of an SDK see when the network fails', () => {
  const ask = {
    openai: [OpenAI, (client) => client.chat.completions.create({ model: 'm', messages: [] })],
    anthropic: [Anthropic, (client) => client.messages.create({ model: 'm', max_tokens: 1, messages: [] })],
  };
  const reset = () =>
    Promise.reject(
      Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      }),
    );
  for (const [name, [SDK, call]] of Object.entries(ask)) {
    test(`${name}: the error of an answer, 502, class connection`, async () => {
      const error = await call(new SDK({ apiKey: 'key', maxRetries: 0, fetch: createFetch({ fetch: reset }) })).then(
        () => assert.fail('no error'),
        (error) => error,
      );
      assert.ok(error instanceof SDK.InternalServerError && !(error instanceof SDK.APIConnectionError));
      assert.deepEqual(
        [error.status, error.headers.get('x-ukemi-class'), error.headers.get('x-ukemi-upstream-status')],
        [502, 'connection', null],
      );
    });
    test(`${name}: what is refused is its APIConnectionError`, async () => {
      const mistake = new TypeError('x is not a function');
      await assert.rejects(
        call(new SDK({ apiKey: 'key', maxRetries: 0, fetch: createFetch({ fetch: () => Promise.reject(mistake) }) })),
        (error) => error instanceof SDK.APIConnectionError && error.cause === mistake,
      );
    });
  }
});
