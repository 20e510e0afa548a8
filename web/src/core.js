// The core, in a worker of its own so that typing never stutters. It is loaded
// after the first paint; calls made before that wait for it.

/** @type {Promise<Worker> | undefined} */
let starting;
/** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let last = 0;

/** A worker of its own; its script is the page's own and bound by the page's policy. */
export async function newWorker() {
  const { default: CoreWorker } = await import('./core-script.js');
  return new CoreWorker();
}

async function start() {
  const worker = await newWorker();
  worker.onmessage = ({ data: { id, error, ...answer } }) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(answer);
  };
  worker.onerror = (event) => {
    starting = undefined; // the next call tries again
    for (const { reject } of waiting.values()) reject(new Error(event.message || 'the worker ended'));
    waiting.clear();
  };
  return worker;
}

/** Have the core ready soon: somebody is there. */
export const warm = () => (starting ??= start()).catch(() => (starting = undefined));

/**
 * @param {string} op of internal/wire, or 'explain-paste'
 * @param {object} [args]
 * @param {string} [text]
 * @returns {Promise<{result: any, text: string, places: ([number, number] | null)[]}>}
 */
export async function call(op, args = {}, text = '') {
  starting ??= start();
  const worker = await starting.catch((error) => {
    starting = undefined;
    throw error;
  });
  return new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, op, args, text });
  });
}

/**
 * Explains texts one after the other; of those that came meanwhile only the
 * last one counts.
 * @param {(answer: {text: string, explanation: any, places: any} | {text: string, error: Error}) => void} show
 */
export function createExplainer(show) {
  let busy = false;
  /** @type {string | undefined} */
  let next;
  return async function explain(text) {
    next = text;
    if (busy) return;
    busy = true;
    while (next !== undefined) {
      const text = next;
      next = undefined;
      const answer = await call('explain-paste', {}, text).then(({ result, places }) => ({ text, explanation: result, places }), (error) => ({ text, error }));
      if (next === undefined) show(answer);
    }
    busy = false;
  };
}
