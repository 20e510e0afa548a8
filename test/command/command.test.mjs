// npx ukemi: what the packed package's command prints is what the native command prints, byte
// for byte, for each case of cases.json; and what it serves.

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { install, root } from '../consumers/install.mjs';
import { startDemo } from '../demo/demo.mjs';
import { startNpx } from './npx.mjs';

const { cases } = JSON.parse(await readFile(new URL('cases.json', import.meta.url), 'utf8'));
const native = join(root, 'build/ukemi');

let app, file;
before(async () => {
  const version = JSON.parse(await readFile(join(root, 'wasm/package.json'), 'utf8')).version;
  const flag = `-ldflags=-X github.com/ukemi-dev/ukemi/internal/command.version=${version}`;
  [app] = await Promise.all([
    install(), promisify(execFile)('go', ['build', flag, '-o', native, './cmd/ukemi'], { cwd: root }),
  ]);
  file = join(app.folder, 'node_modules/ukemi/edge/command.js');
});
after(() => app?.remove());

/** @returns {{code: number | null, out: string, errs: string}} */
function run(program, args, { input = '', environ = {} }) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: root, input, env: { PATH: process.env.PATH, ...environ }, encoding: 'utf8',
  });
  return { code: status, out: stdout, errs: stderr };
}

for (const { name, args, in: input, environ } of cases) {
  test(name, () => {
    const got = run('node', [file, ...args], { input, environ });
    const want = run(native, args, { input, environ });
    // The metrics are those of the native server.
    want.out = want.out.replace(/^ +metrics .*\n/m, '').replace(/\.SS ukemi metrics\n(?!\.SS)[^]*?(?=\.SS)/, '');
    assert.deepEqual(got, want);
  });
}

test('settings and arguments of any length', () => {
  const environ = { UKEMI_FALLBACKS: JSON.stringify({ 'gpt-5': Array(900).fill('another-model') }) };
  const args = ['simulate', '--fault', '503,200', '--model', 'm'.repeat(20_000)];
  assert.deepEqual(run('node', [file, ...args], { environ }), run(native, args, { environ }));
});

test('mcp names the native command', () => {
  const { code, out, errs } = run('node', [file, 'mcp'], {});
  assert.equal(code, 1);
  assert.equal(out, '');
  assert.match(errs, /^ukemi mcp: it is part of the native command: go install github.com.*\n$/);
});

test('npx finds the command in an installed package', async () => {
  const { stdout } = await promisify(execFile)('npx', ['--no-install', 'ukemi', 'version'], { cwd: app.folder });
  assert.match(stdout, /^ukemi \d+\.\d+\.\d+\n$/);
});

test('serve: retries, routes and the playground', async () => {
  const demo = await startDemo();
  const edge = await startNpx({ UKEMI_UPSTREAM: demo.url, UKEMI_INITIAL_BACKOFF: '2ms' }, file);
  try {
    const answer = await fetch(`${edge.url}/v1/chat/completions`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"demo-503-once","messages":[]}',
    });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('x-ukemi-attempts') ?? '', /^503;wait=\d+;src=backoff, 200$/);
    assert.deepEqual(await (await fetch(`${edge.url}/_ukemi/health`)).json(), { status: 'ok' });
    assert.equal((await (await fetch(`${edge.url}/_ukemi/policy`)).json()).policy.initialBackoff, 2);
    const text = await (await fetch(`${edge.url}/_ukemi/explain`, {
      method: 'POST', headers: { accept: 'text/plain' }, body: 'Error code: 503',
    })).text();
    assert.match(text, /class {6}unavailable/);
    const page = await (await fetch(`${edge.url}/_ukemi/`)).text();
    assert.match(page, /<script type="module"[^>]* src="\.\/assets\//);
    const script = /src="\.\/(assets\/[^"]+)"/.exec(page)?.[1];
    const { headers } = await fetch(`${edge.url}/_ukemi/${script}`);
    assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal((await fetch(`${edge.url}/_ukemi/..%2f..%2fcommand.js`)).status, 400);
    assert.match(edge.lines.join('\n'), /"msg":"recovered"/);
  } finally {
    assert.equal(await edge.stop(), 0, edge.lines.join('\n'));
    await demo.stop();
  }
});

