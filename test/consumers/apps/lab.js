import * as ukemi from 'ukemi';

import { call } from './call.js';

Object.assign(globalThis, { ukemi, call });
