// What a finished call leaves in memory: nothing that waits for a timer or a signal.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFetch } from 'ukemi';

const event = 'data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
const headers = { 'content-type': 'text/event-stream' };
/** The upstreams' bodies. @type {WeakRef<object>[]} */
let refs = [];
const fetch_ = createFetch({
  mode: 'own',
  async fetch() {
    const response = new Response(event, { headers });
    refs.push(new WeakRef(/** @type {object} */ (response.body)));
    return response;
  },
});
const init = { method: 'POST', body: '{"stream":true}' };
const call = (signal) => fetch_('http://provider.example/v1/chat/completions', { ...init, signal });

/** Whether most of them can be collected. */
async function areCollected() {
  const gc = /** @type {any} */ (globalThis).gc ?? (await import('node:vm')).runInNewContext('gc');
  for (let i = 0; i < 50; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    gc();
    if (refs.filter((ref) => ref.deref()).length <= 2) return true;
  }
  return false;
}

for (const [name, signal] of [['', undefined], [' under a signal that lives on', new AbortController().signal]]) {
  for (const end of /** @type {const} */ (['read', 'canceled'])) {
    test(`a stream that was ${end}${name} is collected`, async () => {
      (await import('node:v8')).setFlagsFromString('--expose-gc');
      refs = [];
      for (let i = 0; i < 20; i++) {
        const response = await call(signal);
        await (end === 'read' ? response.text() : response.body?.cancel());
      }
      assert.ok(await areCollected());
    });
  }
}
