// The cases of pkg/stream through the JavaScript half: what it lets pass at a
// glance and what it asks the core must come to the same as the core alone,
// however the bytes are split.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { describe, test } from 'node:test';

import { load } from '../../wasm/src/load-core.js';
import { StreamWatcher } from '../../wasm/src/stream-watcher.js';

const core = await load(readFile(new URL('../../wasm/dist/core.wasm', import.meta.url)));
const encode = (text) => new TextEncoder().encode(text);
const paths = {
  other: '/v1/threads/runs',
  openai: '/v1/chat/completions',
  responses: '/v1/responses',
  anthropic: '/v1/messages',
  gemini: '/v1beta/models/m:streamGenerateContent',
  ollama: '/api/chat',
};
const folder = new URL('../../pkg/stream/testdata/', import.meta.url);

for (const name of (await readdir(folder)).filter((name) => name.endsWith('.txt'))) {
  describe(name, async () => {
    for (const example of read(await readFile(new URL(name, folder), 'utf8'))) {
      test(example.name, async () => {
        for (const size of [1e9, 1, 3, 17, 64])
          assert.deepEqual(
            await play(example, size),
            { out: example.out, is: example.is },
            `in chunks of ${size} bytes`,
          );
      });
    }
  });
}

test('a stream that goes well never enters the core', async () => {
  for (const name of ['openai', 'anthropic', 'responses', 'gemini']) {
    const {
      input: [{ text }],
    } = read(await readFile(new URL(`${name}.txt`, folder), 'utf8')).find(
      (example) => example.name === 'a whole answer',
    );
    for (const size of [1e9, 1, 50]) {
      let asked = 0;
      const watcher = new StreamWatcher(
        { path: paths[name], limit: 1 << 20, record: false },
        null,
        async () => (asked++, core),
      );
      const out = await feed(watcher, text, size);
      if (!watcher.done) await watcher.end('ended');
      assert.equal(out + sent(watcher), text, name);
      assert.ok(watcher.done);
      assert.equal(asked, 0);
    }
  }
});

test('lines flow as they come', async () => {
  const watcher = new StreamWatcher({ path: paths.ollama, limit: 1 << 20, record: false }, null, async () => core);
  for (const word of ['one', 'two']) {
    const line = `{"model":"m","message":{"role":"assistant","content":"${word}"},"done":false}\n`;
    assert.equal(await feed(watcher, line, 7), line);
  }
});

test('a core that cannot be had: what passes is not looked at, what breaks off does not look whole', async () => {
  const odd = '{"of":"no dialect"}\n';
  const watcher = new StreamWatcher({ path: paths.openai, limit: 1 << 20, record: false }, null, () =>
    Promise.reject(new Error('no core here')),
  );
  assert.equal(await feed(watcher, odd, 5), odd);
  await assert.rejects(watcher.end('cut'), TypeError);
  await watcher.end('ended');
  assert.ok(watcher.done && !watcher.failure);
});

test('a long stream goes wrong: only its end is shown to the core', async () => {
  const event = 'data: {"id":"c1","choices":[{"index":0,"delta":{"content":"word "}}]}\n\n';
  let shown = 0;
  const watcher = new StreamWatcher(
    { path: paths.openai, limit: 1 << 20, record: false },
    null,
    async () => (op, args, body) => {
      shown += body.length;
      return core(op, args, body);
    },
  );
  for (let i = 0; i < 10_000; i++) await watcher.feed(encode(event));
  await watcher.end('cut');
  assert.equal(watcher.contents, 10_000);
  assert.equal(watcher.failure.kind, 'cut');
  assert.equal(sent(watcher), event.repeat(10_000));
  assert.ok(shown < 100_000, `${shown} bytes were shown`);
});

/** What is to be delivered now. */
function sent(watcher) {
  const text = Buffer.concat(watcher.out).toString();
  watcher.out = [];
  return text;
}

async function feed(watcher, text, size) {
  let out = '';
  const bytes = encode(text);
  for (let at = 0; at < bytes.length && !watcher.done && !watcher.failure; at += size) {
    await watcher.feed(bytes.slice(at, at + size));
    out += sent(watcher);
  }
  return out;
}

async function play({ dialect, record, input }, size) {
  let out = '';
  let is = '';
  /** @type {Uint8Array | null} */
  let replay = null;
  for (const [i, { how, text }] of input.entries()) {
    const watcher = new StreamWatcher({ path: paths[dialect], limit: 1 << 20, record }, replay, async () => core);
    out += await feed(watcher, text, size);
    if (how === 'canceled') return { out, is: 'stops' };
    if (!watcher.done && !watcher.failure) await watcher.end(how);
    out += sent(watcher);
    is = 'done';
    assert.ok(watcher.started || !watcher.done, 'an answer is whole that has not begun');
    if (!watcher.failure) continue;
    const { failure } = watcher;
    const broken = watcher.started || i > 0;
    const { result } = failure.said
      ? core('classify', { status: 0, headers: [], now: 0 }, failure.said)
      : { result: { class: 'unknown' } };
    const verdict =
      result.class !== 'unknown' || !failure.kind
        ? result.class
        : core('classify', { input: 'failure', ...failure }).result.class;
    is = `${broken ? 'breaks' : 'fails'} ${verdict}`;
    if (!broken) continue;
    if (i === input.length - 1 || failure.differs)
      return { out: out + (await lastWords(watcher, dialect, failure)), is };
    if (!watcher.resumable) return { out, is: 'is not resumable' };
    replay = await watcher.replay();
  }
  return { out, is };
}

/** The event that ends a broken stream, as a driver comes by it. */
async function lastWords(watcher, dialect, failure) {
  const request = { method: 'POST', path: paths[dialect], headers: [], replayable: true };
  const { result, body } = core('react', {
    policy: {},
    request,
    attempt: {
      broken: { ...failure, events: 1 },
      status: 200,
      headers: [],
      now: 0,
      elapsed: 0,
      begun: true,
      resumable: false,
    },
    random: 0,
  });
  return Buffer.from(await watcher.errorEvent(result.status, body)).toString();
}

/** The cases of a file; pkg/stream/cases_test.go says how they are written. */
function read(file) {
  return ('\n' + file)
    .split('\n=== ')
    .slice(1)
    .map((part) => {
      const [head, ...sections] = part.split('\n--- ');
      const [name, about] = head.split('\n');
      const [dialect, record] = about.split(' ');
      const example = { name, dialect, record: record === 'record', input: [], out: '', is: '' };
      for (const section of sections) {
        const [title, ...lines] = section.split('\n');
        const text = lines.length ? (lines.join('\n') + '\n').replaceAll('\\\n', '').replaceAll('\\r', '\r') : '';
        if (title.startsWith('in ')) example.input.push({ how: title.slice(3), text });
        else if (title === 'out') example.out = text;
        else example.is = title;
      }
      example.out = example.out.replace(/^\((\d+) events as they came\)\n/, (_, n) =>
        example.input[0].text
          .split(/(?<=\n\n)/)
          .slice(0, n)
          .join(''),
      );
      return example;
    });
}
