// Waiting for a time, until a signal aborts.

/**
 * @param {number} ms
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<null>} rejects with the signal's reason as soon as it aborts
 */
export const pause = (ms, signal) => new Promise((resolve, reject) => {
  const end = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    signal?.aborted ? reject(signal.reason) : resolve(null);
  };
  const timer = setTimeout(end, ms);
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
});

/**
 * A deadline that can be canceled.
 * @param {number} ms
 * @param {AbortSignal | null} [signal]
 * @returns {{expired: Promise<null>, cancel: () => void}} expired rejects if the signal aborts or cancel is called
 */
export function startDeadline(ms, signal) {
  const own = new AbortController();
  return { expired: pause(ms, signal ? AbortSignal.any([signal, own.signal]) : own.signal), cancel: () => own.abort() };
}
