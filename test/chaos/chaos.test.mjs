// A small chaos run with a fixed seed; `make chaos` is the large one.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('600 random faults through each edge: exact answers or contract errors', () => {
  const run = spawnSync(process.execPath, [fileURLToPath(new URL('chaos.mjs', import.meta.url)), '600', '20261124'], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.equal(run.stdout.match(/600 requests:/g)?.length, 3, run.stdout);
});
