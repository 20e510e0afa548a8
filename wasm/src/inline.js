// ukemi/inline: the package with the core inside the JavaScript. Nothing is fetched, so it
// works offline and under a Content-Security-Policy without connect-src.

import { packed } from './core-inline.js';
import * as code from './on-error.js';
import { place } from './place.js';

// A bundler keeps the code that uses the core in this chunk, because it is referred to.
Object.assign(place, { code });
place.core = () => {
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
};

export * from './index.js';
