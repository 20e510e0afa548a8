// Streams through each edge, as their readers experience them: at once, at
// their own pace, until they leave; and as one answer, though it took two.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import OpenAI from 'openai';
import { startWall } from '../wall/wall.mjs';
import { edges } from './edges.mjs';

const words = 'The art of falling is to roll, and to stand again where others lie down.'.repeat(4);
const messages = [{ role: /** @type {const} */ ('user'), content: 'hi' }];

for (const [name, start] of Object.entries(edges)) {
  describe(`streams through the ${name}`, () => {
    let wall, edge;
    before(async () => {
      wall = await startWall();
      edge = await start(wall.url);
    });
    after(async () => {
      await edge?.stop();
      await wall?.stop();
    });

    /** A stream of a model, and what the wall saw of it. */
    const open = async (model, signal) => {
      const session = `${name} ${model}`;
      const headers = { 'content-type': 'application/json', 'x-wall-session': session, 'x-wall-ms': '3600000' };
      const response = await fetch(`${edge.url}/v1/chat/completions`, { method: 'POST', headers, signal, body: JSON.stringify({ model, stream: true, messages }) });
      const seen = async () => (await fetch(`${wall.url}/_wall/log?session=${encodeURIComponent(session)}`)).json();
      return { reader: response.body.getReader(), seen };
    };

    test('the first words come while the upstream is still silent; when their reader leaves, it stops', async () => {
      const leave = new AbortController();
      const { reader, seen } = await open('demo-stream-stall', leave.signal);
      let text = '';
      while (!text.includes('"falling "')) text += Buffer.from((await reader.read()).value).toString();
      assert.ok(!text.includes('error'), 'they were not held until the stream had failed');
      assert.equal((await seen())[0].left, false);
      leave.abort();
      while (!(await seen())[0].left);
    });

    // pkg/edge tests the native edge's memory from inside.
    test('a reader that rests makes the upstream wait', { skip: name !== 'Worker' || !existsSync('/proc/self/status') }, async () => {
      const leave = new AbortController();
      const { reader } = await open('demo-stream-flood', leave.signal);
      for (let n = 0; n < 1 << 20; ) n += (await reader.read()).value.length;
      const before = await residentBytes(edge.pid);
      await pause(2000); // time in which a fast upstream could send a gigabyte
      const grown = ((await residentBytes(edge.pid)) - before) / (1 << 20);
      assert.ok(grown < 64, `${grown} MB more while nobody reads`);
      leave.abort();
    });

    test('the OpenAI client does not notice that an answer was taken up', async () => {
      const client = new OpenAI({ baseURL: `${edge.url}/v1`, apiKey: `${name} resumed` });
      const ids = new Set();
      let text = '';
      for await (const { id, choices } of await client.chat.completions.create({ model: 'demo-stream-cut-once', messages, stream: true, temperature: 0 })) {
        ids.add(id);
        text += choices[0]?.delta.content ?? '';
      }
      assert.equal(text, words);
      assert.equal(ids.size, 1);
    });

    test('the OpenAI client notices that one was not', async () => {
      const client = new OpenAI({ baseURL: `${edge.url}/v1`, apiKey: `${name} differs` });
      const read = async () => {
        for await (const _ of await client.chat.completions.create({ model: 'demo-stream-differs', messages, stream: true, temperature: 0 }));
      };
      await assert.rejects(read, (error) => error instanceof OpenAI.APIError && error.code === 'connection_error' && /answered differently/.test(error.message));
    });
  });
}

/** @param {number} pid @returns {Promise<number>} */
const residentBytes = async (pid) => 1024 * Number(/VmRSS:\s*(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
