// Two layers that both retry must not multiply: `make amplify` shows the table.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { measure } from './amplify.mjs';

test('one call of an application costs no more than the edge\'s own attempts', { timeout: 240_000 }, async () => {
  for (const { client, fault, way, calls, most } of await measure()) {
    assert.ok(
      calls > 0 && calls <= most,
      `${client}, ${fault}, ${way}: ${calls} calls upstream, at most ${most} are right`,
    );
  }
});
