// The scenarios on every driver in JavaScript's reach. pkg/edge/scenario_test.go
// runs the same files on the Go drivers.
//
// SLOW=1 includes the scenarios that take minutes.

import { readFile, readdir } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { startWall } from '../wall/wall.mjs';
import { drivers, settingsFor } from './drivers.mjs';
import { run } from './run.mjs';

const folder = new URL('.', import.meta.url);
const files = [];
for (const name of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
  const file = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
  if (file.scenarios) files.push({ name: name.replace('.json', ''), ...file });
}

/** @type {Awaited<ReturnType<typeof startWall>>} */
let wall;
before(async () => {
  wall = await startWall();
});
after(() => wall?.stop());

for (const [driverName, start] of Object.entries(drivers)) {
  for (const { name, settings, scenarios } of files) {
    describe(`${driverName}: ${name}`, () => {
      let driver;
      before(async () => {
        driver = await start(settingsFor(settings, wall));
      });
      after(() => driver?.stop());
      for (const scenario of scenarios) {
        if (scenario.drivers && !scenario.drivers.includes(driverName)) continue;
        if (scenario.slow && !process.env.SLOW) continue;
        test(scenario.name, () => run(scenario, `${driverName}: ${name}: ${scenario.name}`, driver, wall));
      }
    });
  }
}
