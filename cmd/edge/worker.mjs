// The Cloudflare Worker: the edge in JavaScript (edge.mjs) with Cloudflare's fetch.

import packed from '../../build/worker/core.wasm';
import routes from '../../build/worker/worker.mjs';
import { loadModule } from '../../build/worker/runtime.mjs';
import { BatchReader } from './batch-reader.mjs';
import { createEdge } from './edge.mjs';
import { createEdgeCore } from './edge-core.mjs';
import { healthObject } from './health-object.mjs';

const core = createEdgeCore(packed, await loadModule());

/** The Durable Objects of the binding HEALTH. */
export const Health = healthObject(core);

export default createEdge({
  core,
  routes,
  send(url, init, binding = globalThis) {
    acceptDecoded(init.headers);
    return binding.fetch(url, init.body instanceof ReadableStream ? withLength(init) : init);
  },
  decoded: /^(|identity|gzip|br)$/i,
  unsignaled: true,
  openReader: (body) => new BatchReader(body),
  log: (line) => console.log(JSON.stringify(line)),
  complain: (message) => console.error(message),
});

/**
 * Remove the codings that workerd does not decode, so that errors and streams can be read.
 * @param {Headers} headers
 */
function acceptDecoded(headers) {
  const accepted = headers.get('accept-encoding');
  if (!accepted || /^((^|, ?)(gzip|br))+$/.test(accepted)) return;
  const decoded = accepted.split(',').filter((coding) => /^\s*(gzip|br)\s*(;|$)/i.test(coding));
  headers.set('accept-encoding', decoded.join(',').trim() || 'identity');
}

/**
 * A streamed body with its stated length. Without one it would be sent chunked, which some
 * upstreams reject.
 * @param {{body: ReadableStream, headers: Headers}} init
 */
function withLength(init) {
  const length = init.headers.get('content-length');
  return length === null ? init : { ...init, body: init.body.pipeThrough(new FixedLengthStream(Number(length))) };
}
