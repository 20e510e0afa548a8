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

test('createFetch alone adds at most 6 KB gzip to a page before the first error', async () => {
  const chunks = await bundle("import { createFetch } from 'ukemi'; globalThis.fetch = createFetch();");
  const entry = chunks.find(({ isEntry }) => isEntry);
  const before = entry.imports.reduce((sum, name) => sum + gzip(chunks.find(({ fileName }) => fileName === name)), gzip(entry));
  const after = chunks.reduce((sum, chunk) => sum + gzip(chunk), 0);
  console.log(`createFetch in a page: ${before} bytes gzip, ${after} after the first error`);
  assert.ok(before <= 6000, `${before} bytes`);
});

test('all JavaScript of the package, streams watched and all: at most 11.5 KB gzip', async () => {
  const glue = (await bundle("import * as ukemi from 'ukemi'; globalThis.ukemi = ukemi;")).reduce((sum, chunk) => sum + gzip(chunk), 0);
  console.log(`all of the glue: ${glue} bytes gzip`);
  assert.ok(glue <= 11_500, `${glue} bytes`);
});

const gzip = ({ code }) => gzipSync(code, { level: 9 }).length;

/** @param {string} code of a page */
async function bundle(code) {
  const entry = 'virtual:page';
  const result = await build({
    configFile: false, logLevel: 'silent',
    build: { write: false, target: 'es2023', modulePreload: { polyfill: false }, rolldownOptions: { input: entry } },
    plugins: [{ name: 'page', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) }],
  });
  return [result].flat().flatMap(({ output }) => output).filter(({ type }) => type === 'chunk');
}
