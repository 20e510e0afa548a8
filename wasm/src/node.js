// Node, Deno and Bun: the core is a file.

import { readFile } from 'node:fs/promises';

import { place } from './load.js';

place.open = (url) => (String(url).startsWith('file:') ? readFile(new URL(url)) : fetch(url));

export * from './index.js';
