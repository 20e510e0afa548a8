// In a page fetch says "Failed to fetch" and no more, whatever happened. What
// can be found out is put where the words of a cause belong.

/**
 * @param {any} error that fetch threw
 * @param {URL} url
 * @param {[string, string][]} headers of the request
 * @param {RequestInit} probe what every probe bears
 * @param {typeof globalThis.fetch} fetch
 */
export async function blame(error, url, headers, probe, fetch) {
  /** @param {RequestInit} init */
  const answers = (init) => fetch(url, { method: 'HEAD', credentials: 'omit', ...probe, ...init }).then(() => true, () => false);
  // A server that answers, but not to a page that wants to read: the names of
  // the headers are what it must allow, their values are nobody's business.
  const names = headers.map(([name, value]) => [name, name === 'content-type' ? value : '-']);
  if (url.origin !== location.origin && (await answers({ mode: 'no-cors' })) && !(await answers({ headers: Object.fromEntries(names) }))) {
    error.cause ??= new Error(`blocked by CORS policy: ${url.origin} answers, but does not let pages of ${location.origin} read it`);
  }
}
