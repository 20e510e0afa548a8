// The package's public face: know what an error means, explain it to a person,
// and a fetch that acts on it. What this takes is loaded when it is first asked
// for (after.js).

export { createFetch } from './fetch.js';

/**
 * @typedef {import('./input.js').Input} Input
 * @typedef {import('./verdict.js').Verdict} Verdict
 * @typedef {import('./verdict.js').Explanation} Explanation
 * @typedef {import('./verdict.js').Class} Class
 * @typedef {import('./verdict.js').Fault} Fault
 * @typedef {import('./verdict.js').Provider} Provider
 * @typedef {import('./fetch.js').FetchOptions} FetchOptions
 * @typedef {import('./load.js').CoreSource} CoreSource
 */

/** @type {typeof import('./after.js') | undefined} */
let here;
const after = async () => (here = await import('./after.js'));

/**
 * Load the core. Everything here does it when needed; call it to choose where
 * the core comes from, or before `classifySync`. The first core stays.
 * @param {CoreSource} [input] the core, or where it is; by default beside this package
 * @returns {Promise<void>} rejects when it cannot be had; a later call tries again
 */
export async function init(input) {
  await (await after()).load(input);
}

/**
 * Have the core early, in the background.
 * @param {CoreSource} [input]
 * @returns {Promise<boolean>} whether it is there; never rejects
 */
export const preload = (input) => init(input).then(() => true, () => false);

/**
 * What an error means. The body of a Response stays readable.
 * @param {Input | unknown} input
 * @returns {Promise<Verdict>}
 * @throws {TypeError} when the input is none, or the core cannot be had
 */
export const classify = async (input) => (await after()).ask('classify', input);

/**
 * As `classify`, at once; `init` must have ended before. Of a Response only
 * status and headers are read.
 * @param {Input | unknown} input
 * @returns {Verdict}
 */
export function classifySync(input) {
  const core = here?.loaded();
  if (!here || !core) throw new TypeError('ukemi: call `await init()` before classifySync');
  return core('classify', ...here.readSync(input)).result;
}

/**
 * What an error means and what to do about it, for a person.
 * @param {Input | unknown} input
 * @returns {Promise<Explanation>}
 */
export const explain = async (input) => (await after()).ask('explain', input);

/**
 * The error as the contract has it, for your own callers to read.
 * @param {Input | unknown} input
 * @param {{request?: Request, details?: boolean, helpURL?: string}} [to] whose answer it is: its path and headers choose between OpenAI's form, Anthropic's and RFC 9457's
 * @returns {Promise<Response>}
 */
export const toContract = async (input, to) => (await after()).toContract(input, to);

/**
 * Whether the same request may succeed later; for errors thrown by the openai,
 * anthropic and ai SDKs, axios and fetch. Without the core the status decides.
 * @param {any} error
 * @returns {Promise<boolean>} never rejects
 */
export async function isRetryable(error) {
  try {
    return (await classify(error)).retry;
  } catch {
    const status = error?.status ?? error?.statusCode ?? error?.response?.status;
    return status === 408 || status === 429 || status >= 500;
  }
}

/**
 * The classes of the error contract: what each means, its type, code, status.
 * @returns {Promise<import('./verdict.js').ClassInfo[]>}
 */
export const classes = async () => (await (await after()).load())('classes', {}).result;
