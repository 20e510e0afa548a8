// virtual:reference: the core's tables of classes and providers, so that the pages need no core to
// show them.

import { readFile } from 'node:fs/promises';

import { startCore } from './core.js';

const providers = new URL('../../build/providers.json', import.meta.url);

/** @returns {import('vite').Plugin} */
export const reference = () => ({
  name: 'ukemi-reference',
  resolveId: (id) => (id === 'virtual:reference' ? '\0' + id : null),
  async load(id) {
    if (id !== '\0virtual:reference') return null;
    const { result: classes } = (await startCore())('classes', {});
    return `export const classes = ${JSON.stringify(classes)};
      export const providers = ${await readFile(providers, 'utf8')};`;
  },
});
