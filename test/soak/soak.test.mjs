// The soak, short: that it runs, and that nothing grows at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { soak } from './soak.mjs';

test('a few seconds of mixed load leave nothing behind', async () => assert.deepEqual(await soak(6, () => {}), []));
