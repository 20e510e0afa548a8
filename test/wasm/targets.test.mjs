// createFetch asks another model where the core cannot see the name, or where
// fetch must get another URL: forms, Blobs, Requests.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFetch } from 'ukemi';
import { policy, provider } from './provider.mjs';

const origin = 'http://provider.test';
const elsewhere = { model: 'b', upstream: 'http://other.test/v1', key: 'OTHER' };
const away = () =>
  provider([
    Response.json({ error: { code: 'model_not_found', message: 'no such model' } }, { status: 404 }),
    Response.json({ ok: true }),
  ]);
const form = (fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};
const file = new File(['RIFF'], 'a.wav', { type: 'audio/wav' });

describe('another model', () => {
  const cases = [
    {
      name: 'a form',
      path: '/v1/audio/transcriptions',
      body: form({ file, model: 'a' }),
      to: 'b',
      asks: { model: 'b' },
    },
    {
      name: 'a form elsewhere',
      path: '/v1/images/edits',
      body: form({ model: 'a', file }),
      to: elsewhere,
      url: 'http://other.test/v1/images/edits',
      asks: { model: 'b' },
    },
    {
      name: 'a form at Azure, which needs no name there',
      path: '/openai/deployments/a/audio/transcriptions?api-version=1',
      body: form({ file }),
      to: 'b',
      url: origin + '/openai/deployments/b/audio/transcriptions?api-version=1',
      asks: { model: null },
    },
    {
      name: 'a form from Azure to where it needs one',
      path: '/openai/deployments/a/audio/transcriptions?api-version=1',
      body: form({ file }),
      to: elsewhere,
      url: 'http://other.test/v1/audio/transcriptions',
      asks: { model: 'b' },
    },
    {
      name: 'a Blob, whose model the path names',
      path: '/client/v4/accounts/x/ai/run/a',
      body: new Blob(['sound'], { type: 'audio/mpeg' }),
      to: 'b',
      url: origin + '/client/v4/accounts/x/ai/run/b',
      text: 'sound',
      type: 'audio/mpeg',
    },
    { name: 'no body', path: '/v2/models/a/generate', to: 'b', url: origin + '/v2/models/b/generate', text: '' },
  ];
  for (const { name, path, body, to, url = origin + path, asks, text, type } of cases) {
    test(name, async () => {
      const { seen, fetch } = away();
      const response = await createFetch({ fetch, policy, fallbacks: { a: to }, keys: { OTHER: 'k' } })(origin + path, {
        method: 'POST',
        body,
      });
      assert.deepEqual([response.status, response.headers.get('x-ukemi-model'), seen.length], [200, 'b', 2]);
      const { request, text: sent } = seen[1];
      assert.equal(request.url, url);
      assert.equal(request.headers.get('authorization'), to === elsewhere ? 'Bearer k' : null);
      if (text !== undefined) assert.deepEqual([sent, request.headers.get('content-type')], [text, type ?? null]);
      if (!asks) return;
      const got = await new Response(sent, {
        headers: { 'content-type': request.headers.get('content-type') },
      }).formData();
      assert.equal(got.get('model'), asks.model);
      const sound = got.get('file');
      assert.deepEqual([sound.name, sound.type, await sound.text()], ['a.wav', 'audio/wav', 'RIFF']);
      if (body.has('model')) assert.equal(body.get('model'), 'a', 'the caller’s own form stays as it was');
    });
  }

  test('a Request whose path names it keeps all its properties', async () => {
    const { seen, fetch } = away();
    const request = new Request(origin + '/v1beta/models/a:generateContent?key=k', {
      method: 'POST',
      body: '{"contents":[]}',
      headers: { 'x-own': '1' },
      redirect: 'manual',
      credentials: 'omit',
    });
    const response = await createFetch({ fetch, policy, fallbacks: { a: 'b' } })(request);
    assert.equal(response.headers.get('x-ukemi-model'), 'b');
    const { request: last, text } = seen[1];
    assert.deepEqual(
      [last.url, last.method, text, last.headers.get('x-own'), last.redirect, last.credentials],
      [origin + '/v1beta/models/b:generateContent?key=k', 'POST', '{"contents":[]}', '1', 'manual', 'omit'],
    );
  });

  test('a body that cannot be looked into goes to no other upstream', async () => {
    const { seen, fetch } = away();
    const body = new Blob(['{"messages":[]}'], { type: 'application/json' });
    const response = await createFetch({ fetch, policy, fallbacks: { a: elsewhere } })(
      origin + '/openai/deployments/a/chat/completions',
      { method: 'POST', body },
    );
    assert.deepEqual([response.status, response.headers.get('x-ukemi-model'), seen.length], [404, null, 1]);
  });
});
