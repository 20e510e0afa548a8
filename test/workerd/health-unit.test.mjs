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

/** A decision of the core on an attempt, as far as it matters here. */
const decision = (made, action, verdict = {}, reason = 'retry') => ({
  result: { action, wait: 500, reason, verdict, state: { attempts: Array(made) } },
});
const failed = () => decision(1, 'deliver');

/** An isolate, what it asks of objects, and the hints that it gets. */
function isolate(answers, { quiet = false } = {}) {
  const hints = [];
  const asked = [];
  const health = { value: { quiet, shares: true, hint: { at: 0, targets: [] } } };
  const core = (op, args) => {
    if (op === 'counts') return { result: { objects: answers.map((_, name) => ({ name, ledger: {} })) } };
    hints.push(args.hint);
    return { result: { ...health.value, hint: args.hint } };
  };
  const share = (name) => {
    asked.push(name);
    return answers[name]();
  };
  const objects = { idFromName: (name) => name, get: (name) => ({ share: () => share(name) }) };
  const begin = shareHealth(health, objects, /** @type {any} */ ({ core, complain() {} }), 100);
  return { begin, hints, asked, health };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const wellHint = async () => ({ hint: { at: 5, targets: [] }, every: 2_000, quiet: true });
const badHint = async () => ({ hint: { at: 5, targets: [{ failing: true }] }, every: 2_000, quiet: false });
const timers = { apis: /** @type {('Date' | 'setTimeout')[]} */ (['Date', 'setTimeout']), now: 1e12 };

/** Run with a clock that is moved. */
async function withClock(run) {
  mock.timers.enable(timers);
  try {
    await run();
  } finally {
    mock.timers.reset();
  }
}

test('one object that hangs does not withhold the hint of another, and no ctx is needed', () => withClock(async () => {
  const { begin, hints } = isolate([() => new Promise(() => {}), wellHint]);
  begin()(failed);
  begin();
  mock.timers.tick(2_100);
  await settled();
  assert.equal(hints[0].at, 5);
}));

test('an isolate stops to ask a minute after the last failure, and drops a hint that nobody renews', () =>
  withClock(async () => {
    let up = true;
    const { begin, hints, asked } = isolate([async () => {
      if (!up) throw new Error('down');
      return wellHint();
    }]);
    begin()(failed);
    for (let n = 0; n < 100; n++) {
      begin();
      await settled();
      mock.timers.tick(3_000);
      up = n < 5;
    }
    assert.ok(asked.length >= 18 && asked.length <= 22, `${asked.length} questions`);
    assert.deepEqual(hints.at(-1), {}, 'dropped');
  }));

test('no object is asked while all is well, nor for a call that is not retried', () => withClock(async () => {
  const { begin, asked, health } = isolate([wellHint], { quiet: true });
  for (let n = 0; n < 10; n++) {
    begin()(() => decision(1, 'deliver', null));
    mock.timers.tick(3_000);
  }
  const failing = begin();
  health.value = { ...health.value, quiet: false };
  failing(failed);
  assert.deepEqual(asked, []);
}));

test('the first failing call of an isolate asks before its retry, and once more after that', () =>
  withClock(async () => {
    const { begin, asked, health } = isolate([badHint], { quiet: true });
    const call = begin();
    health.value = { ...health.value, quiet: false };
    const again = [];
    const react = (isAgain) => {
      again.push(isAgain);
      return isAgain ? decision(1, 'deliver') : decision(1, 'resend');
    };
    const decided = call(react); // no time passes
    assert.equal((await decided).result.action, 'deliver', 'at once, with the hint');
    assert.deepEqual(again, [undefined, 1]);
    assert.equal(asked.length, 1);
    mock.timers.tick(100);
    await call(() => decision(2, 'deliver'));
    assert.equal(asked.length, 2, 'it sends the outcome of the retry');
    await call(() => decision(3, 'deliver'));
    assert.equal(asked.length, 2);

    const other = begin()(() => decision(1, 'resend'));
    assert.equal((await other).result.wait, 500, 'its hint is 100 ms old');
    assert.equal(asked.length, 2);
    mock.timers.tick(2_000);
    const third = begin();
    assert.equal(asked.length, 3, 'when a call begins');
    await settled();
    await third(() => decision(1, 'resend'));
    assert.equal(asked.length, 3, 'and not after its first attempt');
    for (const made of [2, 3]) await third(() => decision(made, 'deliver'));
    assert.equal(asked.length, 4);
  }));

test('a call waits for an object no longer than for its retry', () => withClock(async () => {
  for (const answer of [() => new Promise(() => {}), async () => { throw new Error('down'); }, wellHint]) {
    const { begin, health } = isolate([answer], { quiet: true });
    const call = begin();
    health.value = { ...health.value, quiet: false };
    let waited = 0;
    let decided;
    const again = [];
    Promise.resolve(call((isAgain) => again.push(isAgain) && decision(1, 'resend'))).then((value) => {
      decided = value;
    });
    for (; !decided; waited += 100) {
      await settled();
      if (decided) break;
      mock.timers.tick(100);
    }
    assert.equal(waited + decided.result.wait, 500, 'the backoff, all in all');
    assert.deepEqual(again, [undefined], 'nothing to decide again');
  }
}));

test('a clock that is set back makes no wait longer', () => withClock(async () => {
  const { now } = Date;
  const { begin, health } = isolate([async () => {
    await settled();
    Date.now = () => now() - 3_600_000;
    return wellHint();
  }], { quiet: true });
  const call = begin();
  health.value = { ...health.value, quiet: false };
  try {
    assert.equal((await call(() => decision(1, 'resend'))).result.wait, 500);
  } finally {
    Date.now = now;
  }
}));

test('an object that gets too many questions is not asked for a second time', () => withClock(async () => {
  const { begin, asked, health } = isolate([async () => ({ ...(await badHint()), every: 4_000 })], { quiet: true });
  const call = begin();
  health.value = { ...health.value, quiet: false };
  await call(() => decision(1, 'resend'));
  await call(() => decision(2, 'deliver'));
  assert.equal(asked.length, 1);
}));

test('a call asks no second time while an object has not answered the first question', () => withClock(async () => {
  const { begin, asked, health } = isolate([() => new Promise(() => {}), badHint], { quiet: true });
  const call = begin();
  health.value = { ...health.value, quiet: false };
  const decided = call(() => decision(1, 'resend'));
  mock.timers.tick(500);
  await decided;
  await call(() => decision(2, 'deliver'));
  assert.deepEqual(asked, [0, 1]);
}));

/** A call that begins in an isolate which then learns of its first failure. */
function failingCall(answer, request = undefined) {
  const { begin, asked, health } = isolate([answer], { quiet: true });
  const call = begin(undefined, request);
  health.value = { ...health.value, quiet: false };
  return { begin, call, asked };
}

test('a call whose caller leaves does not wait for an object', () => withClock(async () => {
  const leaving = new AbortController();
  const { call } = failingCall(() => new Promise(() => {}), leaving);
  const decided = call(() => decision(1, 'resend'));
  await settled();
  leaving.abort(new Error('left'));
  await assert.rejects(decided, /left/); // no time passes
}));

test('a decision that the core cannot make again stays as it was', () => withClock(async () => {
  const { call } = failingCall(badHint);
  const decided = await call((again) => {
    if (again) throw new TypeError('trap');
    return decision(1, 'resend');
  });
  assert.equal(decided.result.action, 'resend');
  assert.equal(decided.result.wait, 500);
}));

test('a decision is made again with the time that passed', () => withClock(async () => {
  let answer;
  const { call } = failingCall(() => new Promise((resolve) => { answer = resolve; }));
  const again = [];
  const decided = call((waited) => again.push(waited) && decision(1, 'resend'));
  mock.timers.tick(300);
  answer(await badHint());
  assert.equal((await decided).result.wait, 200);
  assert.deepEqual(again, [undefined, 300]);
}));

test('a stream that breaks after a retry is no reason to ask a third time', () => withClock(async () => {
  const { call, asked } = failingCall(badHint);
  await call(() => decision(1, 'resend'));
  await call(() => decision(2, 'deliver', null)); // the stream began
  assert.equal(asked.length, 2);
  await settled();
  await call(() => decision(2, 'deliver'));
  assert.equal(asked.length, 2);
}));

test('errors of requests do not keep an isolate asking', () => withClock(async () => {
  for (const [action, reason, keeps] of /** @type {[string, string, boolean][]} */ ([
    ['deliver', 'not-retryable', false], ['resend', 'mended', false],
    ['deliver', 'max-attempts', true], ['switch', 'not-retryable', true], ['switch', 'other-key', true],
  ])) {
    const { begin, call, asked } = failingCall(wellHint);
    await call(() => decision(1, 'resend'));
    for (let n = 0; n < 30; n++) {
      begin()(() => decision(1, action, {}, reason));
      await settled();
      mock.timers.tick(3_000);
    }
    assert.equal(asked.length > 25, keeps, `${action}, ${reason}: ${asked.length} questions`);
  }
}));
