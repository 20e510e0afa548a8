// Reads the body of an answer with an error status, for a limited time. The answer can
// still be delivered whole afterwards.

import { readUpTo } from './body.js';
import { rebuild } from './inspect.js';
import { startDeadline } from './pause.js';

/** Bytes that are read. */
const maxBody = 1 << 20;

/** ms; the bytes that arrived until then are classified. */
const readTimeout = 5000;

/**
 * @param {any} response of this runtime or of another implementation (node-fetch)
 * @param {AbortSignal | null} [signal] of the call
 * @returns {Promise<import('./attempt.js').Attempt>}
 */
export async function readError(response, signal) {
  const length = lengthOf(response.headers);
  const { expired, cancel } = startDeadline(readTimeout, signal);
  // A body that cannot be read counts as empty: the status is then classified alone.
  const { bytes, rest } = await streamOf(response)
    .then((body) => readUpTo(body, Math.min(length, maxBody), expired.catch(() => null)))
    .catch(() => ({ bytes: new Uint8Array(), rest: null }));
  cancel();
  signal?.throwIfAborted();
  return { response: rebuild(response, bytes, bytes.length === length ? null : rest), bytes };
}

/**
 * The bytes of a body, where they are stated and the body is not compressed: its end is then known
 * without another read.
 * @param {any} headers
 */
const lengthOf = (headers) => (!headers.get('content-encoding') && +headers.get('content-length')) || Infinity;

/**
 * The body as a web stream. node-fetch's is a stream of Node's; React Native has none.
 * @param {any} response
 */
async function streamOf(response) {
  const { body = await response.arrayBuffer() } = response;
  return body?.getReader ? body : new Response(body).body;
}
