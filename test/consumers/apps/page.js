import { createFetch } from 'ukemi';

import { call } from './call.js';

globalThis.answer = call(createFetch, new URLSearchParams(location.search).get('api'));
