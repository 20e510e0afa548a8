// The worker that runs the core. It gets {id, op, args, text} and sends {id, result, text,
// places} or {id, error}. For {bulk: text} it sends reports; see bulk.js.

import wasm from 'virtual:core';

import { createReactor } from '../../wasm/src/core.js';
import { classifyAll } from './bulk.js';
import { findPlaces } from './places.js';

const decoder = new TextDecoder();
const starting = start();
// V8 compiles a function when it is first called, which is most of the time of a first verdict. This one is for
// nobody; a paste that waits already comes first.
const example = 'HTTP/1.1 429\n\n{"error":{"message":"Rate limit reached for x: Limit 1, Used 1.","code":"x"}}';
starting.then((core) => setTimeout(core, 0, 'explain', { input: 'paste' }, example), () => {});

async function start() {
  const packed = Uint8Array.from(atob(wasm), (c) => c.charCodeAt(0));
  const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const module = await WebAssembly.compile(await new Response(bytes).arrayBuffer());
  return createReactor(module);
}

onmessage = async ({ data }) => {
  try {
    const core = await starting;
    if (data.bulk !== undefined) return classifyAll(data.bulk, core, postMessage);
    postMessage({ id: data.id, ...answer(core, data) });
  } catch (error) {
    postMessage({ id: data.id, error: error.message });
  }
};

function answer(core, { op, args, text }) {
  if (op === 'explain-paste') {
    const { result } = core('explain', { input: 'paste' }, text);
    return { result, places: findPlaces(text, result.verdict.evidence) };
  }
  const { result, body } = core(op, args, text);
  return { result, text: decoder.decode(body) };
}
