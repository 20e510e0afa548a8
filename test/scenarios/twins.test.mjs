// Rules that stand once in Go and once in JavaScript, held to the same table.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { joinPath, destinationOf } from '../../cmd/edge/join-path.mjs';
import { notForwarded } from '../../cmd/edge/not-forwarded.mjs';
import { deterministic, watched } from '../../wasm/src/stream.js';
import { isCleanSuccess, needsInspection } from '../../wasm/src/inspect.js';
import { asksForStream } from '../../wasm/src/request.js';

const read = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));

test('suspect: the twin of internal/core', async () => {
  const file = await read('suspect.json');
  for (const { method, path = '/v1/chat/completions', status, type, length, streams, want } of file.suspect)
    assert.equal(
      status >= 400 || needsInspection(method, path, status, type, length, streams), // send() reads every error
      want,
      JSON.stringify({ method, path, status, type, length, streams }),
    );
  // What is not clearly good is never taken for it here; the core may know better.
  const clean = file.bodies.filter(({ body }) => isCleanSuccess(new TextEncoder().encode(body)));
  for (const { body, want } of clean) assert.equal(want, 'answer', body);
  assert.ok(clean.length > 15, `${clean.length} bodies are clean`);
  for (const { status, type, length = -1, streams, path, want } of file.watched)
    assert.equal(
      watched(path, streams, status, type, length),
      want,
      JSON.stringify({ status, type, length, streams, path }),
    );
  for (const { body, want } of file.deterministic) assert.equal(deterministic(body), want, body);
  for (const { path, body, want } of file.asksForStream) assert.equal(asksForStream(path, body), want, body);
});

test('joinPath and destinationOf: the twins of pkg/edge', async () => {
  const { paths, owners } = await read('paths.json');
  for (const [base, path, want] of paths) assert.equal(joinPath(base, path), want);
  for (const [path, want] of owners) assert.equal(destinationOf(path), want, path);
});

test("the Worker sends on what is the caller's", () => {
  const callers = [
    'authorization',
    'api-key',
    'x-api-key',
    'cookie',
    'content-type',
    'cf-aig-authorization',
    'cf-aig-cache-ttl',
    'cf-aig-metadata',
    'cf-aig-request-timeout',
    'cf-access-client-id',
    'cf-access-client-secret',
    'cf-own',
  ];
  const fromCloudflare = [
    'cf-connecting-ip',
    'cf-connecting-ipv6',
    'cf-ray',
    'cf-visitor',
    'cf-ipcountry',
    'cf-ipcity',
    'cf-worker',
    'cf-ew-via',
    'cf-pseudo-ipv4',
    'cdn-loop',
    'true-client-ip',
    'cf-access-jwt-assertion',
    'cf-access-authenticated-user-email',
  ];
  assert.deepEqual(
    [...callers, ...fromCloudflare].filter((name) => !notForwarded.test(name)),
    callers,
  );
});
