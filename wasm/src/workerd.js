// The entry for Cloudflare Workers: the core is bundled as a WebAssembly module, because a
// Worker must not compile one at run time.

// @ts-ignore: the bundler provides a WebAssembly.Module
import core from '../dist/core.wasm';
import { place } from './place.js';

place.core = core;

export * from './index.js';
