// The bytes that a page downloads, and the time until it has its first verdict.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { root, run } from './load.mjs';

async function coreSize() {
  const core = await readFile(join(root, 'wasm/dist/core.wasm'));
  return { figures: [
    { what: 'gzip', values: [gzipSync(core, { level: 9 }).length / 1000], unit: 'KB', atMost: 490 },
    { what: 'brotli', values: [brotliCompressSync(core).length / 1000], unit: 'KB', atMost: 375 },
  ] };
}

/** What `make first-use` prints. */
async function firstUse() {
  const { stdout } = await run('make', ['--silent', 'first-use'], { cwd: root });
  const seconds = Number(/([\d.]+) s\b/.exec(stdout)?.[1]);
  return { figures: [{ what: 'on 4G, a mid phone', values: [seconds], unit: 's', atMost: 1.5 }], raw: stdout };
}

export const rows = {
  'core-size': { title: 'core.wasm', measure: coreSize },
  'first-use': { title: 'first use in Chromium: fetch, compile, first verdict', measure: firstUse },
};
