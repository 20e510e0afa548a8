// What watching a stream costs in Node, ms of CPU per 1,000 chunks of one event each: a
// stream of ordinary events, one that the core reads because something is unusual, and
// copying alone, as peek does after the first content.

import { readFile } from 'node:fs/promises';

import { load } from '../../wasm/src/load-core.js';
import { StreamWatcher } from '../../wasm/src/stream-watcher.js';
import { leastCPU } from './least.mjs';

const chunk = new TextEncoder().encode(
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini",' +
  '"system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,' +
  '"finish_reason":null}]}\n\n',
);
const unusual = new TextEncoder().encode('data: {"choices":[],"usage":null,"error": null}\r\n\r\n: \r\r');

async function copy() {
  const { readable, writable } = new TransformStream();
  const writer = writable.getWriter();
  const reader = readable.getReader();
  for (let i = 0; i < 1000; i++) {
    writer.write(chunk);
    await reader.read();
  }
}

/** @param {import('./rounds.mjs').Options} options */
async function measure({ rounds }) {
  const core = await load(readFile(new URL('../../wasm/dist/core.wasm', import.meta.url)));
  const watch = (isUnusual) => async () => {
    const stream = { path: '/v1/chat/completions', limit: 64 << 10, record: false };
    const watcher = new StreamWatcher(stream, null, async () => core);
    if (isUnusual) await watcher.feed(unusual);
    for (let i = 0; i < 1000; i++) {
      await watcher.feed(chunk);
      watcher.out.length = 0;
    }
  };
  const ways = { 'copied alone': copy, watched: watch(false), 'watched by the core': watch(true) };
  const figures = Object.keys(ways).map((what) => ({ what, values: [], unit: 'ms' }));
  for (let round = 0; round < rounds; round++) {
    for (const { what, values } of figures) values.push(await leastCPU(20, ways[what]));
  }
  return { figures };
}

export const rows = { chunks: { title: 'Node, a stream of 1,000 chunks', measure } };
