// The scenarios on every driver in JavaScript's reach. pkg/edge/scenario_test.go
// runs the same files on the Go drivers.
//
// SLOW=1 includes the scenarios that take minutes.

import { after, before, describe, test } from 'node:test';

import { startDemo } from '../demo/demo.mjs';
import { drivers, settingsFor } from './drivers.mjs';
import { readFiles, runs } from './files.mjs';
import { run } from './run.mjs';

const files = await readFiles();

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

// Most of their time scenarios wait; three at once keep two cores busy.
describe('scenarios', { concurrency: 3 }, () => {
  for (const [driverName, start] of Object.entries(drivers)) {
    for (const { name, settings, scenarios } of files) {
      describe(`${driverName}: ${name}`, () => {
        let driver;
        before(async () => {
          driver = await start(settingsFor(settings, demo));
        });
        after(() => driver?.stop());
        for (const scenario of scenarios.filter((scenario) => runs(driverName, scenario))) {
          test(scenario.name, () => run(scenario, `${driverName}: ${name}: ${scenario.name}`, driver, demo));
        }
      });
    }
  }
});
