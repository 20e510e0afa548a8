// What an attacker on either side of an edge could send, on each edge. What
// only the native server has – slow callers – is tried in pkg/edge/security_test.go.

import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { startNpx } from '../command/npx.mjs';
import { startGo } from '../demo/demo.mjs';
import { startWorker } from '../workerd/workerd.mjs';
import { answers } from './answers.mjs';
import { sendRaw, startSink } from './sink.mjs';

const { wire, targets } = JSON.parse(readFileSync(new URL('requests.json', import.meta.url), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'ukemi-security-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Each edge answers with its URL and with what it has logged so far. */
const edges = {
  native: async (settings) => {
    const { lines, ...edge } = await startGo(['./cmd/edge'], { ...settings, UKEMI_LISTEN: '127.0.0.1:0' });
    return { ...edge, logged: () => lines.filter((line) => line.startsWith('{')) };
  },
  Worker: async (settings) => {
    const path = join(folder, 'worker.log');
    const file = openSync(path, 'w');
    const edge = await startWorker(settings, 0, file);
    closeSync(file);
    return { ...edge, logged: () => readFileSync(path, 'utf8').split('\n').filter((line) => line.startsWith('{')) };
  },
  npx: async (settings) => {
    const { lines, ...edge } = await startNpx(settings);
    return { ...edge, logged: () => lines.filter((line) => line.startsWith('{')) };
  },
};

const secrets = ['callers-secret', 'deployments-secret'];
const chat = (model, headers = {}) => ({
  method: 'POST',
  redirect: 'manual',
  body: JSON.stringify({ model, messages: [{ role: 'user', content: 'callers-secret words' }] }),
  headers: { 'content-type': 'application/json', authorization: 'Bearer callers-secret', ...headers },
});

for (const [name, start] of Object.entries(edges)) {
  describe(name, () => {
    let upstream, second, elsewhere, edge;
    before(async () => {
      [second, elsewhere] = [await startSink(), await startSink()];
      upstream = await startSink(({ body }) => {
        const { model } = body.startsWith('{') ? JSON.parse(body) : {};
        if (answers[model])
          return Buffer.from(
            answers[model].raw().toString('latin1').replaceAll('{elsewhere}', elsewhere.url),
            'latin1',
          );
        if (model?.startsWith('fails')) return 'HTTP/1.1 503 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';
      });
      edge = await start({
        UKEMI_UPSTREAM: upstream.url + '/base/v1',
        UKEMI_MAX_ATTEMPTS: '1',
        UKEMI_BREAKER_FAILURES: '0',
        UKEMI_CORS_ORIGINS: '*',
        UKEMI_KEY_SECOND: 'deployments-secret',
        UKEMI_FALLBACKS: JSON.stringify({
          fails: { model: 'other', upstream: second.url + '/v1', key: 'UKEMI_KEY_SECOND' },
        }),
      });
    });
    after(async () => {
      await edge?.stop();
      for (const sink of [upstream, second, elsewhere]) await sink?.stop();
    });
    beforeEach(() => void upstream.take());
    /** What the upstream saw, and that nobody else saw anything. */
    const seen = () => {
      assert.deepEqual(elsewhere.take(), []);
      return upstream.take().map(({ method, url, body }) => `${method} ${url} ${body}`);
    };

    for (const { name, raw, views } of wire) {
      test(`wire: ${name}`, async () => {
        const got = await sendRaw(edge.url, raw.replace('{elsewhere}', elsewhere.host));
        const saw = seen();
        assert.ok(
          views.some((view) => JSON.stringify(view) === JSON.stringify(saw)),
          `the upstream saw ${JSON.stringify(saw)}`,
        );
        if (saw.length === 0) assert.doesNotMatch(got, /^HTTP\/1\.\d 2/);
      });
    }

    for (const { target, sees } of targets) {
      test(`target: ${target}`, async () => {
        const at = (text) => text.replace('{elsewhere}', elsewhere.host);
        const got = await sendRaw(edge.url, `GET ${at(target)} HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n`);
        assert.deepEqual(seen(), sees === null ? [] : [`GET ${at(sees)} `]);
        if (sees === null) assert.match(got, /^HTTP\/1\.1 4/);
      });
    }

    for (const [model, { status: usual, [name]: status = usual, says = '' }] of Object.entries(answers)) {
      test(`answer: ${model}`, async () => {
        const response = await fetch(edge.url + '/v1/chat/completions', chat(model));
        const body = await response.text();
        assert.equal(response.status, status, body.slice(0, 300));
        assert.ok(body.length < 100_000);
        for (const header of ['x-injected', 'upgrade', 'te', 'x-ukemi-model'])
          assert.equal(response.headers.get(header), null, header);
        if (response.status >= 400) assert.ok(JSON.parse(body).error.message.includes(says), body);
        assert.equal(seen().length, 1);
      });
    }

    test('no upstream but the fallback’s own gets its key, and none gets the caller’s', async () => {
      const response = await fetch(
        edge.url + '/v1/chat/completions?key=callers-secret',
        chat(
          'fails',
          Object.fromEntries(
            [
              'x-api-key',
              'api-key',
              'cookie',
              'x-auth-token',
              'proxy-authorization',
              'cf-access-client-secret',
              'x-user',
            ].map((name) => [name, 'callers-secret']),
          ),
        ),
      );
      assert.equal(await response.text(), 'fine');
      const [first] = upstream.take();
      const [other] = second.take();
      assert.equal(first.headers.authorization, 'Bearer callers-secret');
      assert.ok(!JSON.stringify(first).includes('deployments-secret'));
      assert.equal(other.headers.authorization, 'Bearer deployments-secret');
      assert.ok(!JSON.stringify([other.headers, other.url]).includes('callers-secret'), JSON.stringify(other));
    });

    test('hop-by-hop headers and h2c end here', async () => {
      await sendRaw(
        edge.url,
        'GET /a HTTP/1.1\r\nHost: edge\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n' +
        'HTTP2-Settings: AAMAAABk\r\nKeep-Alive: timeout=5\r\nProxy-Authorization: Basic x\r\n' +
        'Proxy-Connection: keep-alive\r\nX-Ukemi-Timeout: 20s\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n',
      );
      const [{ headers }] = upstream.take();
      for (const name of [
        'upgrade',
        'keep-alive',
        'proxy-authorization',
        'proxy-connection',
        'x-ukemi-timeout',
        'x-forwarded-for',
      ])
        assert.equal(headers[name], undefined, name);
    });

    test('oversize everything is refused or passes, and nothing falls over', async () => {
      const long = 'm'.repeat(30_000);
      for (const [what, statuses, init] of [
        ['a model’s name', [200], chat('m'.repeat(3 << 20))],
        ['a list of fallbacks', [200, 400], chat('ok', { 'x-ukemi-fallback': Array(3000).fill('model').join() })],
        ['a fallback’s name', [400], chat('ok', { 'x-ukemi-fallback': long })],
        ['a time', [400], chat('ok', { 'x-ukemi-timeout': '9'.repeat(30_000) })],
        ['a number', [400], chat('ok', { 'x-ukemi-max-attempts': '9'.repeat(30_000) })],
        ['a header', [200, 400, 413, 431], chat('ok', { 'x-long': 'a'.repeat(63_000) })],
        [
          'headers',
          [200, 400, 413, 431],
          chat('ok', Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`x-${i}`, 'a'.repeat(50)]))),
        ],
        ['a body', [200], { ...chat('ok'), body: Buffer.alloc(6 << 20, ' ') }],
      ]) {
        const { status } = await fetch(edge.url + '/v1/chat/completions', init);
        assert.ok(statuses.includes(status), `${what}: ${status}`);
      }
      upstream.take();
      const paste = await fetch(edge.url + '/_ukemi/explain', { method: 'POST', body: Buffer.alloc(9 << 20, '{') });
      assert.equal(paste.status, 400);
      assert.equal((await fetch(edge.url + '/_ukemi/health')).status, 200);
    });

    test('the routes of an edge contain no secret', async () => {
      const policy = await (await fetch(edge.url + '/_ukemi/policy')).text();
      assert.ok(policy.includes('UKEMI_KEY_SECOND'), policy);
      for (const secret of secrets) assert.ok(!policy.includes(secret), policy);
      const explained = await fetch(edge.url + '/_ukemi/explain', {
        method: 'POST',
        body: 'HTTP/1.1 401 Unauthorized\n\n{"error":{"message":"Incorrect API key provided: ' +
          'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789."}}',
        headers: { accept: 'text/html' },
      });
      assert.equal(explained.headers.get('x-content-type-options'), 'nosniff');
      assert.match(explained.headers.get('content-type') ?? '', /^text\/plain/);
      assert.ok(!(await explained.text()).includes('abcdefghijklmnop'));
    });

    test('a page of any origin gets no answer that needs a cookie', async () => {
      const response = await fetch(edge.url + '/v1/models', { headers: { origin: 'https://evil.example' } });
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
    });

    test('the log: one line of JSON a call, whatever it contains, without bodies or keys', async () => {
      const model = 'fails\r\n{"level":"ERROR","msg":"forged"}\u001b[31m';
      await fetch(edge.url + '/v1/chat/completions/%1b%5b31m'.replace('%1b', '%C2%9B'), chat(model));
      await fetch(edge.url + '/v1/chat/completions', chat('fails' + 'm'.repeat(100_000)));
      upstream.take();
      const lines = edge.logged();
      assert.ok(lines.length > 10, `${lines.length} lines`);
      for (const line of lines) {
        assert.notEqual(JSON.parse(line).msg, 'forged');
        assert.doesNotMatch(line, /[\x00-\x1f\x7f]/);
        assert.ok(line.length < 4_000, line.slice(0, 200));
        for (const secret of secrets) assert.ok(!line.includes(secret), line);
      }
    });
  });
}

test('a wrong setting is named without a key in it', async () => {
  for (const settings of [
    { UKEMI_FALLBACKS: '{"a": {"model": "b", "key": "deployments-secret"}' },
    { UKEMI_FALLBACKS: '{"a": {"model": "b", "upstream": "https://x/v1", "key": "deployments-secret"}}' },
    { UKEMI_UPSTREAM: 'https://user:deployments-secret@api.example/v1' },
    { UKEMI_KEY_SECOND: 'deployments-secret', UKEMI_MODE: 'sometimes' },
  ]) {
    await assert.rejects(
      startGo(['./cmd/edge'], settings),
      (error) => /UKEMI_\w+/.test(error.message) && !error.message.includes('deployments-secret'),
    );
    const worker = await startWorker({ UKEMI_UPSTREAM: 'https://api.example', ...settings });
    const answer = await (await fetch(worker.url + '/v1/models')).text();
    await worker.stop();
    assert.match(answer, /misconfigured: UKEMI_\w+/);
    assert.ok(!answer.includes('deployments-secret'));
  }
});
