// The JavaScript driver of browsers, Node and the Worker: drive() makes one call. A driver
// sends, waits and copies bytes; the core classifies errors and decides. A success at the
// first attempt never enters the core. Everything that follows on another result is in
// retry-loop.js, which is loaded on the first error.

import { importStream, send, unchanged } from './attempt.js';

/**
 * @typedef {import('./attempt.js').Attempt} Attempt
 * @typedef {import('./stream.js').Stream} Stream
 * @typedef {import('./core.js').CallCore} CallCore
 *
 * @typedef {[name: string, value: string][]} HeaderList
 *
 * @typedef {object} Fallback another model
 * @property {string} model
 * @property {string} [upstream] none for the call's own
 * @property {string} [key] the name of its key
 *
 * @typedef {object} FallbackRequest the same request for a fallback
 * @property {string} path at the call's own upstream, with the query
 * @property {string} url at another upstream; '' for the call's own
 * @property {string[]} keep the only headers that are sent to another upstream
 * @property {string[]} drop headers that are not sent
 * @property {HeaderList} set headers that are sent in addition
 * @property {HeaderList} auth headers that contain the key, each value up to the key
 * @property {string} [key] the name of the key
 * @property {Uint8Array | FormData | null} body null: as it was given
 * @property {Uint8Array | null} replay the state of the watcher before a stream that continues the delivered one
 *
 * @callback Send
 * @param {AbortSignal} signal
 * @param {FallbackRequest | null} fallback
 * @param {AbortController} abort gives the attempt up; a send without the signal puts its own in place of abort()
 * @returns {Promise<Response>}
 *
 * @typedef {Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel' | 'releaseLock'>} Reader
 *
 * @typedef {object} Call one call of the application
 * @property {string} method
 * @property {string} path without the host, not decoded
 * @property {string} [query] without the question mark
 * @property {string} upstream scheme and host
 * @property {HeaderList} headers of the caller; the core reads hints (x-ukemi-…) from them
 * @property {() => HeaderList} [allHeaders] where a list of them is expensive; headers then has only those that
 *   drive() itself reads: x-ukemi-*, timeouts of the SDK
 * @property {Uint8Array | string | null} body a copy that can be sent again; null if there is none
 * @property {any} [given] the body as the caller gave it, if it can be sent again but is not copied (FormData)
 * @property {boolean} replayable whether the body can be sent again
 * @property {boolean} streams whether the request asks for a stream
 * @property {AbortSignal | null} [signal] of the caller
 * @property {Send} send makes one attempt
 * @property {(body: ReadableStream<Uint8Array>) => Reader} [openReader] reads a watched stream where that is expensive
 * @property {(headers: Headers) => boolean} [isEncoded] whether a body is in a coding that the runtime does not decode
 * @property {{redirect: string, integrity: string}} [request] set if errors that no retry can cure are thrown to
 *   the caller; its modes state for the core which failures are refusals of fetch itself
 *
 * @typedef {object} Settings
 * @property {Record<string, any>} policy complete, as the core's op `policy` returns it
 * @property {{details?: boolean, helpURL?: string}} caller
 * @property {() => unknown} [ask] called before `core`, when an error has to be decided: asks for what it loads
 * @property {() => Promise<CallCore>} core if it rejects, the status alone decides
 * @property {{value: {quiet: boolean} | null}} health of the upstreams, shared by all calls
 * @property {(verdict: import('./verdict.js').Verdict) => void} [onVerdict] called when a call has finally failed
 * @property {(attempt: AttemptReport) => void} [onAttempt] called after every failed attempt and those that follow it
 * @property {(record: CallRecord) => void} [onCall] called after every call that failed or was retried
 * @property {(react: React) => any} [reconsider] returns a reaction to an attempt, or a promise of it
 *
 * @callback React asks the core for its reaction to an attempt
 * @param {number} [again] ms after the attempt at which a resend is decided again, with the present health
 * @returns {{result: any, body: Uint8Array<ArrayBuffer>}}
 *
 * @typedef {object} AttemptReport
 * @property {number} attempt counted from 1
 * @property {string} action resend, switch or deliver
 * @property {number} wait ms before the next attempt
 * @property {string} reason of the decision
 * @property {any} verdict a Verdict, null for a success
 * @property {string} trail all attempts so far, as in x-ukemi-attempts
 *
 * @typedef {object} CallRecord
 * @property {string} method
 * @property {string} path
 * @property {number} status that the caller got
 * @property {string} class '' for a success
 * @property {string} provider
 * @property {string} rule
 * @property {string} reason of the last decision
 * @property {string} model that the request names
 * @property {string} answered the fallback that answered, '' if none did
 * @property {string} attempts the trail, as in x-ukemi-attempts
 * @property {string} fallback_errors why fallbacks failed: the model or key, the class and the message of each
 * @property {number} resends
 * @property {string} mended the changes with which the last attempt was sent, as in x-ukemi-mended
 * @property {number} ambiguous attempts that may have done their work although they failed
 * @property {string} request_id
 * @property {number} duration_ms
 *
 * @typedef {object} Delivery the result of a call
 * @property {Response} answer
 * @property {Stream} [stream] the answer's body, if it is watched
 * @property {() => void} [report] calls onCall; due when the stream has ended
 */

/** Load the code that only errors need. */
export const importOnError = () => import('./on-error.js');

/**
 * Make a call: send attempts and wait until there is an answer or a final failure.
 * Throws only if the caller's signal aborts, if fetch refused an attempt, or if an attempt
 * failed and the core is not available.
 * @param {Call} call
 * @param {Settings} settings
 * @returns {Promise<Response>}
 */
export function drive(call, settings) {
  const answer = makeCall(call, settings);
  return settings.policy.heartbeat > 0
    ? importStream().then(({ withHeartbeat }) => withHeartbeat(answer, call, settings))
    : answer;
}

/** @type {typeof drive} */
async function makeCall(call, settings) {
  const startedAt = Date.now();
  const { policy, health, core } = settings;
  const isQuiet = () => health.value?.quiet ?? true;
  // The core reads hints. Rate limits are learned with `pace`, the first-event timeout where a slow
  // model can be replaced by a fallback.
  const needsCore = policy.pace || call.headers.some(([name]) => name.startsWith('x-ukemi-'))
    || (call.streams && !policy.firstEventTimeout && policy.mode === 'own'
      && Object.keys(policy.fallbacks ?? {}).length);
  /** @type {import('./retry-loop.js').RetryLoop | undefined} */
  let loop;
  const getLoop = async () => {
    settings.ask?.();
    return (loop ??= new (await importOnError()).RetryLoop(call, settings, startedAt));
  };

  // The core decides before the first attempt if there is something to decide from.
  const first = !isQuiet() || needsCore ? null : await send(call, policy, core);
  /** @type {Delivery} */
  let delivery;
  if (first?.plain && isQuiet()) {
    delivery = { answer: first.response, stream: first.stream };
  } else {
    await getLoop().catch(() => {});
    delivery = loop ? await loop.run(first) : { answer: unchanged(first ?? (await send(call, policy, core))) };
  }

  return delivery.stream ? delivery.stream.response(delivery, getLoop) : delivery.answer;
}
