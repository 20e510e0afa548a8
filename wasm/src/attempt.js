// One attempt: send, and tell what came. What it means is decided in the core;
// a success that needs no look never gets there.

import { putBack, readUpTo } from './body.js';
import { isJSON, looksLikeError, maxBody, maxSuspect, suspect } from './suspect.js';

/**
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Settings} Settings
 * @typedef {import('./driver.js').Fallback} Fallback
 * @typedef {import('./stream.js').Stream} Stream
 */

/**
 * @typedef {object} Attempt
 * @property {Response} [response]
 * @property {boolean} plain a success that needs no look
 * @property {boolean} [whole] nothing more of it will come
 * @property {object} outcome as the core reads it
 * @property {Uint8Array} bytes of an answer that may be an error
 * @property {Stream} [stream] the answer's body, where it is a stream
 * @property {(error: unknown) => Response} [asItCame] what the caller gets when the core cannot be asked; without it, what that throws
 */

const silent = new DOMException('the upstream did not answer in time', 'TimeoutError');
export const nothing = new Uint8Array();

/**
 * @param {Call} call
 * @param {Settings} settings
 * @param {Record<string, any>} policy
 * @param {{fallback: Fallback, body: Uint8Array} | null} detour
 * @param {number} elapsed since the call began
 * @param {Uint8Array | null} replay what a stream must repeat
 * @returns {Promise<Attempt>}
 */
export async function send(call, settings, policy, detour, elapsed, replay) {
  const { method, streams } = call;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(silent), patienceOf(call, policy, elapsed));
  // In Node a timer must not keep a finished program alive.
  /** @type {any} */ (timer).unref?.();
  const signal = call.signal ? AbortSignal.any([call.signal, patience.signal]) : patience.signal;
  /** @type {Response | undefined} */
  let response;
  try {
    // What reads streams is fetched while the upstream thinks; without it they
    // go through as they are.
    const load = () => import('./stream.js').catch(() => null);
    const loading = streams ? load() : null;
    response = await call.send(signal, detour);
    const type = response.headers.get('content-type') ?? '';
    if (response.body && (streams || /event-stream|ndjson|jsonl/i.test(type))) {
      const loaded = await (loading ?? load());
      const attempt = { patience: patience.signal, giveUp: () => patience.abort(silent), opened: () => clearTimeout(timer) };
      const begun = await loaded?.begin(response, call, policy, attempt, replay, settings.core);
      if (begun) return begun;
    }
    const looked = suspect(method, response.status, type, Number(response.headers.get('content-length') ?? -1), streams)
      ? await look(response)
      : { response, plain: true, bytes: nothing, outcome: { status: response.status, headers: [] }, asItCame: () => /** @type {Response} */ (response) };
    // A stream has timeouts of its own; elsewhere the timer bounds the body, too,
    // unless that has been read already.
    if (streams || looked.whole) clearTimeout(timer);
    if (replay && response.status < 400) return { ...looked, plain: false, outcome: { broken: { kind: 'cut', differs: true }, status: 200, headers: [] } };
    return looked;
  } catch (error) {
    clearTimeout(timer);
    return {
      response, plain: false, bytes: nothing, outcome: { failure: failure(patience.signal.aborted ? silent : error) },
      asItCame() { throw error; },
    };
  }
}

/**
 * How long an attempt may take: what the policy says, but never longer than the
 * SDK above waits (x-stainless-…, seconds). The rule of Policy.Patience in
 * pkg/retry, so that a success need not enter the core.
 * @param {Call} call
 * @param {Record<string, any>} policy
 * @param {number} elapsed
 */
function patienceOf(call, policy, elapsed) {
  let ms = call.streams ? policy.firstEventTimeout : policy.responseTimeout;
  for (const [name, value] of call.headers) {
    if (/^x-stainless-(read-)?timeout$/.test(name) && Number(value) > 0) ms = Math.min(ms, Math.max(Number(value) * 900 - elapsed, 1));
  }
  return ms;
}

/**
 * Read the body of an answer that may be an error. What was read is put back,
 * so that an answer that proves good is delivered whole.
 * @param {Response} response
 * @returns {Promise<Attempt>}
 */
async function look(response) {
  const success = response.status < 400;
  // In one piece it costs half of reading it by chunks; but what came of a cut
  // one is lost, and a compressed one may be larger than it says.
  const short = success && !response.headers.has('content-encoding') && Number(response.headers.get('content-length') ?? NaN) <= maxSuspect;
  const { bytes, rest } = short ? { bytes: new Uint8Array(await response.arrayBuffer()), rest: null } : await readUpTo(response.body, success ? maxSuspect + 1 : maxBody).catch((error) => {
    if (success) throw error;
    return { bytes: nothing, rest: null }; // the status of an error says enough
  });
  const whole = new Response(bodyless.includes(response.status) ? null : putBack(bytes, rest), response);
  if (success && !isJSON(bytes) && (await import('./breaks-off.js').catch(() => null))?.breaksOff(bytes)) {
    const cut = { kind: 'cut', message: 'The answer breaks off in the middle.', sent: true };
    return { response, plain: false, bytes: nothing, outcome: { failure: cut }, asItCame: () => whole };
  }
  const plain = success && !looksLikeError(bytes);
  return {
    response: whole, plain, whole: !rest, bytes: plain ? nothing : bytes,
    outcome: { status: response.status, headers: plain ? [] : [...response.headers] },
    asItCame: () => whole,
  };
}

/** Statuses of answers that have no body. */
const bodyless = [204, 205, 304];

/**
 * @param {any} error that fetch threw
 * @returns {{kind: string, message: string, sent: boolean}} kind is '' where only the words tell
 */
function failure(error) {
  if (error === silent) return { kind: 'timeout', message: error.message, sent: true };
  // Node hides what happened behind "fetch failed"; browsers say nothing more.
  const words = [];
  for (let e = error, depth = 0; e && depth < 5; e = e.cause ?? e.errors?.[0], depth++) {
    words.push([e.code, e.message ?? String(e)].filter(Boolean).join(': '));
  }
  const message = words.reverse().join(' ← ');
  const unsent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|Connection refused/.test(message);
  return { kind: '', message, sent: !unsent };
}
