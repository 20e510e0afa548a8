// The global objects by which Go's glue reaches files; imported before it.

import fs from 'node:fs';
import path from 'node:path';

Object.assign(globalThis, { fs, path });
