// esbuild has no asset for a URL beside a module; its file loader makes one.

import { createFetch } from 'ukemi';
import core from 'ukemi/core.wasm';

import { call } from './call.js';

globalThis.answer = call(createFetch, new URLSearchParams(location.search).get('api'), { core });
