// Rules that stand once in Go and once in JavaScript, held to the same table.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { joinPath, ownerOf } from '../../cmd/edge/join-path.mjs';
import { breaksOff } from '../../wasm/src/breaks-off.js';
import { deterministic, watched } from '../../wasm/src/stream.js';
import { looksLikeError, suspect } from '../../wasm/src/suspect.js';

const read = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));

test('suspect: the twin of internal/core', async () => {
  const file = await read('suspect.json');
  for (const { method, status, type, length, streams, want } of file.suspect) assert.equal(suspect(method, status, type, length, streams), want, JSON.stringify({ method, status, type, length, streams }));
  for (const { body, want } of file.breaksOff) assert.equal(breaksOff(new TextEncoder().encode(body)), want, body);
  for (const { body, want } of file.looksLikeError) assert.equal(looksLikeError(new TextEncoder().encode(body)), want, body);
  for (const { status, type, streams, path, want } of file.watched) assert.equal(watched(path, streams, status, type), want, JSON.stringify({ status, type, streams, path }));
  for (const { body, want } of file.deterministic) assert.equal(deterministic(body), want, body);
});

test('joinPath and ownerOf: the twins of pkg/edge', async () => {
  const { paths, owners } = await read('paths.json');
  for (const [base, path, want] of paths) assert.equal(joinPath(base, path), want);
  for (const [path, want] of owners) assert.equal(ownerOf(path), want, path);
});
