// What can be told of a stream without looking into it, so that the rest
// (stream.js) is loaded when the first one comes. The same rules as in pkg/edge
// and internal/core.

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

/**
 * Whether an answer is a stream to be watched. The rule of Watched in
 * internal/core, so that other answers need not enter it.
 * @param {string} method
 * @param {string} path
 * @param {boolean} streams whether a streamed answer is asked for
 * @param {Response} response
 */
export function watched(method, path, streams, { status, headers }) {
  const type = (headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (status !== 200 || method === 'HEAD') return false;
  return /^(text\/event-stream|application\/(x-ndjson|jsonl))$/.test(type) || (streams && dialectKnown(path) && /^(application\/json|text\/plain|text\/html|)$/.test(type));
}

/** @param {string} path */
const dialectKnown = (path) => /(\/completions?|\/responses|\/messages|:streamGenerateContent|\/api\/(chat|generate))$/.test(path);

/**
 * Whether a request asks for the same answer each time. The rule of
 * Deterministic in internal/core.
 * @param {string} body
 */
export const deterministic = (body) => /"temperature"\s*:\s*0(\.0*)?\s*[,}]|"seed"\s*:\s*[-\d]/.test(body);
