// Waiting for a time, until a signal aborts.

/**
 * @param {number} ms
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<null>} rejects with the signal's reason as soon as it aborts
 */
export const pause = (ms, signal) => startDeadline(ms, signal).expired;

/**
 * A deadline that can be canceled.
 * @param {number} ms
 * @param {AbortSignal | null} [signal]
 * @returns {{expired: Promise<null>, cancel: () => void}} expired rejects if the signal aborts; cancel ends it at once
 */
export function startDeadline(ms, signal) {
  /** @type {() => void} */
  let cancel = () => {};
  const expired = new Promise((resolve, reject) => {
    cancel = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      signal?.aborted ? reject(signal.reason) : resolve(null);
    };
    const timer = setTimeout(cancel, ms);
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
  });
  return { expired, cancel };
}
