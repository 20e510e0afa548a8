// ukemi/inline: the core is in the JavaScript. Nothing is ever fetched for it,
// so it works offline and in a page whose policy closes connect-src.

import { packed } from './core-inline.js';
import { withCore } from './with-core.js';

export const { createFetch, init, preload, classify, classifySync, explain, toContract, isRetryable, classes } = withCore(unpack);

function unpack() {
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
