// Streams through each edge, as their readers experience them: at once, at
// their own pace, until they leave. sdk-streams.test.mjs has what the SDKs make
// of broken ones.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { seenOf, throughEdges, until } from './edges.mjs';

const messages = [{ role: 'user', content: 'hi' }];

throughEdges('streams', (edge) => {
  /** A stream of a model, and what the wall saw of it. */
  const open = async (model, signal) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${model}`, 'x-wall-ms': '3600000' };
    const response = await fetch(`${edge.url}/v1/chat/completions`, { method: 'POST', headers, signal, body: JSON.stringify({ model, stream: true, messages }) });
    return { reader: response.body.getReader(), seen: () => seenOf(edge.wall, model) };
  };

  test('the first words come while the upstream is still silent; when their reader leaves, it stops', async () => {
    const leave = new AbortController();
    const { reader, seen } = await open('demo-stream-stall', leave.signal);
    let text = '';
    while (!text.includes('"falling "')) text += Buffer.from((await reader.read()).value).toString();
    assert.ok(!text.includes('error'), 'they were not held until the stream had failed');
    assert.equal((await seen())[0].left, false);
    leave.abort();
    await until(async () => (await seen())[0].left);
  });

  // pkg/edge tests the native edge's memory from inside.
  test('a reader that rests makes the upstream wait', { skip: edge.name !== 'Worker' || !existsSync('/proc/self/status') }, async () => {
    const leave = new AbortController();
    const { reader } = await open('demo-stream-flood', leave.signal);
    for (let n = 0; n < 1 << 20; ) n += (await reader.read()).value.length;
    const before = await residentBytes(edge.pid);
    await pause(2000); // time in which a fast upstream could send a gigabyte
    const grown = ((await residentBytes(edge.pid)) - before) / (1 << 20);
    assert.ok(grown < 64, `${grown} MB more while nobody reads`);
    leave.abort();
  });
});

/** @param {number} pid @returns {Promise<number>} */
const residentBytes = async (pid) => 1024 * Number(/VmRSS:\s*(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
