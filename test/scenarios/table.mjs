// make scenarios: every scenario on every driver, as a table, and at the end the
// public benchmark's faults. Ends with 1 when one failed.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';

import { readFiles, runs } from './files.mjs';

const drivers = ['native', 'Worker', 'Worker, bound', 'npx', 'createFetch', 'RoundTripper'];
const root = fileURLToPath(new URL('../..', import.meta.url));

/** @type {Map<string, {passed: boolean, why?: string}>} by "driver: file: scenario" */
const results = new Map();

/** The drivers in JavaScript's reach. */
async function runJavaScript() {
  const suites = [];
  const events = run({ files: [fileURLToPath(new URL('scenarios.test.mjs', import.meta.url))], timeout: 600_000 });
  for await (const { type, data } of events) {
    if (type === 'test:start') suites[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const suite = suites[data.nesting - 1];
    const why = data.details?.error?.cause?.message ?? data.details?.error?.message;
    if (data.details?.type !== 'suite') results.set(`${suite}: ${data.name}`, { passed: type === 'test:pass', why });
    else if (type === 'test:fail' && suite === 'scenarios') console.error(`${data.name}: ${why}`);
  }
}

/** The RoundTripper, whose tests are Go's. */
async function runGo() {
  const outputs = {};
  const tests = `TestTransportScenarios/${process.env.ONLY ?? ''}`;
  const child = spawn('go', ['test', './pkg/edge', '-run', tests, '-count=1', '-json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { Action, Test = '', Output = '' } = JSON.parse(line);
    const [, file, scenario] = Test.split(/\/(.*?)\/(.*)/s);
    if (!scenario) continue;
    if (Action === 'output') outputs[Test] = (outputs[Test] ?? '') + Output;
    if (Action === 'pass' || Action === 'fail')
      results.set(`RoundTripper: ${file}: ${scenario}`, { passed: Action === 'pass', why: outputs[Test] });
  }
}

await runGo();
await runJavaScript();

const files = await readFiles();
const width = Math.max(...files.flatMap(({ scenarios }) => scenarios.map(({ name }) => name.length)));
const counts = Object.fromEntries(drivers.map((driver) => [driver, { passed: 0, all: 0 }]));
const failures = [];
for (const { name: file, about, scenarios } of files) {
  console.log(`\n${file}: ${about}\n${''.padEnd(width)}  ${drivers.join('  ')}`);
  for (const scenario of scenarios) {
    const cells = drivers.map((driver) =>
      mark(driver, file, scenario)
        .padStart(Math.ceil(driver.length / 2))
        .padEnd(driver.length),
    );
    console.log(`${scenario.name.padEnd(width)}  ${cells.join('  ')}`);
  }
}
if (!process.env.ONLY) printFaults();
console.log(`\n${drivers.map((driver) => `${driver} ${counts[driver].passed} of ${counts[driver].all}`).join(', ')}`);
for (const failure of failures) console.log(`\n${failure}`);
process.exitCode = failures.length ? 1 : 0;

/** The 16 faults of the public benchmark: one passes where all of its scenarios do. */
function printFaults() {
  const all = files.flatMap(({ name: file, scenarios }) => scenarios.map((scenario) => ({ file, scenario })));
  console.log(`\nthe faults of the public benchmark\n${''.padEnd(width)}  ${drivers.join('  ')}`);
  for (let n = 1; n <= 16; n++) {
    const fault = `S${String(n).padStart(2, '0')}`;
    const its = all.filter(({ scenario }) => scenario.name.startsWith(fault));
    const cells = drivers.map((driver) => {
      const ran = its.filter(({ scenario }) => runs(driver, scenario));
      const passed = ran.length > 0 && ran.every(({ file, scenario }) => resultOf(driver, file, scenario).passed);
      return (passed ? 'pass' : 'FAIL').padStart(Math.ceil(driver.length / 2) + 1).padEnd(driver.length);
    });
    console.log(`${(its[0]?.scenario.name ?? fault).padEnd(width)}  ${cells.join('  ')}`);
    if (its.length === 0) failures.push(`✗ ${fault} has no scenario`);
  }
}

/** ✓ passed, ✗ failed or did not run, · not this driver's. */
function mark(driver, file, scenario) {
  if (!runs(driver, scenario)) return '·';
  const { passed, why } = resultOf(driver, file, scenario);
  counts[driver].all++;
  if (passed) counts[driver].passed++;
  else failures.push(`✗ ${driver}: ${file}: ${scenario.name}\n${why}`);
  return passed ? '✓' : '✗';
}

/** @returns {{passed: boolean, why?: string}} */
function resultOf(driver, file, { name }) {
  const written = driver === 'RoundTripper' ? name.replaceAll(' ', '_') : name; // as go test writes it
  return results.get(`${driver}: ${file}: ${written}`) ?? { passed: false, why: 'did not run' };
}
