// Whether a request asks for a streamed answer: all that must be known of
// streams before the first one comes, and with it stream.js.

/**
 * Whether a request asks for a streamed answer, which gets the timeouts of one.
 * The rule of asksForStream in pkg/edge.
 *
 * A body that mentions "stream": true inside a message is taken for one too;
 * it then merely gets the timeouts of a stream.
 * @param {string} path
 * @param {unknown} body
 */
export function asksForStream(path, body) {
  if (path.includes(':streamGenerateContent')) return true;
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  return typeof text === 'string' && /"stream"[\s:]*true/.test(text);
}
