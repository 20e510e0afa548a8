// Every client through both edges, over faults: what an application gets, and
// what it costs the provider.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { call, cleanUp, clients } from './clients.mjs';
import { seenOf, throughEdges } from './edges.mjs';

const text = 'The art of falling is to roll, and to stand again where others lie down.';

/**
 * What must come of a model. `calls` is what the provider sees: with the AI
 * SDK, which heeds no header, tries are its own (`aiCalls`).
 */
const faults = [
  { model: 'demo-ok', want: { text }, calls: 1 },
  { model: 'demo-gzip', want: { text }, calls: 1 },
  { model: 'demo-500-once', want: { text }, calls: 2 },
  { model: 'demo-503-once', want: { text }, calls: 2 },
  { model: 'demo-429-ms', want: { text }, calls: 2 },
  { model: 'demo-reset-once', want: { text }, calls: 2 },
  { model: 'demo-503', want: { status: 503, code: 'provider_unavailable' }, calls: 4, aiCalls: 3 },
  { model: 'demo-529', want: { status: 503, code: 'overloaded' }, calls: 4, aiCalls: 3 },
  { model: 'demo-html-502', want: { status: 502, code: 'provider_unavailable' }, calls: 4, aiCalls: 3 },
  { model: 'demo-reset', want: { status: 502, code: 'connection_error' }, calls: 4, aiCalls: 3 },
  { model: 'demo-200-error', want: { status: 503, code: 'overloaded' }, calls: 4, aiCalls: 3 },
  { model: 'demo-401', want: { status: 401, code: 'invalid_api_key' }, calls: 1 },
  { model: 'demo-402-as-429', want: { status: 402, code: 'insufficient_quota' }, calls: 1 },
  { model: 'demo-403', want: { status: 403 }, calls: 1 },
  { model: 'demo-404', want: { status: 404, code: 'model_not_found' }, calls: 1 },
  { model: 'demo-param-as-500', want: { status: 400 }, calls: 1 },
  { model: 'demo-context-length', want: { status: 400, code: 'context_length_exceeded' }, calls: 1 },
  { model: 'demo-content-filter', want: { status: 400, code: 'content_policy_violation' }, calls: 1 },
];

const streams = [
  { model: 'demo-ok', want: { text }, calls: 1 },
  { model: 'demo-503-once', want: { text }, calls: 2 },
  { model: 'demo-stream-no-done', want: { text }, calls: 1 },
  { model: 'demo-stream-error-first', want: { text }, calls: 2 },
  { model: 'demo-stream-error', want: { message: /error while processing/ }, calls: 1 },
  { model: 'demo-stream-cut', want: { message: /./ }, calls: 1 },
  { model: 'demo-stream-ended', want: { message: /./ }, calls: 1 },
];

after(cleanUp);

// All at once: the AI SDK's own waits take seconds.
throughEdges('clients', (edge) => {
  const check = (client, { model, want, calls, aiCalls = calls }, stream) =>
    test(`${client}: ${model}${stream ? ', streamed' : ''}`, async () => {
      const key = `${client} ${model} ${stream}`;
      const got = await call(client, { url: edge.url, key, model, stream });
      for (const [field, value] of Object.entries(want)) {
        if (value instanceof RegExp) assert.match(String(got[field]), value, field);
        else assert.equal(got[field], value, `${field} of ${JSON.stringify(got)}`);
      }
      if (!('text' in want)) assert.equal(got.text, undefined, 'a failure must not look like an answer');
      assert.equal((await seenOf(edge.demo, key)).length, client === 'ai' ? aiCalls : calls, 'calls upstream');
    });

  for (const client of clients) {
    for (const fault of faults) check(client, fault, false);
    for (const fault of streams) check(client, fault, true);
  }
}, { concurrency: 8 });
