// One attempt: send, and tell what came. What it means is decided in the core;
// a success that needs no look never gets there.

import { Answer } from './answer.js';
import { putBack, readUpTo } from './body.js';
import { isCleanSuccess, maxSuspect, suspect } from './suspect.js';

/**
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Detour} Detour
 * @typedef {import('./driver.js').Settings} Settings
 * @typedef {import('./stream.js').Stream} Stream
 */

/**
 * @typedef {object} Attempt how one ended: with an answer, with one that breaks off, or without any
 * @property {any} [response]
 * @property {boolean} [plain] a success that needs no look
 * @property {Uint8Array} [bytes] of an answer that may be an error; of one whose status is an error's none was read yet
 * @property {Stream} [stream] the answer's body, where it is a stream that has begun
 * @property {object} [broken] how a stream failed that has not
 * @property {any} [error] that fetch threw
 * @property {number} [took] ms that it lasted
 * @property {number} [firstContent] ms until the first content of its stream
 */

/** ms for which an answer is held back that may be an error. */
const holdBody = 30_000;

/** Why an attempt is given up. */
export const silent = new DOMException('the upstream did not answer in time', 'TimeoutError');

/**
 * @param {Call} call
 * @param {Record<string, any>} policy
 * @param {Settings['core']} core
 * @param {Detour | null} [detour]
 * @param {number} [time] ms until the first byte of a stream, else until the headers
 * @param {Uint8Array | null} [replay] what a stream must repeat
 * @returns {Promise<Attempt>} rejects only when the caller's signal aborts
 */
export async function send(call, policy, core, detour = null, time = patienceOf(call, policy), replay = null) {
  const began = Date.now();
  const attempt = await make(call, policy, core, detour, time, replay);
  attempt.took = Date.now() - began;
  if (attempt.stream?.watch.begun) attempt.firstContent = attempt.took;
  return attempt;
}

/** @type {(...args: Required<Parameters<typeof send>>) => Promise<Attempt>} */
async function make(call, policy, core, detour, time, replay) {
  const { method, path, streams, signal } = call;
  const patience = new AbortController();
  const giveUp = () => patience.abort(silent);
  const timer = setTimeout(giveUp, time);
  // In Node a timer must not keep a finished program alive.
  /** @type {any} */ (timer).unref?.();
  const opened = () => clearTimeout(timer);
  /** @type {Response | undefined} */
  let response;
  try {
    // What reads streams is fetched while the upstream thinks; without it they
    // go through as they are.
    const load = () => import('./stream.js').catch(() => null);
    const loading = streams && load();
    response = await call.send(signal ? AbortSignal.any([signal, patience.signal]) : patience.signal, detour);
    // Errors are read by who judges them; stand-ins of tests, and the successes of
    // a fetch whose bodies are no streams of the web's, go through as they are.
    const { status, headers, body } = response ?? {};
    if (status >= 400 || !headers?.entries || (body !== null && !body?.getReader)) {
      opened();
      return { response, plain: !(status >= 400 && headers?.entries) };
    }
    const type = headers.get('content-type') ?? '';
    if (body && (streams || /event-stream|ndjson/i.test(type))) {
      const begun = await (await (loading || load()))?.begin(response, call, policy, { patience: patience.signal, giveUp, opened }, replay, core);
      if (begun) return begun;
    }
    /** @type {Attempt} */
    const attempt = suspect(method, path, status, type, Number(headers.get('content-length') ?? -1), streams) ? await look(response) : { response, plain: true };
    // Half of an answer and then silence.
    patience.signal.throwIfAborted();
    opened(); // while bytes flow nothing is cut
    if (signal?.aborted) discard(response);
    signal?.throwIfAborted();
    return replay ? { response, broken: { kind: 'cut', differs: true } } : attempt;
  } catch (error) {
    opened();
    if (signal?.aborted) throw /** @type {any} */ (error)?.name === 'AbortError' ? error : signal.reason;
    return { response, error: patience.signal.aborted ? silent : error };
  }
}

/**
 * What the caller gets when nobody can say what to do.
 * @param {Attempt} attempt
 * @param {unknown} [why]
 * @returns {Response}
 */
export function asItCame({ response, broken, error }, why) {
  if (error ?? broken) throw error ?? why ?? new TypeError('terminated');
  return response;
}

/** @param {Response} [response] */
export function discard(response) {
  // Not awaited: nobody needs to know that the upstream has stopped.
  response?.body?.cancel?.().catch(() => {});
}

/**
 * How long the first attempt of a call may be silent that the core was not asked
 * about: what the policy says, but never longer than the SDK above waits
 * (x-stainless-…, seconds). The rule of Policy.Patience in pkg/retry.
 * @param {Call} call
 * @param {Record<string, any>} policy
 */
function patienceOf({ streams, headers }, { firstEventTimeout, responseTimeout }) {
  let ms = (streams && firstEventTimeout) || responseTimeout;
  for (const [name, value] of headers) {
    if (/^x-stainless-(read-)?timeout$/.test(name) && Number(value) > 0) ms = Math.min(ms, Number(value) * 900);
  }
  return ms;
}

/**
 * Read the body of an answer that may be an error under a status of success.
 * What was read is put back, so that an answer that proves good is delivered whole.
 * @param {Response} response
 * @returns {Promise<Attempt>}
 */
async function look(response) {
  const { headers } = response;
  if (headers.has('content-encoding')) {
    // Its copy is read: the runtime would encode it anew, and differently.
    const copy = await readUpTo(response.clone().body, maxSuspect + 1);
    copy.rest?.cancel().catch(() => {});
    if (isCleanSuccess(copy.bytes)) return { response, plain: true };
  }
  // In one piece it costs half of reading it by chunks; but what came of a cut
  // one is lost, and a compressed one may be larger than it says.
  const short = !headers.has('content-encoding') && Number(headers.get('content-length') ?? NaN) <= maxSuspect;
  const { bytes, rest } = short ? { bytes: new Uint8Array(await response.arrayBuffer()), rest: null } : await readFor(response.body);
  if (rest) return { response: again(response, bytes, rest), plain: true }; // too long, or too slow, for an error
  return { response: again(response, bytes, rest), plain: isCleanSuccess(bytes), bytes };
}

/**
 * Errors come at once; an answer may take its time, and some send white space
 * until it is there.
 * @param {ReadableStream<Uint8Array> | null} body
 */
async function readFor(body) {
  /** @type {any} */
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, holdBody)));
  return readUpTo(body, maxSuspect + 1, late).finally(() => clearTimeout(timer));
}

/**
 * An answer whose body was read.
 * @param {any} response
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {import('./body.js').Rest | null} rest
 */
export function again(response, bytes, rest) {
  const { status, statusText, headers } = response;
  // Some send a status that no Response can be made with.
  return new Answer(putBack(bytes, rest), { status: Math.min(status, 599), statusText, headers }, response);
}
