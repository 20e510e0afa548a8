// The Cloudflare Worker: the edge in JavaScript (edge.mjs) with Cloudflare's fetch.

import routes from '../../build/worker/worker.mjs';
import { loadModule } from '../../build/worker/runtime.mjs';
import { createCore } from '../../wasm/src/core.js';
import { createEdge } from './edge.mjs';
import { healthObject } from './health-object.mjs';
import { startGo } from './start-go.mjs';

const core = createCore(startGo(await loadModule()));

/** The Durable Objects of the binding HEALTH. */
export const Health = healthObject(core);

export default createEdge({
  core,
  routes,
  send: (url, init, binding = globalThis) =>
    binding.fetch(url, init.body instanceof ReadableStream ? withLength(init) : init),
  unsignaled: true,
  log: (line) => console.log(JSON.stringify(line)),
  complain: (message) => console.error(message),
});

/**
 * A streamed body with its stated length. Without one it would be sent chunked, which some
 * upstreams reject.
 * @param {{body: ReadableStream, headers: Headers}} init
 */
function withLength(init) {
  const length = init.headers.get('content-length');
  return length === null ? init : { ...init, body: init.body.pipeThrough(new FixedLengthStream(Number(length))) };
}
