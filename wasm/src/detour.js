// The same request for another model: what it asks for, and what is sent then.
// Where a request names its model is known in the core, but for a FormData, of
// which there are no bytes until it is sent.

/**
 * @typedef {import('./core.js').CallCore} CallCore
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Detour} Detour
 * @typedef {import('./driver.js').Fallback} Fallback
 */

/**
 * @param {CallCore} core
 * @param {Call} call
 * @param {Record<string, any>} request
 * @returns {Record<string, any>} its model, whether what comes of it is kept, and what ties it to its upstream
 */
export function asksFor(core, { body, given }, request) {
  const isForm = given instanceof FormData;
  const { result } = core('model', { request }, body ?? (isForm ? '{}' : '')); // to which a name can be added, too
  const model = isForm && given.get('model');
  if (model && typeof model === 'string') result.model ||= model;
  // What cannot be looked into cannot be made to name another model.
  if (body === null && given && !isForm) result.bound = true;
  return result;
}

/**
 * @param {CallCore} core
 * @param {Call} call
 * @param {Record<string, any>} request
 * @param {Fallback} fallback
 * @returns {Detour}
 */
export function detourTo(core, { body, given }, request, fallback) {
  const { result, body: instead } = core('rewrite', { request, fallback }, body ?? '');
  return { ...result, key: fallback.key, body: body === null ? formFor(given, fallback) : instead };
}

/**
 * @param {any} given
 * @param {Fallback} fallback
 */
function formFor(given, { model, upstream }) {
  if (!(given instanceof FormData) || (!upstream && !given.has('model'))) return null;
  const form = new FormData();
  for (const [name, value] of given) form.append(name, value);
  form.set('model', model);
  return form;
}

/**
 * What fetch is given for it.
 * @param {RequestInfo | URL} input
 * @param {{url: URL, method: string, headers: [string, string][], init: RequestInit}} call
 * @param {AbortSignal} signal
 * @param {Detour} detour
 * @param {Record<string, string>} keys
 * @returns {[RequestInfo | URL, RequestInit]}
 */
export function around(input, { url, method, headers, init }, signal, detour, keys) {
  const { path, url: elsewhere, keep, auth, key, body } = detour;
  const own = headers.filter(([name]) => (elsewhere ? keep.includes(name) : !name.startsWith('x-ukemi-')));
  const all = { ...init, signal, headers: own, ...(body && { body: /** @type {BodyInit} */ (body) }) };
  if (elsewhere) return [elsewhere, { ...all, method, headers: [...own, ...withKey(auth, keys[key])] }];
  if (path === url.pathname) return [input, all];
  return [url.origin + path + url.search, { ...(input instanceof Request && sameWays(input)), ...all, method }];
}

/**
 * The headers that bear a key.
 * @param {[string, string][]} auth
 * @param {string} [key]
 * @returns {[string, string][]}
 */
export const withKey = (auth, key) => (key ? auth.map(([name, before]) => [name, before + key]) : []);

/**
 * How a Request is to be fetched, whatever its URL; not every runtime has it all.
 * @param {any} request
 */
const sameWays = (request) => Object.fromEntries(ways.map((name) => [name, request[name]]).filter(([, value]) => value !== undefined));
const ways = ['mode', 'credentials', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity', 'keepalive'];
