// What an answer with an error's status says: read for a while, to be judged by
// what came, and put back for whom it may have to be delivered to as it is.

import { again } from './attempt.js';
import { readUpTo } from './body.js';
import { deadline } from './pause.js';
import { maxBody } from './suspect.js';

/** How long, in ms, its body is waited for. */
const patience = 5000;

/**
 * @param {any} response one of this runtime's, or of another make
 * @param {AbortSignal | null} [signal] of the call
 * @returns {Promise<import('./attempt.js').Attempt>}
 */
export async function readError(response, signal) {
  const { late, end } = deadline(patience, signal);
  // Of a body that cannot be read the status says enough.
  const { bytes, rest } = await streamOf(response)
    .then((body) =>
      readUpTo(
        body,
        maxBody,
        late.catch(() => null),
      ),
    )
    .catch(() => ({ bytes: new Uint8Array(), rest: null }));
  end();
  signal?.throwIfAborted();
  return { response: again(response, bytes, rest), bytes };
}

/**
 * The body; node-fetch's is a stream of Node's, React Native shows none.
 * @param {any} response
 */
async function streamOf(response) {
  const { body = await response.arrayBuffer() } = response;
  return body?.getReader ? body : new Response(body).body;
}
