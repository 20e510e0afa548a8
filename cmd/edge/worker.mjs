// The Cloudflare Worker: the edge in JavaScript (edge.mjs) with Cloudflare's fetch.

import routes from '../../build/worker/worker.mjs';
import { loadModule } from '../../build/worker/runtime.mjs';
import { createCore } from '../../wasm/src/core.js';
import { createEdge } from './edge.mjs';
import { startGo } from './start-go.mjs';

export default createEdge({
  core: createCore(startGo(await loadModule())),
  routes,
  send: (url, init) => fetch(url, { ...init, body: withLength(init.body, init.headers.get('content-length')) }),
  log: (line) => console.log(JSON.stringify(line)),
  complain: (message) => console.error(message),
});

/**
 * A streamed body with its stated length. Without one it would be sent chunked, which some
 * upstreams reject.
 * @param {BodyInit} body
 * @param {string | null} length in bytes
 */
function withLength(body, length) {
  if (!(body instanceof ReadableStream) || length === null) return body;
  return body.pipeThrough(new FixedLengthStream(Number(length)));
}
