// Heartbeats: comments to the caller of an event stream while its answer is
// waited for, where the policy sends them. The status has gone out with the
// first one, so a failure is then told in the stream.

import { streaming } from './tables.js';

/**
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Settings} Settings
 */

const comment = new TextEncoder().encode(': keep-alive\n\n');

/**
 * Whether a call's caller gets comments: only event streams have them.
 * @param {Call} call
 * @param {Record<string, any>} policy
 */
export const beats = ({ method, path, streams }, { heartbeat }) => heartbeat > 0 && streams && method === 'POST' && streaming.test(path) && !/\/api\/(chat|generate)|\/completion$|enerateContent/.test(path);

/**
 * @param {Promise<Response>} answer that is waited for
 * @param {Call} call
 * @param {Settings} settings
 * @returns {Promise<Response>} after one beat at the latest
 */
export async function withHeartbeat(answer, { path }, { policy, core }) {
  /** @returns {Promise<null>} */
  const beat = () => new Promise((resolve) => setTimeout(resolve, policy.heartbeat, null));
  const first = await Promise.race([answer, beat()]);
  if (first) return first;
  answer.catch(() => {}); // whoever reads is told
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  let reader;
  let late = true; // a comment is due
  const body = new ReadableStream({
    async pull(controller) {
      if (late) {
        late = false;
        return controller.enqueue(comment);
      }
      if (!reader) {
        const came = await Promise.race([answer, beat()]);
        if (!came) return controller.enqueue(comment);
        if (!came.body || !/^text\/event-stream/i.test(came.headers.get('content-type') ?? '')) {
          controller.enqueue(await asEvent(came, path, core));
          return controller.close();
        }
        reader = came.body.getReader();
      }
      const { done, value } = await reader.read();
      done ? controller.close() : controller.enqueue(value);
    },
    cancel: (reason) => (reader ? reader.cancel(reason) : answer.then((came) => came.body?.cancel(reason), () => {})),
  }, { highWaterMark: 0 });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' } });
}

/**
 * An answer that is no event stream, as one event.
 * @param {Response} answer
 * @param {string} path
 * @param {Settings['core']} core
 */
async function asEvent(answer, path, core) {
  if (answer.status < 400) return new TextEncoder().encode(`data: ${(await answer.text()).trim().replaceAll('\n', '\ndata: ')}\n\n`);
  const told = new Uint8Array(await answer.arrayBuffer());
  return (await core())('stream', { do: 'error', path, status: answer.status, state: 0 }, told).body;
}
