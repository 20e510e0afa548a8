import { createFetch } from 'ukemi';

import { call } from './call.js';

console.log(await call(createFetch, globalThis.process.argv[2]));
