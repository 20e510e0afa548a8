// Streams of Node as web streams: what a failure and a slow reader must not change.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { toWebStream } from '../../cmd/edge/node/web-stream.mjs';

/** A source that a test feeds. */
const source = () => new Readable({ read() {} });

test('what arrived before a failure is delivered, then the failure', async () => {
  const readable = source();
  const reader = toWebStream(readable, () => {}).getReader();
  readable.push('a');
  readable.push('b');
  await pause(5);
  readable.destroy(new Error('reset'));
  await pause(5); // nobody has read yet
  assert.equal(String(Buffer.from((await reader.read()).value ?? [])), 'a');
  assert.equal(String(Buffer.from((await reader.read()).value ?? [])), 'b');
  await assert.rejects(reader.read(), /reset/);
});

test('a source that closes without an end is a failure, not an end', async () => {
  const readable = source();
  const reader = toWebStream(readable, () => {}).getReader();
  readable.destroy();
  await assert.rejects(reader.read(), { code: 'ECONNRESET' });
});

test('a slow reader pauses the source, and gets everything', async () => {
  let made = 0;
  const readable = new Readable({
    highWaterMark: 1 << 14, read() { this.push(made++ < 100 ? Buffer.alloc(1 << 14) : null); },
  });
  const reader = toWebStream(readable, () => {}).getReader();
  await pause(20);
  assert.ok(made < 10, `${made} chunks of 100 were made before the first was read`);
  let bytes = 0;
  for (let r; !(r = await reader.read()).done;) bytes += r.value.length;
  assert.equal(bytes, 100 << 14);
});

test('canceling is left to the owner', async () => {
  let canceled = 0;
  const readable = source();
  await toWebStream(readable, () => canceled++).cancel();
  assert.equal(canceled, 1);
  assert.equal(readable.destroyed, false);
});
