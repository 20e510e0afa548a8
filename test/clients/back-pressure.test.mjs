// A reader that is slower than the upstream: nothing piles up in between. The
// upstream offers 200 MB as fast as they are taken, the reader takes 10 kB a
// second for a while, then all the rest.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { openStream, residentMB, seenOf, throughEdges, until } from './edges.mjs';

const paced = { bytes: 10_000, every: 1000, times: 6 };
/** What an edge may hold of a stream beyond what it held before, in MB of its memory. */
const bound = 32;
/** What the kernel may hold on the way, in MB: two connections, each with a buffer at both ends. */
const kernel = () =>
  2 *
  ['rmem', 'wmem'].reduce(
    (sum, name) => sum + Number(/\d+$/m.exec(readFileSync(`/proc/sys/net/ipv4/tcp_${name}`, 'utf8'))?.[0]) / 1e6,
    0,
  );

throughEdges('200 MB', (edge) => {
  test(
    'a slow reader makes the upstream wait, and gets every byte',
    { skip: !existsSync('/proc/self/status'), timeout: 240_000 },
    async (t) => {
      const before = await residentMB(edge);
      const response = await openStream(edge, 'demo-stream-200mb', 'slow');
      const seen = async () => (await seenOf(edge.demo, 'slow'))[0];
      const hash = createHash('sha256');
      const take = (/** @type {Buffer} */ chunk) => {
        hash.update(chunk);
        return chunk.length;
      };

      const chunks = response[Symbol.asyncIterator]();
      let read = 0;
      for (let n = 1; n <= paced.times; n++) {
        while (read < n * paced.bytes) read += take((await chunks.next()).value);
        await pause(paced.every); // the pace; nothing waits for it
      }
      const ahead = ((await seen()).sent - read) / 1e6;
      const slow = (await residentMB(edge)) - before;
      t.diagnostic(
        `${read} bytes read; the upstream is ${ahead.toFixed(1)} MB ahead, in the kernel's buffers (at most ` +
        `${kernel().toFixed(0)} MB); memory + ${slow.toFixed(0)} MB`,
      );
      assert.ok(ahead < kernel() + bound, `the upstream is ${ahead} MB ahead of the reader`);
      assert.ok(slow < bound, `${slow} MB more while the reader is slow`);

    for await (const chunk of chunks) read += take(chunk);
    await until(async () => (await seen()).sha256);
    t.diagnostic(`${read} bytes read; memory + ${((await residentMB(edge)) - before).toFixed(0)} MB`);
    assert.equal(read, (await seen()).sent);
    assert.equal(hash.digest('hex'), (await seen()).sha256);
  });
});
