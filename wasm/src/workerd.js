// Cloudflare Workers: the core is a module of the Worker, compiled with it,
// because a Worker may not compile one itself.

// @ts-ignore: the bundler makes a WebAssembly.Module of it
import core from '../dist/core.wasm';
import { place } from './load.js';

place.core = core;

export * from './index.js';
