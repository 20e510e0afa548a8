// What a page downloads, held to its budgets. Bytes are no timing: the same
// compiler writes the same bytes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const core = await readFile(new URL('../../wasm/dist/core.wasm', import.meta.url));

test('core.wasm: at most 620 KB gzip, 480 KB brotli', () => {
  const gzip = gzipSync(core, { level: 9 }).length;
  const brotli = brotliCompressSync(core, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;
  console.log(`core.wasm: ${gzip} bytes gzip, ${brotli} bytes brotli`);
  assert.ok(gzip <= 620_000, `${gzip} bytes gzip`);
  assert.ok(brotli <= 480_000, `${brotli} bytes brotli`);
});

test('createFetch alone adds at most 6 KB gzip to a page', async () => {
  const entry = 'virtual:page';
  const result = await build({
    configFile: false, logLevel: 'silent',
    build: { write: false, target: 'es2023', modulePreload: { polyfill: false }, rolldownOptions: { input: entry } },
    plugins: [{ name: 'page', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? "import { createFetch } from 'ukemi'; globalThis.fetch = createFetch();" : null) }],
  });
  const scripts = [result].flat().flatMap(({ output }) => output).filter(({ type }) => type === 'chunk');
  const bytes = scripts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  console.log(`createFetch in a page: ${bytes} bytes gzip`);
  assert.ok(bytes <= 6000, `${bytes} bytes`);
});
