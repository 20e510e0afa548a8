// The recipes of docs/integrations.md for frameworks, run as printed: a
// permanent 503 costs at most ukemi's four attempts, an empty account one call.
// Needs the npm registry, and is skipped where that does not answer.
// integrations.mjs measures more, and also the programs.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startDemo } from '../demo/demo.mjs';
import { clients, packages } from './clients.mjs';
import { cases, installed, measure, registry } from './integrations.mjs';
import { names, program } from './recipes.mjs';

const skip = (await registry()) ? false : 'the npm registry does not answer';

let apps, demo;
before(async () => {
  if (skip) return;
  [apps, demo] = await Promise.all([installed(packages), startDemo()]);
}, { timeout: 300_000 });
after(async () => {
  await demo?.stop();
  await apps?.remove();
});

test('every recipe is run, and is without ukemi when ukemi is taken out', () => {
  for (const client of clients) program(client, true);
  assert.deepEqual([...clients.map(({ recipe }) => recipe), 'codex'].sort(), [...names].sort());
});

const most = { 503: 4, 'empty account': 1 };
describe('recipes', { concurrency: 4 }, () => {
  for (const client of clients) {
    test(`${client.name}: no failure costs more than it must`, { skip, timeout: 60_000 }, async () => {
      const rows = await measure(apps.folder, demo, client, 'ukemi', cases.filter(({ fault }) => fault in most));
      assert.equal(rows.length, 2);
      for (const { fault, calls, message } of rows) {
        assert.ok(calls > 0 && calls <= most[fault], `${fault}: ${calls} calls`);
        assert.ok(message, `${fault}: no error`);
      }
    });
  }
});