test('serve: a WebSocket is passed through', async () => {
  const upstream = createServer();
  upstream.on('upgrade', (incoming, socket) => {
    const { authorization, 'x-ukemi-timeout': hint = 'none' } = incoming.headers;
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n`);
    socket.write(`${incoming.url} ${authorization} ${hint};`);
    socket.once('data', (data) => socket.end(`echo ${data}`));
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const edge = await startNpx({ UKEMI_UPSTREAM: `http://127.0.0.1:${upstream.address().port}/v1` }, file);
  try {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', authorization: 'Bearer k', 'x-ukemi-timeout': '1s' };
    const sent = request(`${edge.url}/v1/realtime?model=m`, { headers });
    sent.end();
    const [answer, socket, head] = await once(sent, 'upgrade');
    assert.equal(answer.statusCode, 101);
    let text = String(head);
    socket.on('data', (data) => { text += data; });
    socket.write('hello');
    await once(socket, 'end');
    assert.equal(text, '/v1/realtime?model=m Bearer k none;echo hello');
  } finally {
    await edge.stop();
    upstream.close();
  }
});

test('serve: a WebSocket that the upstream refuses, with its reason', async () => {
  const upstream = createServer((_incoming, outgoing) => {
    outgoing.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' });
    outgoing.write('{"error":');
    outgoing.end('{"message":"Too many sessions"}}');
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const edge = await startNpx({ UKEMI_UPSTREAM: `http://127.0.0.1:${upstream.address().port}/v1` }, file);
  try {
    const sent = request(`${edge.url}/v1/realtime`, { headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    sent.end();
    const [answer] = await once(sent, 'response');
    assert.equal(answer.statusCode, 429);
    assert.equal(answer.headers['retry-after'], '7');
    assert.equal((await answer.toArray()).join(''), '{"error":{"message":"Too many sessions"}}');
  } finally {
    await edge.stop();
    upstream.close();
  }
});

test('serve: a caller that leaves before its WebSocket is open takes the upstream’s with it', async () => {
  const upstream = createServer().listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const edge = await startNpx({ UKEMI_UPSTREAM: `http://127.0.0.1:${upstream.address().port}/v1` }, file);
  try {
    const sent = request(`${edge.url}/v1/realtime`, { headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    sent.on('error', () => {});
    sent.end();
    const [, socket] = await once(upstream, 'upgrade');
    socket.resume();
    sent.destroy();
    await once(socket, 'end', { signal: AbortSignal.timeout(5000) });
    socket.destroy();
  } finally {
    await edge.stop();
    upstream.close();
  }
});

test('serve: a caller that reads slowly gets all of it, and Node warns of nothing', async () => {
  const size = 100 << 20;
  const upstream = createServer((_incoming, outgoing) => outgoing.end(Buffer.alloc(size))).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const edge = await startNpx({ UKEMI_UPSTREAM: `http://127.0.0.1:${upstream.address().port}/v1` }, file);
  try {
    const sent = request(`${edge.url}/v1/files/f/content`);
    sent.end();
    const [answer] = await once(sent, 'response');
    let got = 0;
    for await (const chunk of answer) {
      if (got >> 23 !== (got += chunk.length) >> 23) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(got, size);
    assert.doesNotMatch(edge.lines.join('\n'), /Warning/);
  } finally {
    await edge.stop();
    upstream.close();
  }
});

test('serve: an address that is taken', async () => {
  const other = createSocketServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const listen = `127.0.0.1:${other.address().port}`;
  const result = run('node', [file, 'serve', '--upstream', 'http://127.0.0.1:9', '--listen', listen], {});
  other.close();
  assert.equal(result.code, 2);
  assert.match(result.errs, new RegExp(`^ukemi: UKEMI_LISTEN="${listen}": cannot listen there: .+\n$`));
});

test('serve with a server of health: only the native command shares it', () => {
  const environ = { UKEMI_HEALTH: 'redis://:s3cret@cache', UKEMI_UPSTREAM: 'http://127.0.0.1:9' };
  const { code, errs } = run('node', [file, 'serve'], { environ });
  assert.equal(code, 2);
  assert.match(errs, /^ukemi: UKEMI_HEALTH: .*the native command does\n$/);
});

test('serve without an upstream: the demo provider is part of the native command', () => {
  const { code, errs } = run('node', [file, 'serve'], {});
  assert.equal(code, 2);
  assert.match(errs, /^ukemi: UKEMI_UPSTREAM: .*--upstream https:/);
});
