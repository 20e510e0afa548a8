// virtual:core – the core's WebAssembly as a text inside of the worker's script,
// so that the page needs no connection at all: gzip, then base64. As large as
// the file itself on the wire, because base64 packs again to what it was.

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import { createCore, startReactor } from '../../wasm/src/core.js';

const file = new URL('../../wasm/dist/core.wasm', import.meta.url);

/** The core itself, for what the build lets it say beforehand. */
export async function startCore() {
  const module = await WebAssembly.compile(await readFile(file));
  return createCore(() => startReactor(module));
}

/** @returns {import('vite').Plugin} */
export const core = () => ({
  name: 'ukemi-core',
  resolveId: (id) => (id === 'virtual:core' ? '\0' + id : null),
  load: async (id) => (id === '\0virtual:core' ? `export default "${gzipSync(await readFile(file), { level: 9 }).toString('base64')}"` : null),
});
