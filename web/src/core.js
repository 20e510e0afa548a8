// Calls the core, which runs in a worker so that it does not block typing. It is loaded after
// the first paint; earlier calls wait for it.

/** @type {Promise<Worker> | undefined} */
let starting;
/** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let last = 0;

/** Start a worker. The page's security policy applies to its script as well. */
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

/** Load the core before it is needed. */
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
 * A function that explains one text at a time. Of the texts that it gets in the meantime, only
 * the last one is explained.
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
      const answer = await call('explain-paste', {}, text).then(
        ({ result, places }) => ({ text, explanation: result, places }),
        (error) => ({ text, error }),
      );
      if (next === undefined) show(answer);
    }
    busy = false;
  };
}
