// The core gives no memory back: once it has taken much, a new instance takes its place.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { createReactor } from '../../wasm/src/core.js';
import { place } from '../../wasm/src/place.js';

const file = await readFile(new URL('../../wasm/dist/core.wasm', import.meta.url));
const module = await WebAssembly.compile(file);

test('a new instance from time to time, with the same answers and little memory', (t) => {
  const instances = [];
  const { Instance } = WebAssembly;
  t.mock.method(WebAssembly, 'Instance', function start(...args) {
    instances.push(new Instance(...args));
    return instances.at(-1);
  });
  const core = createReactor(module);
  const args = { status: 429, headers: [['retry-after', '20']], now: 0 };
  const ask = () => JSON.stringify(core('explain', args, '{"error":"slow"}'));
  const first = ask();
  for (let n = 0; n < 4000; n++) assert.equal(ask(), first);
  assert.ok(instances.length > 1 && instances.length < 10, `${instances.length} instances`);
  for (const { exports } of instances) assert.ok(exports.memory.buffer.byteLength < 40 << 20);
});

test('what is as large as 20 MB is answered, and nested 100,000 deep', () => {
  const core = createReactor(module);
  const deep = ['{"error":', '[', '<p>', '{"a":[', '('].map((text) => text.repeat(100_000));
  const request = { method: 'POST', path: '/v1/chat/completions' };
  for (const text of ['rate limit '.repeat(2 << 20), ...deep]) {
    assert.equal(typeof core('classify', { input: 'paste' }, text).result.class, 'string');
    assert.equal(typeof core('model', { request }, text).result.model, 'string');
  }
});

for (const type of ['application/wasm', 'application/octet-stream']) {
  test(`a core that comes as ${type}`, async () => {
    const { load } = await import(`../../wasm/src/load-core.js?${type}`); // each its own copy
    place.coming = null; // that of the copy before
    const core = await load(new Response(file, { headers: { 'content-type': type } }));
    assert.equal(core('classify', { status: 429, headers: [], now: 0 }, '').result.class, 'rate_limit');
  });
}
