// Waiting, until somebody has had enough of it.

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
 * Waiting for something, but for so long only.
 * @param {number} ms
 * @param {AbortSignal | null} [signal]
 * @returns {{late: Promise<null>, end: () => void}} late rejects when either the signal aborts or end is called
 */
export function deadline(ms, signal) {
  const end = new AbortController();
  return { late: pause(ms, signal ? AbortSignal.any([signal, end.signal]) : end.signal), end: () => end.abort() };
}
