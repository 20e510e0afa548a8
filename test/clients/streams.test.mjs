// Streams through each edge, as their readers experience them: at once, and
// until they leave. back-pressure.test.mjs has slow readers, sdk-streams.test.mjs
// what the SDKs make of broken ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openStream, seenOf, throughEdges, until } from './edges.mjs';

// No silence is too long here: what ends a stream is its reader.
throughEdges(
  'streams',
  (edge) => {
    for (const stream of ['watch', 'peek']) {
      test(`${stream}: the first words come while the upstream is still silent; when their reader leaves, it ` +
        'stops', async () => {
        const seen = async () => (await seenOf(edge.demo, stream))[0];
        const response = await openStream(edge, 'demo-stream-stall', stream, {
          'x-demo-ms': '3600000',
          'x-ukemi-stream': stream,
        });
        response.on('error', () => {}); // that it was left
        let text = '';
        for await (const chunk of response.iterator({ destroyOnReturn: false }))
          if ((text += chunk).includes('"falling "')) break;
        assert.equal((await seen()).left, false);
        // Not destroy(): a bare workerd takes a mere FIN for a reader that is still there.
        response.socket.resetAndDestroy();
        await until(async () => (await seen()).left);
      });
    }

    test('an answer that has failed is not read further', async () => {
      const response = await openStream(edge, 'demo-stream-error-open', 'failed', { 'x-demo-ms': '3600000' });
      let text = '';
      for await (const chunk of response) text += chunk;
      assert.match(text, /"error":\{"message":"The server had an error/);
      await until(async () => (await seenOf(edge.demo, 'failed'))[0].left);
    });
  },
  { more: { UKEMI_STREAM_IDLE_TIMEOUT: '3600s' } },
);
