// The public functions of the package. What they need is loaded on the first use (on-error.js).

import { importOnError } from './driver.js';
import { askForCore } from './place.js';

export { createFetch } from './fetch.js';

/**
 * @typedef {import('./input.js').Input} Input
 * @typedef {import('./verdict.js').Verdict} Verdict
 * @typedef {import('./verdict.js').Explanation} Explanation
 * @typedef {import('./verdict.js').Class} Class
 * @typedef {import('./verdict.js').Fault} Fault
 * @typedef {import('./verdict.js').Provider} Provider
 * @typedef {import('./user.js').UserExplanation} UserExplanation
 * @typedef {import('./user.js').UserOptions} UserOptions
 * @typedef {import('./fetch.js').FetchOptions} FetchOptions
 * @typedef {import('./place.js').CoreSource} CoreSource
 */

/** @type {typeof import('./on-error.js') | undefined} */
let module;
const importModule = async (/** @type {CoreSource | undefined} */ source = undefined) => {
  askForCore(source);
  return (module = await importOnError());
};
const importMore = () => import('./more.js');
/** @type {typeof import('./query.js').query} */
const query = async (...args) => (await importModule()).query(...args);

/**
 * Load the core. All functions load it when they need it; call `init` to choose the source
 * of the core, or before `classifySync`. If a core is already loaded, it stays.
 * @param {CoreSource} [source] the core or its address; default: the file in this package
 * @returns {Promise<void>} rejects if the core cannot be loaded; a later call tries again
 */
export async function init(source) {
  await (await importModule(source)).load(source);
}

/**
 * Load the core early, in the background.
 * @param {CoreSource} [source] the core or its address; default: the file in this package
 * @returns {Promise<boolean>} whether the core is loaded; never rejects
 */
export const preload = (source) => init(source).then(() => true, () => false);

/**
 * Classify an error. The body of a Response stays readable.
 * @param {Input | unknown} input a Response, `{status, headers, body}`, an error that fetch or an SDK threw, or a text
 * @returns {Promise<Verdict>}
 * @throws {TypeError} if the input has another type, or if the core cannot be loaded
 */
export const classify = async (input) => (await query('classify', input)).result;

/**
 * Like `classify`, but synchronous; `await init()` first. Of a Response only the status and
 * the headers are read.
 * @param {Input | unknown} input a Response, `{status, headers, body}`, an error that fetch or an SDK threw, or a text
 * @returns {Verdict}
 * @throws {TypeError} if the input has another type, or if the core is not loaded
 */
export function classifySync(input) {
  const core = module?.loaded();
  if (!core) throw new TypeError('ukemi: first `await init()`');
  return core('classify', .../** @type {NonNullable<typeof module>} */ (module).readInputSync(input)).result;
}

/**
 * Explain an error to a person: a title, a summary, and what to do. With `audience: 'user'`, to the
 * user of an application: two sentences in the user's language, without provider, billing, key or parameter.
 *
 * The input is a Response, `{status, headers, body}`, an error that fetch or an SDK threw, or a text.
 * Throws a TypeError if the input has another type, or if the core cannot be loaded.
 * @type {{
 *   (input: Input | unknown, options: UserOptions): Promise<UserExplanation>,
 *   (input: Input | unknown, options?: {audience?: 'developer'}): Promise<Explanation>,
 * }}
 */
export const explain = async (/** @type {any} */ input, /** @type {any} */ options) => (
  options?.audience === 'user'
    ? (await importMore()).forUser(query, input, options)
    : (await query('explain', input)).result
);

/**
 * Convert an error to a Response in ukemi's error format, for your own callers.
 * @param {Input | unknown} input a Response, `{status, headers, body}`, an error that fetch or an SDK threw, or a text
 * @param {object} [options]
 * @param {Request} [options.request] the request to answer; its path and headers select the format of OpenAI,
 *   Anthropic or RFC 9457. Default: OpenAI
 * @param {boolean} [options.details] add `error.upstream`: the original error, secrets removed
 * @param {string} [options.helpURL] address of a playground, for the `link` header; default: a page about the
 *   classes; '' for none
 * @returns {Promise<Response>}
 */
export const toContract = async (input, options) => (await importMore()).toContract(query, input, options);

/**
 * Whether the same request may succeed later; for errors of the openai, anthropic and ai
 * SDKs, axios and fetch. If the core cannot be loaded, the status decides.
 * @param {any} error
 * @returns {Promise<boolean>} never rejects
 */
export async function isRetryable(error) {
  try {
    return (await classify(error)).retry;
  } catch {
    const status = error?.status ?? error?.statusCode ?? error?.response?.status;
    return /^(408|429|5..)$/.test(status);
  }
}

/**
 * All classes of errors: meaning, status, type, code.
 * @returns {Promise<import('./verdict.js').ClassInfo[]>}
 */
export const classes = async () => (await query('classes', '')).result;
