// What ukemi says about its own errors: after createFetch gave up, and to the user of an
// application; in JavaScript as in Go.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import OpenAI from 'openai';
import { createFetch, explain, isRetryable, toContract } from 'ukemi';
import { policy, url } from './provider.mjs';

const busy = () =>
  new Response('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', {
    status: 529,
    headers: { 'request-id': 'req_1', 'anthropic-organization-id': 'o' },
  });
const own = (options) => createFetch({ policy, mode: 'own', fetch: async () => busy(), ...options });
const call = (fetch) => fetch(url, { method: 'POST', body: '{"model":"m"}' });

describe('after createFetch gave up', () => {
  test('a later attempt may help, and the SDK stops at once', async () => {
    const response = await call(own());
    assert.equal(response.headers.get('x-should-retry'), 'false');
    assert.equal(response.headers.get('x-ukemi-retry'), 'true');
    assert.equal(response.headers.get('x-ukemi-provider'), 'anthropic');
    assert.equal(await isRetryable(response), true);
    const { badge, retry_advice, verdict } = await explain(response);
    assert.equal(badge, 'try again later');
    assert.match(retry_advice, /^Tried \d times in .* without success\. Try again in some minutes/);
    assert.deepEqual(
      [verdict.class, verdict.provider, verdict.exhausted, verdict.status],
      ['overloaded', 'anthropic', true, 529],
    );
    const user = await explain(response, { audience: 'user' });
    assert.equal(user.text, 'The service is very busy right now. Please try again in a few minutes.');
    assert.deepEqual([user.canRetry, user.retryAt], [true, null]);
  });

  test('the exception of an SDK says the same', async () => {
    let calls = 0;
    const fetch = createFetch({ policy, mode: 'own', fetch: async () => (calls++, busy()) });
    const client = new OpenAI({ apiKey: 'k', baseURL: 'https://provider.test/v1', fetch });
    const error = await client.chat.completions.create({ model: 'm', messages: [] }).catch((error) => error);
    assert.ok(error instanceof OpenAI.InternalServerError);
    assert.equal(calls, policy.maxAttempts ?? 4, 'the SDK sent nothing again');
    assert.equal(await isRetryable(error), true);
    assert.equal((await explain(error)).badge, 'try again later');
  });

  test('onVerdict gets the same', async () => {
    const verdicts = [];
    await call(own({ onVerdict: (verdict) => verdicts.push(verdict) }));
    const [{ exhausted, attempts, retry }] = verdicts;
    assert.deepEqual([exhausted, attempts, retry], [true, policy.maxAttempts ?? 4, true]);
  });

  test('what no retry helps is not retryable', async () => {
    const fetch = async () => new Response('{"error":{"code":"invalid_api_key"}}', { status: 401 });
    assert.equal(await isRetryable(await call(own({ fetch }))), false);
  });

  test('link: a page about the class, a playground, or none', async () => {
    const link = async (options) => (await call(own(options))).headers.get('link');
    assert.equal(await link(), '<https://ukemi-dev.github.io/ukemi/class/overloaded>; rel="help"');
    assert.equal(await link({ helpURL: '/help' }), '</help#/class/overloaded>; rel="help"');
    assert.equal(await link({ helpURL: '' }), null);
    assert.match((await toContract('429 Too Many Requests')).headers.get('link'), /rate_limit/);
  });
});

describe("audience: 'user'", () => {
  const now = 1_800_000_000_000;
  test('a stated wait is a date', async () => {
    const answer = { status: 429, headers: { 'retry-after': '90' }, body: '' };
    assert.deepEqual(await explain(answer, { audience: 'user', language: 'de-AT', now: new Date(now) }), {
      text: 'Der Dienst ist gerade stark ausgelastet. Bitte versuchen Sie es in 2 Minuten noch einmal.',
      happened: 'Der Dienst ist gerade stark ausgelastet.',
      advice: 'Bitte versuchen Sie es in 2 Minuten noch einmal.',
      retryLabel: 'Erneut versuchen',
      canRetry: true,
      retryAt: new Date(now + 90_000),
      language: 'de',
    });
  });
  test('a language that is not there is English', async () => {
    for (const language of ['pt-BR', '', 'constructor', 'en_GB', undefined]) {
      const { text } = await explain('401 Unauthorized', { audience: 'user', language });
      assert.equal(text, 'Something in this app is not set up correctly. Please tell the people who run it.');
    }
  });
  test('developers get what they got', async () => {
    assert.ok('steps' in (await explain('429', { audience: 'developer' })));
    assert.ok('steps' in (await explain('429', {})));
  });

  test('all labelled errors: the same as in Go', { timeout: 60_000 }, async () => {
    const folder = new URL('../../pkg/classify/testdata/', import.meta.url);
    const lines = ['corpus', 'written', 'batches'].flatMap((name) =>
      readdirSync(new URL(name, folder))
        .filter((file) => file.endsWith('.jsonl'))
        .flatMap((file) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8').trim().split('\n')),
    );
    const command = join(mkdtempSync(join(tmpdir(), 'ukemi-')), 'ukemi');
    const root = fileURLToPath(new URL('../..', import.meta.url));
    execFileSync('go', ['build', '-o', command, './cmd/ukemi'], { cwd: root });
    for (const language of ['en', 'zh', 'ja', 'es', 'de', 'fr']) {
      const args = ['explain', '--jsonl', '--audience', 'user', '--language', language];
      const theirs = execFileSync(command, args, { input: lines.join('\n'), maxBuffer: 1 << 28, encoding: 'utf8' });
      const ours = lines.map(async (line) => {
        const { id, input } = JSON.parse(line);
        const { status, headers, body, paste } = input;
        const given = paste ?? { status: status ?? 0, headers: sorted(headers), body: body ?? '' };
        const { text, canRetry, retryAt } = await explain(given, { audience: 'user', now: 0, language });
        return JSON.stringify({ id, text, can_retry: canRetry, after_ms: retryAt && +retryAt });
      });
      assert.deepEqual(await Promise.all(ours), theirs.trim().split('\n'));
    }
  });
});

/** Header lines in the order of the command. */
const sorted = (headers = {}) =>
  Object.entries(headers ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
