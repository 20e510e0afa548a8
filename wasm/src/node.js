// The entry for Node, Deno and Bun: the core is read from a file.

import { readFile } from 'node:fs/promises';

import { place } from './place.js';

place.open = (url) => (String(url).startsWith('file:') ? readFile(new URL(url)) : fetch(url));

export * from './index.js';
