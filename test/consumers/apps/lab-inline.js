import * as ukemi from 'ukemi/inline';

import { call } from './call.js';

Object.assign(globalThis, { ukemi, call });
