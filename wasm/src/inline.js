// ukemi/inline: the core is in the JavaScript. Nothing is ever fetched for it,
// so it works offline and in a page whose policy closes connect-src.

import { packed } from './core-inline.js';
import { place } from './after.js';

place.core = () => {
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
};

export * from './index.js';
