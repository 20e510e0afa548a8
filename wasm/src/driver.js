// The JavaScript driver, in browsers, Node and the Worker alike: it fetches,
// waits and copies bytes. What an error means and what to do about it is
// decided in the core. A success at the first attempt never gets there; what
// follows on anything else (exchange.js) is loaded when it is first needed.

import { asItCame, send } from './attempt.js';

/**
 * @typedef {import('./stream.js').Stream} Stream
 * @typedef {import('./core.js').CallCore} CallCore
 *
 * @typedef {[name: string, value: string][]} HeaderList
 * @typedef {{model: string, upstream: string, key: string}} Fallback another model, its upstream ('' for the call's own), and the name of that one's key
 * @typedef {{path: string, url: string, keep: string[], auth: HeaderList, key: string, body: Uint8Array | FormData | null}} Detour the same request for a fallback: its path, or where it is elsewhere ('' for the call's own upstream), the only headers that go there, those that bear its key, and the body (null: as it was given)
 *
 * @typedef {object} Call one call of the application
 * @property {string} method
 * @property {string} path without the host, as it was written
 * @property {string} [query] without the question mark
 * @property {string} upstream scheme and host
 * @property {HeaderList} headers of the caller; hints are read from them
 * @property {Uint8Array | string | null} body what can be sent again, null when there is none or it cannot
 * @property {any} [given] what was given as the body, where it can be sent again but is not kept
 * @property {boolean} replayable whether it can be sent again
 * @property {boolean} streams whether a streamed answer is asked for
 * @property {AbortSignal | null} [signal] of the caller
 * @property {(signal: AbortSignal, detour: Detour | null) => Promise<Response>} send makes one attempt
 * @property {{redirect: string, integrity: string}} [refuses] the request, where what send throws that no other attempt can mend is the caller's to see
 *
 * @typedef {object} Settings
 * @property {Record<string, any>} policy complete, as the core's op `policy` answers
 * @property {{details?: boolean, helpURL?: string}} caller
 * @property {() => Promise<CallCore>} core when it cannot be had, the status alone decides
 * @property {{value: {quiet: boolean} | null}} health what is known of the upstreams, shared by the calls to them
 * @property {(verdict: import('./verdict.js').Verdict) => void} [onVerdict] is told what it means when a call has failed for good
 * @property {(attempt: {attempt: number, action: string, wait: number, reason: string, verdict: any, trail: string}) => void} [onAttempt] is told of every attempt that failed, and of those after it
 * @property {(record: Record_) => void} [onCall] is told of every call that failed or needed a retry
 *
 * @typedef {{method: string, path: string, status: number, class: string, provider: string, rule: string, reason: string, model: string, answered: string, attempts: string, resends: number, ambiguous: number, request_id: string, duration_ms: number}} Record_ answered: the fallback that did
 *
 * @typedef {object} Settled
 * @property {Response} answer
 * @property {Stream} [stream] its body, where that is watched
 * @property {() => void} [tell] tells onCall, when the stream has ended
 */

/** What is needed only after something has failed. */
export const after = () => import('./after.js');

/**
 * Make a call: attempts and waits until an answer or a final failure. Throws
 * only when the caller's signal aborts, when an attempt was refused, or when one
 * threw and the core could not be asked.
 * @param {Call} call
 * @param {Settings} settings
 * @returns {Promise<Response>}
 */
export async function drive(call, settings) {
  const answer = ask(call, settings);
  if (!(settings.policy.heartbeat > 0)) return answer;
  const { beats, withHeartbeat } = await import('./stream.js');
  return beats(call, settings.policy) ? withHeartbeat(answer, call, settings) : answer;
}

/** @type {typeof drive} */
async function ask(call, settings) {
  const began = Date.now();
  const { policy, health, core } = settings;
  const hasWishes = call.headers.some(([name]) => name.startsWith('x-ukemi-'));
  const quiet = () => health.value?.quiet ?? true;
  // What a stream takes is learned where another model could be asked instead.
  const learns = call.streams && !policy.firstEventTimeout && policy.mode === 'own' && Object.keys(policy.fallbacks ?? {}).length > 0;
  const first = !quiet() || hasWishes || learns ? null : await send(call, policy, core);
  /** @type {import('./exchange.js').Exchange | undefined} */
  let exchange;
  const follow = async () => (exchange ??= new (await after()).Exchange(call, settings, began));
  const unfollowed = async () => ({ answer: asItCame(first ?? (await send(call, policy, core))) });
  /** @type {Settled} */
  const settled = first?.plain && quiet() ? { answer: first.response, stream: first.stream } : await follow().then((exchange) => exchange.run(first), unfollowed);
  const { answer, stream } = settled;
  if (!stream) return answer;
  let { tell } = settled;
  const takeUp = async (/** @type {Stream} */ broken) => {
    const next = await (await follow()).takeUp(broken, answer);
    tell = next.tell;
    return next.stream ?? broken.watch.error(next.answer.status, new Uint8Array(await next.answer.arrayBuffer()));
  };
  return stream.response(answer, takeUp, () => tell?.());
}
