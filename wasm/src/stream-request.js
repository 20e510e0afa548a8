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

const eventStream = /^(text\/event-stream|application\/(x-ndjson|jsonl))\s*(;|$)/i;
const inItsPlace = /^(application\/json|text\/(plain|html)|)\s*(;|$)/i;
const dialectKnown = /(\/completions?|\/responses|\/messages|:streamGenerateContent|\/api\/(chat|generate))$/;

/**
 * Whether an answer is a stream to be watched: an event stream always, anything
 * else that may stand in its place where a stream was asked for. The rule of
 * Watched in internal/core.
 * @param {string} path of the request
 * @param {boolean} streams whether a streamed answer is asked for
 * @param {number} status
 * @param {string} type of the content
 */
export function watched(path, streams, status, type) {
  return status === 200 && (eventStream.test(type) || (streams && inItsPlace.test(type) && dialectKnown.test(path)));
}
