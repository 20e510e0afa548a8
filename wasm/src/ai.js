// ukemi/ai: a middleware for the language models of the AI SDK, with any provider.

import { classify } from 'ukemi';

/**
 * @typedef {import('./verdict.js').Verdict} Verdict
 *
 * @typedef {object} MiddlewareOptions
 * @property {(verdict: Verdict, error: unknown) => void} [onVerdict] called for each attempt that failed
 */

/**
 * A middleware that corrects what the AI SDK decides from: after an error it sets `isRetryable`
 * to whether another attempt now may help, and adds a wait that only the body states to the
 * headers, which the AI SDK obeys. The verdict is `error.verdict`. Streams are not altered.
 * @param {MiddlewareOptions} [options]
 * @returns {import('ai').LanguageModelMiddleware}
 */
export function ukemiMiddleware({ onVerdict } = {}) {
  /** @template T @param {() => PromiseLike<T>} attempt */
  const corrected = async (attempt) => {
    try {
      return await attempt();
    } catch (/** @type {any} */ error) {
      await correct(error, onVerdict);
      throw error;
    }
  };
  return {
    wrapGenerate: ({ doGenerate }) => corrected(doGenerate),
    wrapStream: ({ doStream }) => corrected(doStream),
  };
}

/**
 * @param {any} error
 * @param {MiddlewareOptions['onVerdict']} onVerdict
 */
async function correct(error, onVerdict) {
  if (typeof error !== 'object' || error === null || error.name === 'AbortError') return;
  const verdict = await classify(error).catch(() => undefined);
  if (!verdict) return; // the core cannot be loaded: the AI SDK decides alone
  try {
    error.verdict = verdict;
    // An error that is nobody's answer keeps what the AI SDK made of it.
    if (typeof error.isRetryable === 'boolean') error.isRetryable = verdict.retry && !verdict.exhausted;
    if (verdict.retry && verdict.after_ms !== null && typeof error.isRetryable === 'boolean') {
      error.responseHeaders = { ...error.responseHeaders, 'retry-after-ms': String(verdict.after_ms) };
    }
  } catch {} // frozen
  onVerdict?.(verdict, error);
}
