import { createFetch } from 'ukemi/inline';

import { call } from './call.js';

globalThis.answer = call(createFetch, new URLSearchParams(location.search).get('api'));
