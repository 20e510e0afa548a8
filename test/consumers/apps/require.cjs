const { createFetch } = require('ukemi');

import('./call.js').then(async ({ call }) => console.log(await call(createFetch, process.argv[2])));
