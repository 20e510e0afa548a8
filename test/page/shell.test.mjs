// The bytes that come before the core.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

test('the shell: at most 40 KB gzip before the core', async () => {
  const dist = new URL('../../web/dist/', import.meta.url);
  const html = await readFile(new URL('index.html', dist), 'utf8');
  const first = new Set([
    'index.html',
    ...[...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file),
  ]);
  for (const file of first) {
    // what the first scripts import at once
    const content = await readFile(new URL(file, dist), 'utf8');
    for (const [, name] of content.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      first.add('assets/' + name);
  }
  let bytes = 0;
  for (const file of first) bytes += gzipSync(await readFile(new URL(file, dist)), { level: 9 }).length;
  console.log(`the shell: ${bytes} bytes gzip in ${[...first].join(', ')}`);
  assert.ok([...first].some((name) => name.endsWith('.css')) && first.size >= 4, 'it is the whole shell');
  assert.ok(![...first].some((name) => /core-script|corpus/.test(name)), 'the core comes later');
  assert.ok(bytes <= 40_000, `${bytes} bytes`);
});
