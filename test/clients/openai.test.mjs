// The official OpenAI client, unchanged, through each edge: what an application
// that only changed its base URL experiences, and what the provider does.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';

import OpenAI from 'openai';
import { seenOf, throughEdges, until } from './edges.mjs';

const messages = [{ role: 'user', content: 'hi' }];
const text = 'The art of falling is to roll, and to stand again where others lie down.';

throughEdges('openai', (edge) => {
  /** A client whose key is a session of the demo provider's, and what the provider received of it. */
  const client = (key) => new OpenAI({ baseURL: edge.url + '/v1', apiKey: `${edge.name} ${key}` });
  const seen = (key) => seenOf(edge.demo, `${edge.name} ${key}`);

  test('a success', async () => {
    const completion = await client('success').chat.completions.create({ model: 'demo-ok', messages });
    assert.equal(completion.choices[0].message.content, text);
    assert.equal((await seen('success')).length, 1);
  });

  test('a stream', async () => {
    let content = '';
    for await (const chunk of await client('stream').chat.completions.create({
      model: 'demo-ok',
      messages,
      stream: true,
    }))
      content += chunk.choices[0]?.delta.content ?? '';
    assert.equal(content, text);
  });

  test('models, as a list', async () => {
    const ids = [];
    for await (const model of client('models').models.list()) ids.push(model.id);
    assert.ok(ids.includes('demo-503'));
  });

  test('an embedding', async () => {
    const { data } = await client('embedding').embeddings.create({ model: 'demo-ok', input: 'hi' });
    assert.ok(data[0].embedding.length > 0);
  });

  test('a recovered 500: the client does not notice', async () => {
    const completion = await client('recovered').chat.completions.create({ model: 'demo-500-once', messages });
    assert.equal(completion.choices[0].message.content, text);
    const calls = await seen('recovered');
    assert.equal(calls.length, 2);
    assert.deepEqual(
      calls.map(({ headers }) => headers['x-stainless-retry-count']),
      ['0', '0'],
      'the hint passes unchanged',
    );
  });

  test('a 401: the message arrives, the key does not', async () => {
    await assert.rejects(client('bad key').chat.completions.create({ model: 'demo-401', messages }), (error) => {
      assert.ok(error instanceof OpenAI.AuthenticationError);
      assert.equal(error.status, 401);
      assert.equal(error.code, 'invalid_api_key');
      assert.equal(error.type, 'authentication_error');
      assert.equal(error.requestID, 'req_demo_invalid_api_key');
      assert.match(
        error.message,
        /^401 Incorrect API key provided: \[redacted key …WXYZ\]\. You can find your API key in the console\.$/,
      );
      return true;
    });
    assert.equal((await seen('bad key')).length, 1);
  });

  test('an empty account: not retried, although it came as 429', async () => {
    await assert.rejects(client('poor').chat.completions.create({ model: 'demo-402-as-429', messages }), {
      status: 402,
      code: 'insufficient_quota',
    });
    assert.equal((await seen('poor')).length, 1);
  });

  test('a 503 for ever: costs the edge\'s own attempts and no more', async () => {
    await assert.rejects(client('down').chat.completions.create({ model: 'demo-503', messages }), (error) => {
      assert.ok(error instanceof OpenAI.InternalServerError);
      assert.equal(error.code, 'provider_unavailable');
      assert.equal(error.headers.get('x-ukemi-attempts').split(', ').length, 4);
      return true;
    });
    assert.equal((await seen('down')).length, 4, 'three tries of the SDK must not become twelve');
  });

  test('an abort reaches the caller at once', async () => {
    const abort = new AbortController();
    const call = client('abort').chat.completions.create({ model: 'demo-silent', messages }, { signal: abort.signal });
    await until(async () => (await seen('abort')).length === 1);
    abort.abort();
    await assert.rejects(call, OpenAI.APIUserAbortError);
  });

  test('a caller that leaves stops the upstream', async () => {
    const socket = connect(Number(new URL(edge.url).port), '127.0.0.1');
    const body = '{"model":"demo-silent"}';
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer ${edge.name} left\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(async () => (await seen('left')).length === 1);
    // Not end(): a bare workerd takes a mere FIN for a caller that still listens.
    socket.resetAndDestroy();
    await until(async () => (await seen('left'))[0].left);
  });
});
