// The request of a fallback: which model a request names, and the same request for another
// model. The core edits the bytes of a body; a FormData has no bytes before it is sent and
// is edited here.

/**
 * @typedef {import('./core.js').CallCore} CallCore
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').FallbackRequest} FallbackRequest
 * @typedef {import('./driver.js').Fallback} Fallback
 */

/**
 * @param {CallCore} core
 * @param {Call} call
 * @param {Record<string, any>} request
 * @returns {Record<string, any>} the model, whether the upstream stores the result, and why the request can only
 *   be sent to its own upstream
 */
export function readModel(core, { body, given }, request) {
  const isForm = given instanceof FormData;
  // '{}', because a model can be added to a form that names none.
  const { result } = core('model', { request }, body ?? (isForm ? '{}' : ''));
  const model = isForm && given.get('model');
  if (model && typeof model === 'string') result.model ||= model;
  // A body of another type (a Blob) cannot be edited to name another model.
  if (body === null && given && !isForm) result.bound = true;
  return result;
}

/**
 * @param {CallCore} core
 * @param {Call} call
 * @param {Record<string, any>} request
 * @param {Fallback | null} fallback null for the requested model
 * @param {any} [changes] of a fix, as the core's state has them
 * @param {Uint8Array | null} [replay] what was delivered of the answer that this one is to continue
 * @returns {FallbackRequest}
 */
export function fallbackRequest(core, { body, given }, request, fallback, changes, replay) {
  const next = replay ? core('stream', { do: 'continue', state: replay.length }, replay) : null;
  const beginning = next?.result.beginning;
  const { result, body: edited } = core('rewrite', { request, fallback, changes, beginning }, body ?? '');
  return {
    ...result, key: fallback?.key, body: body === null ? fallback && editForm(given, fallback) : edited,
    replay: next && result.continues ? next.body : null,
  };
}

/**
 * @param {any} given
 * @param {Fallback} fallback
 */
function editForm(given, { model, upstream }) {
  if (!(given instanceof FormData) || (!upstream && !given.has('model'))) return null;
  const form = new FormData();
  for (const [name, value] of given) form.append(name, value);
  form.set('model', model);
  return form;
}

/**
 * The arguments of fetch for an attempt at a fallback.
 * @param {RequestInfo | URL} input
 * @param {{url: URL, method: string, headers: [string, string][], init: RequestInit}} call
 * @param {AbortSignal} signal
 * @param {FallbackRequest} fallback
 * @param {Record<string, string>} keys
 * @returns {[RequestInfo | URL, RequestInit]}
 */
export function fallbackArgs(input, { url, method, headers, init }, signal, fallback, keys) {
  const { path, url: otherURL, body } = fallback;
  const sent = fallbackHeaders(headers, fallback, keys);
  const all = { ...init, signal, headers: sent, ...(body && { body: /** @type {BodyInit} */ (body) }) };
  if (otherURL) return [otherURL, { ...all, method }];
  if (path === url.pathname + url.search) return [input, all];
  return [url.origin + path, { ...(input instanceof Request && modesOf(input)), ...all, method }];
}

/**
 * The headers of an attempt at a fallback: those of the caller that may be sent there, those
 * of the fallback's entry, and those that hold its key.
 * @param {Iterable<[string, string]>} headers
 * @param {FallbackRequest} fallback
 * @param {Record<string, string>} keys
 * @returns {[string, string][]}
 */
export function fallbackHeaders(headers, { url, keep, drop, set, auth, key }, keys) {
  const value = key && keys[key];
  const isSent = (/** @type {string} */ name) => (url ? keep.includes(name) : !name.startsWith('x-ukemi-'));
  /** @type {[string, string][]} */
  const own = value ? auth.map(([name, prefix]) => [name, prefix + value]) : [];
  return [...[...headers].filter(([name]) => isSent(name) && !drop.includes(name)), ...set, ...own];
}

/**
 * The settings of a Request apart from its URL; not every runtime has all of them.
 * @param {any} request
 */
const modesOf = (request) =>
  Object.fromEntries(modes.map((name) => [name, request[name]]).filter(([, value]) => value !== undefined));
const modes = ['mode', 'credentials', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity', 'keepalive'];
