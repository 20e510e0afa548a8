// The answer for the caller: the upstream's own, or the contract's form of it.

/**
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').HeaderList} HeaderList
 * @typedef {import('./attempt.js').Attempt} Attempt
 */

/**
 * The answer for the caller: the upstream's own when it is a success, the
 * contract's form of it when it is a failure.
 * @param {Call} call
 * @param {Attempt} attempt
 * @param {import('./driver.js').Reacted} reacted
 * @returns {Response}
 */
export function deliver(call, attempt, { result, body }) {
  const failed = result.verdict !== null;
  const headers = new Headers(attempt.response?.headers);
  if (failed) {
    discard(attempt.response);
    for (const name of describesBody) headers.delete(name);
  }
  set(headers, result.headers);
  if (!failed) {
    const { status, statusText, body } = /** @type {Response} */ (attempt.response);
    return new Response(attempt.stream ? null : body, { status, statusText, headers });
  }
  return new Response(call.method === 'HEAD' ? null : body, { status: result.status, headers });
}

/**
 * The upstream's headers that say something of the body or the wait that the
 * contract's form replaces. The same list stands in pkg/edge/attempt.go.
 */
const describesBody = [
  'content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'content-disposition', 'etag', 'last-modified', 'accept-ranges',
  'trailer', 'retry-after', 'retry-after-ms', 'x-should-retry', 'x-request-id', 'link', 'content-security-policy',
];

/** @param {Response} [response] */
export function discard(response) {
  // Not awaited: nobody needs to know that the upstream has stopped.
  response?.body?.cancel().catch(() => {});
}

/**
 * @param {Response} response
 * @param {HeaderList} headers
 */
export function withHeaders(response, headers) {
  set(response.headers, headers);
  return response;
}

/**
 * @param {Headers} headers
 * @param {HeaderList} add
 */
function set(headers, add) {
  // server-timing is a list to which everybody on the way adds.
  for (const [name, value] of add) name === 'server-timing' ? headers.append(name, value) : headers.set(name, value);
}
