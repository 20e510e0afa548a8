// What watching a stream costs in Node, ms of CPU per 1,000 chunks of one event
// each: at a glance (a stream that goes well), through the core (one in which
// something is odd), and copying alone, as peek does after the first content.

import { readFile } from 'node:fs/promises';

import { load } from '../../wasm/src/load-core.js';
import { StreamWatcher } from '../../wasm/src/stream-watcher.js';
import { leastCPU } from './least.mjs';

const core = await load(readFile(new URL('../../wasm/dist/core.wasm', import.meta.url)));
const chunk = new TextEncoder().encode(
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini",' +
  '"system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,' +
  '"finish_reason":null}]}\n\n',
);
const odd = new TextEncoder().encode('data: {"choices":[],"usage":null,"error": null}\r\n\r\n: \r\r');

/** @param {boolean} strange */
async function watch(strange) {
  const watch = new StreamWatcher('/v1/chat/completions', false, null, async () => core);
  if (strange) await watch.feed(odd);
  for (let i = 0; i < 1000; i++) {
    await watch.feed(chunk);
    watch.out.length = 0;
  }
}

async function copy() {
  const { readable, writable } = new TransformStream();
  const writer = writable.getWriter();
  const reader = readable.getReader();
  for (let i = 0; i < 1000; i++) {
    writer.write(chunk);
    await reader.read();
  }
}

/** @returns {Promise<import('./bench.mjs').Row[]>} */
export async function measure() {
  const copied = await leastCPU(60, copy);
  const rows = [{ what: 'copied alone, as peek does', value: copied, unit: 'ms' }];
  for (const [what, strange] of /** @type {[string, boolean][]} */ ([
    ['watched at a glance', false],
    ['watched by the core, where something is odd', true],
  ])) {
    const value = await leastCPU(60, () => watch(strange));
    rows.push({ what, value, unit: 'ms', ratio: value / copied });
  }
  return rows;
}
