// Node, Deno and Bun: the core is a file.

import { readFile } from 'node:fs/promises';

import { withCore } from './with-core.js';

const file = new URL('../dist/core.wasm', import.meta.url);

/** @param {import('./load.js').CoreSource} input */
const read = (input) => (input instanceof URL && input.protocol === 'file:' ? () => readFile(input) : input);

export const { createFetch, init, preload, classify, classifySync, explain, toContract, isRetryable, classes } = withCore(() => readFile(file), read);
