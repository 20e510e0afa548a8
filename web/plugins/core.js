// virtual:core: the core's WebAssembly as a string (gzip, base64) in the worker's script, so
// that the page needs no connection. Compressed for transfer it is as large as the file.

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import { createReactor } from '../../wasm/src/core.js';

const file = new URL('../../wasm/dist/core.wasm', import.meta.url);

/** The core, for results that are computed at build time. */
export async function startCore() {
  const module = await WebAssembly.compile(await readFile(file));
  return createReactor(module);
}

/** @returns {import('vite').Plugin} */
export const core = () => ({
  name: 'ukemi-core',
  resolveId: (id) => (id === 'virtual:core' ? '\0' + id : null),
  load: async (id) =>
    id === '\0virtual:core'
      ? `export default "${gzipSync(await readFile(file), { level: 9 }).toString('base64')}"`
      : null,
});
