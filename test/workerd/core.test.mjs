// The core of the Worker, in which a call has the memory of the one before, answers as the core of
// pages does in an instance that nobody has used. `make npm` must have run.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { createPackedCore } from '../../cmd/edge/edge-core.mjs';
import { createReactor } from '../../wasm/src/core.js';
import { encodeCall } from '../../wasm/src/wire.js';

const root = new URL('../..', import.meta.url);
const compile = async (file) => WebAssembly.compile(await readFile(new URL(file, root)));
const folder = new URL('pkg/classify/testdata/written/', root);
const linesOf = async (file) => (await readFile(new URL(file, folder), 'utf8')).split('\n').filter(Boolean);

test('calls that follow one another answer as the first call of an instance', async () => {
  const core = createPackedCore(await compile('wasm/edge/core.wasm'));
  const pages = await compile('wasm/dist/core.wasm');
  const headers = [['content-type', 'application/json'], ['retry-after', '20']];
  const request = { method: 'POST', path: '/v1/chat/completions', query: '', upstream: 'https://a.example', headers };
  const attempt = { status: 400, headers, now: 5, elapsed: 3, took: 3 };
  const reaction = { policy: {}, caller: {}, state: {}, health: null, request, attempt, random: 0.5 };
  for (const file of await readdir(folder)) {
    for (const [n, line] of (await linesOf(file)).entries()) {
      core('model', { request }, line);
      const body = n % 40 ? line : line.repeat(1 + (100_000 / line.length | 0)); // longer than the buffer of calls
      const answers = {
        classify: core('classify', { status: 429, headers, now: 1 }, body),
        explain: core('explain', { input: 'paste' }, body),
        react: core('react', reaction, body),
      };
      if (n % 10) continue;
      const first = createReactor(pages);
      assert.deepEqual(answers.classify, first('classify', { status: 429, headers, now: 1 }, body));
      assert.deepEqual(answers.explain, first('explain', { input: 'paste' }, body));
      const { verdict, headers: own, status } = first('react', reaction, body).result;
      const { result } = answers.react;
      assert.deepEqual([result.verdict, result.headers, result.status], [verdict, own, status]);
    }
  }
});

test('nothing of a call lives on: what the start left points to nothing behind it', async () => {
  const { exports } = new WebAssembly.Instance(await compile('wasm/edge/core.wasm'));
  const { room, call, memory, next } = /** @type {any} */ (exports);
  const start = next.value;
  const stack = 1 << 20; // at its end; nothing there is read before it is written
  const words = () => new BigUint64Array(memory.buffer, 0, (start - stack) / 8);
  const before = words().slice();
  const ask = (op, args, body) => {
    const [head, bytes] = encodeCall(op, args, body);
    const at = room(head.length + bytes.length);
    new Uint8Array(memory.buffer, at).set(head);
    new Uint8Array(memory.buffer, at + head.length).set(bytes);
    call();
  };
  const place = { method: 'POST', path: '/v1/chat/completions', query: '', upstream: 'https://a.example' };
  const request = { ...place, headers: [] };
  const policy = { pace: true, fallbacks: { 'gpt-4o': ['gpt-4o-mini'] } };
  const loop = { policy, caller: {}, state: {}, health: null, request: { ...request, model: 'gpt-4o' }, random: 0.5 };
  for (const file of await readdir(folder)) {
    for (const line of await linesOf(file)) {
      ask('explain', { input: 'paste' }, line);
      ask('contract', { status: 400, headers: [], now: 1, request, caller: {} }, line);
      ask('react', { ...loop, attempt: { status: 503, headers: [], now: 5, elapsed: 3, took: 3 } }, line);
      ask('model', { request }, line);
    }
  }
  ask('begin', { ...loop, now: 1 });
  ask('rewrite', { request, fallback: { model: 'b', upstream: 'https://b.example/v1' } }, '{"model":"a"}');
  ask('stream', { do: 'feed', state: 0, path: '/v1/chat/completions', limit: 1 << 16 }, 'data: {"choices":[]}\n\n');
  const isLater = (word) => word >= BigInt(start) && word < BigInt(next.value);
  const now = words();
  const leading = [...now.keys()].filter((n) => now[n] !== before[n] && isLater(now[n]));
  assert.ok(leading.length <= 2, `${leading.length} words; the room of the call and the answer are two`);
});
