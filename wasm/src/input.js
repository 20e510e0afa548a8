// From what an application holds – an answer, an error that fetch or an SDK
// threw, a text – to what the core reads.

/**
 * @typedef {object} Exchange an HTTP answer
 * @property {number} status
 * @property {Headers | Record<string, string> | Iterable<[string, string]>} [headers]
 * @property {string | Uint8Array | object} [body] as it came, or parsed
 *
 * @typedef {string | Error | Response | Exchange} Input a text, an error that was thrown, or an answer
 * @typedef {{input: 'response' | 'paste', args: object, body: string | Uint8Array}} Reading
 */

/**
 * @param {unknown} input
 * @returns {Promise<Reading>}
 */
export async function read(input) {
  const answer = answerIn(input);
  if (!(answer instanceof Response)) return readSync(input);
  // The caller's own stays readable.
  const body = answer.bodyUsed ? '' : new Uint8Array(await answer.clone().arrayBuffer());
  return exchange(answer.status, answer.headers, body);
}

/**
 * @param {unknown} input
 * @returns {Reading}
 */
export function readSync(input) {
  if (typeof input === 'string') return { input: 'paste', args: {}, body: input };
  const answer = answerIn(input);
  if (answer) return exchange(answer.status ?? answer.statusCode, answer.headers ?? answer.responseHeaders, bodyOf(answer));
  if (input instanceof Error || (typeof input === 'object' && input && 'message' in input)) return { input: 'paste', args: {}, body: describe(input) };
  throw new TypeError('ukemi: this takes a string, an Error, a Response or {status, headers, body}');
}

/** @param {unknown} input */
export const statusOf = (input) => /** @type {number | undefined} */ (answerIn(input)?.status ?? answerIn(input)?.statusCode);

/**
 * What bears the HTTP answer: `response` (axios, ky), the error itself (openai,
 * anthropic, google: status; ai: statusCode), or the one that it wraps.
 * @param {any} input
 * @param {number} [depth]
 * @returns {any}
 */
function answerIn(input, depth = 0) {
  if (typeof input !== 'object' || !input || depth > 4) return undefined;
  for (const part of [input.response, input]) if (typeof (part?.status ?? part?.statusCode) === 'number') return part;
  return answerIn(input.lastError ?? input.cause, depth + 1);
}

/**
 * The body, by the names that clients give it. openai's `error` is the inner
 * object, anthropic's the whole body.
 * @param {any} answer
 */
function bodyOf({ body, responseBody, data, error, message }) {
  const inner = typeof error === 'object' && error && !error.error ? { error } : error;
  const found = [body, responseBody, data, inner, message].find((part) => part !== undefined && part !== null && !(part instanceof ReadableStream));
  if (found instanceof ArrayBuffer) return new Uint8Array(found);
  return typeof found === 'object' && !(found instanceof Uint8Array) ? JSON.stringify(found) : (found ?? '');
}

/**
 * @param {number} status
 * @param {any} headers
 * @param {string | Uint8Array} body
 * @returns {Reading}
 */
function exchange(status, headers, body) {
  const list = typeof headers?.[Symbol.iterator] === 'function' ? [...headers] : Object.entries(headers ?? {});
  return { input: 'response', args: { status, headers: list.map(([name, value]) => [String(name), String(value)]), now: Date.now() }, body };
}

/** @param {any} error and its causes, as a log shows them */
function describe(error) {
  const lines = [];
  for (let e = error, depth = 0; e && depth < 5; e = e.cause ?? e.lastError ?? e.errors?.[0], depth++) lines.push(`${e.name ?? 'Error'}: ${[e.code, e.message ?? e].filter(Boolean).join(' ')}`);
  return lines.join('\ncaused by: ');
}
