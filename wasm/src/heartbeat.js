// Heartbeats: comments that are sent to the caller of an event stream before its answer
// arrives (policy.heartbeat). The first comment commits to status 200, so an error that
// comes later is sent as an event of the stream.

import { streaming } from './tables-stream.js';

/**
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Settings} Settings
 */

const encoder = new TextEncoder();
const comment = encoder.encode(': keep-alive\n\n');

/**
 * Whether a call's stream is an event stream: not Ollama's, llama.cpp's, and Gemini's without alt=sse.
 * heartbeatInterval in pkg/edge has the same rule.
 * @param {Call} call
 */
const isEventStream = ({ method, path, query, streams }) => streams && method === 'POST' && streaming.test(path) &&
  /^[^?]+(s|Predict)\/*\?|Content\/*\?.*\balt=sse\b/.test(`${path}?${query}`);

/**
 * @param {Promise<Response>} answer
 * @param {Call} call
 * @param {Settings} settings
 * @returns {Promise<Response>} resolves after one interval at the latest; the answer itself if the call does not
 *   ask for an event stream
 */
export async function withHeartbeat(answer, call, { policy, core }) {
  if (!isEventStream(call)) return answer;
  /** @returns {Promise<Response | null>} null if the answer does not come within an interval */
  const arrival = () =>
    Promise.race([answer, new Promise((resolve) => setTimeout(resolve, policy.heartbeat, null))]);
  const first = await arrival();
  if (first) return first;
  answer.catch(() => {}); // pull() awaits it again and reports the error
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  let reader;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(comment),
    async pull(controller) {
      if (!reader) {
        const arrived = await arrival();
        if (!arrived) return controller.enqueue(comment);
        if (!arrived.body || !/^text\/event-stream/i.test(arrived.headers.get('content-type') ?? '')) {
          controller.enqueue(await asEvent(arrived, call.path, core));
          return controller.close();
        }
        reader = arrived.body.getReader();
      }
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => (reader ? reader.cancel(reason) : answer.then(({ body }) => body?.cancel(reason), () => {})),
  }, { highWaterMark: 0 });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' } });
}

/**
 * An answer that is not an event stream, as one event.
 * @param {Response} answer
 * @param {string} path
 * @param {Settings['core']} core
 */
async function asEvent(answer, path, core) {
  if (answer.status < 400) {
    const text = (await answer.text()).trim();
    return encoder.encode(`data: ${text.replaceAll('\n', '\ndata: ')}\n\n`);
  }
  const error = new Uint8Array(await answer.arrayBuffer());
  return (await core())('stream', { do: 'error', path, status: answer.status, state: 0 }, error).body;
}
