// Reads the body of an answer with an error status, for a limited time. The answer can
// still be delivered whole afterwards.

import { readUpTo } from './body.js';
import { rebuild } from './inspect.js';

/** Bytes that are read. */
const maxBody = 1 << 20;

/** ms for which they are awaited; those that arrived until then are classified. */
const holdTime = 5000;

/**
 * @param {any} response of this runtime or of another implementation (node-fetch)
 * @param {AbortSignal | null} [signal] of the call
 * @returns {Promise<import('./attempt.js').Attempt>}
 */
export async function readError(response, signal) {
  const { headers } = response;
  // Where the bytes are stated and not compressed, the end is known without another read.
  const length = (!headers.get('content-encoding') && +headers.get('content-length')) || Infinity;
  // A body that cannot be read counts as empty: the status is then classified alone. Nothing listens to the
  // signal here, which would take a fortieth of an error on workerd: fetch has it too. Where a fetch ignores it,
  // holdTime ends the wait.
  let { bytes, rest } = await streamOf(response)
    .then((body) => readUpTo(body, Math.min(length, maxBody), holdTime))
    .catch(() => ({ bytes: new Uint8Array(), rest: null }));
  if (signal?.aborted) rest?.cancel();
  signal?.throwIfAborted();
  if (bytes.length === length) rest = null;
  return { response: rebuild(response, bytes, rest), bytes, rest };
}

/**
 * The body as a web stream. node-fetch's is a stream of Node's; React Native has none.
 * @param {any} response
 */
async function streamOf(response) {
  const { body = await response.arrayBuffer() } = response;
  return body?.getReader ? body : new Response(body).body;
}
