// What a page downloads, held to its budgets. Bytes are no timing: the same
// compiler writes the same bytes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const core = await readFile(new URL('../../wasm/dist/core.wasm', import.meta.url));

// 22 KB of it for the learned words and the hidden layer, by which 6 of 100 real errors more
// are right (docs/weights.md).
test('core.wasm: at most 314 KB gzip, 252 KB brotli', () => {
  const gzip = gzipSync(core, { level: 9 }).length;
  const brotli = brotliCompressSync(core, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  }).length;
  console.log(`core.wasm: ${gzip} bytes gzip, ${brotli} bytes brotli`);
  assert.ok(gzip <= 314_000, `${gzip} bytes gzip`);
  assert.ok(brotli <= 252_000, `${brotli} bytes brotli`);
});

const budgets = [
  // A page that only makes calls, and one that uses all there is.
  {
    what: 'createFetch',
    code: "import { createFetch } from 'ukemi'; globalThis.fetch = createFetch();",
    first: 4980,
    all: 13_390,
  },
  { what: 'everything', code: "import * as ukemi from 'ukemi'; globalThis.ukemi = ukemi;", first: 5420, all: 13_830 },
];
for (const { what, code, first, all } of budgets) {
  test(`${what} in a page: at most ${first} bytes gzip before the first error or stream, ${all} in all`, async () => {
    const chunks = await bundle(code);
    const part = (name) => gzip(chunks.find(({ fileName }) => fileName.startsWith(`${name}-`)));
    const [page, onError, stream] = ['page', 'on-error', 'stream'].map(part);
    console.log(`${what}: ${page} bytes gzip in the page, ${onError} with the core, ${stream} with the first stream`);
    // What few pages use is loaded on its first use: each a chunk of its own.
    const loaded = chunks.filter(({ fileName }) => !/^(more|user-texts-..)-/.test(fileName));
    assert.equal(loaded.length, 3, 'nothing else is loaded');
    assert.ok(page <= first, `${page} bytes`);
    assert.ok(page + onError + stream <= all, `${page + onError + stream} bytes`);
  });
}

const gzip = ({ code }) => gzipSync(code, { level: 9 }).length;

/** What Vite makes of a page, minified. @param {string} code */
async function bundle(code) {
  const entry = 'virtual:page';
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: { polyfill: false },
      assetsDir: '',
      rolldownOptions: { input: { page: entry } },
    },
    plugins: [
      { name: 'page', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
    ],
  });
  return [result].flat().flatMap(({ output }) => output).filter(({ type }) => type === 'chunk');
}
