// The queries of the public functions classify, explain and toContract: read the input,
// call the core. index.js documents the results.

import { readInput } from './input.js';
import { load } from './load-core.js';

/**
 * @param {'classify' | 'explain' | 'contract' | 'classes'} op
 * @param {unknown} input
 * @param {object} [more] arguments of the op
 * @returns {Promise<{result: any, body: Uint8Array<ArrayBuffer>}>}
 */
export async function query(op, input, more) {
  const [args, bytes] = await readInput(input);
  return (await load())(op, { ...args, ...more }, bytes);
}
