// Builds the playground as static files with relative addresses, so that it works at /_ukemi/
// and at any other path.

import { defineConfig } from 'vite';

import { core } from './plugins/core.js';
import { corpus } from './plugins/corpus.js';
import { page } from './plugins/page.js';

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  plugins: [corpus(), page()],
  worker: { format: 'iife', plugins: () => [core()] },
  build: {
    target: 'es2023', chunkSizeWarningLimit: 1000, assetsInlineLimit: 0, modulePreload: { polyfill: false },
    rolldownOptions: { input: [`${here}/index.html`, `${here}/live/index.html`] },
  },
});
