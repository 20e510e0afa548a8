// Both sides of the exchange of health between isolates, with a clock that is moved: how often an
// isolate asks, and what becomes of failures. The whole is in health.test.mjs.

import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { mock, test } from 'node:test';

const workers = 'data:text/javascript,export class DurableObject { constructor(ctx) { this.ctx = ctx; } }';
registerHooks({
  resolve: (name, context, next) =>
    name === 'cloudflare:workers' ? { url: workers, shortCircuit: true } : next(name, context),
});
const { healthObject } = await import('../../cmd/edge/health-object.mjs');
const { shareHealth } = await import('../../cmd/edge/health.mjs');

/** @param {any} core @param {any} [storage] */
function objectOf(core, storage = {}) {
  let ready;
  const ctx = {
    id: 'id', storage: { get: async () => undefined, put: async () => {}, delete: async () => {}, ...storage },
    blockConcurrencyWhile: (/** @type {() => Promise<void>} */ begin) => { ready = begin(); },
  };
  const object = /** @type {any} */ (new (/** @type {any} */ (healthObject(core)))(ctx, {}));
  return { object, ready };
}

const merged = () => ({ result: { hint: { at: 1, targets: [] }, quiet: false, only: '', ledger: {} } });

test('an object with many isolates lets them ask less often, and at most every 8 s', () => {
  mock.timers.enable({ apis: ['Date'], now: 1e12 });
  try {
    const { object } = objectOf(merged);
    const every = (/** @type {number} */ perSecond) => {
      for (let n = 0; n < perSecond * 3; n++) {
        if (n % (perSecond / 100) === 0) mock.timers.tick(10);
        object.share({}, 100, 'a');
      }
      return object.share({}, 100, 'a').every;
    };
    assert.equal(every(100), 2_000);
    assert.ok(every(1_000) > 3_000);
    assert.equal(every(10_000), 8_000);
    assert.equal(every(100), 2_000, 'and comes back');
  } finally {
    mock.timers.reset();
  }
});

test('what the core fails on is not merged again', () => {
  const batches = [];
  const { object } = objectOf((op, { sent }) => {
    batches.push(sent.length);
    throw new Error('trap');
  });
  for (let n = 0; n < 5; n++) assert.throws(() => object.share({}, 100, 'a'));
  assert.deepEqual(batches, [1, 1, 1, 1, 1]);
});

test('storage that cannot be read costs what it held', async () => {
  const deleted = [];
  const storage = { get: async () => '{broken', delete: async (name) => deleted.push(name) };
  const { object, ready } = objectOf(merged, storage);
  await ready;
  assert.deepEqual(deleted, ['ledger']);
  assert.ok(object.share({}, 100, 'a').hint);
});

test('an isolate that is alone gets no hint of its own counts', () => {
  const hint = { at: 1, targets: [{}] };
  const { object } = objectOf(() => ({ result: { hint, quiet: false, only: 'a', ledger: {} } }));
  assert.equal(object.share({}, 100, 'a').quiet, true);
  assert.equal(object.share({}, 100, 'b').hint.targets.length, 1);
});

/** An isolate whose health is not quiet, and what it asks of objects. */
function isolate(answers) {
  const hints = [];
  const asked = [];
  const health = { value: { quiet: false, shares: true } };
  const core = (op, args) => {
    if (op === 'counts') return { result: { objects: answers.map((_, name) => ({ name, ledger: {} })) } };
    hints.push(args.hint);
    return { result: health.value };
  };
  const share = (name) => {
    asked.push(name);
    return answers[name]();
  };
  const objects = { idFromName: (name) => name, get: (name) => ({ share: () => share(name) }) };
  const begin = shareHealth(health, objects, /** @type {any} */ ({ core, complain() {} }), 100);
  return { begin, hints, asked };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one object that hangs does not withhold the hint of another, and no ctx is needed', async () => {
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1e12 });
  try {
    const good = async () => ({ hint: { at: 5, targets: [] }, every: 2_000, quiet: true });
    const { begin, hints } = isolate([() => new Promise(() => {}), good]);
    begin()(); // a failure
    begin();
    mock.timers.tick(2_100);
    await settled();
    assert.equal(hints[0].at, 5);
  } finally {
    mock.timers.reset();
  }
});

test('an isolate stops to ask a minute after the last failure, and drops a hint that nobody renews', async () => {
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1e12 });
  try {
    let up = true;
    const { begin, hints, asked } = isolate([async () => {
      if (!up) throw new Error('down');
      return { hint: { at: 5, targets: [] }, every: 2_000, quiet: true };
    }]);
    begin()();
    for (let n = 0; n < 100; n++) {
      begin();
      mock.timers.tick(3_000);
      await settled();
      up = n < 5;
    }
    assert.ok(asked.length >= 18 && asked.length <= 22, `${asked.length} questions`);
    assert.deepEqual(hints.at(-1), {}, 'dropped');
  } finally {
    mock.timers.reset();
  }
});
