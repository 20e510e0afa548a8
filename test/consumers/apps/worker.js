import { createFetch } from 'ukemi';

import { call } from './call.js';

export default {
  fetch: async (request) => new Response(await call(createFetch, new URL(request.url).searchParams.get('api'))),
};
