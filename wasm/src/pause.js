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
