// Detects CORS as the cause of a failed fetch. A page's fetch throws "Failed to fetch"
// for every cause; the detected one is added as error.cause, which the core reads.

/**
 * @param {any} error that fetch threw
 * @param {URL} url
 * @param {[string, string][]} headers of the request
 * @param {RequestInit} init of every probe: the signal
 * @param {typeof globalThis.fetch} fetch
 */
export async function corsCause(error, url, headers, init, fetch) {
  /** @param {RequestInit} more */
  const succeeds = (more) =>
    fetch(url, { method: 'HEAD', credentials: 'omit', ...init, ...more }).then(() => true, () => false);
  if (!globalThis.location || url.origin === location.origin || !(await succeeds({ mode: 'no-cors' }))) return;
  // The server must allow the names of the headers. Their values, which may be keys, are not sent.
  const names = headers.map(([name, value]) => [name, name === 'content-type' ? value : '-']);
  if (await succeeds({ headers: Object.fromEntries(names) })) return;
  error.cause ??= new Error(
    `blocked by CORS policy: ${url.origin} answers, but does not let pages of ${location.origin} read it`,
  );
}
