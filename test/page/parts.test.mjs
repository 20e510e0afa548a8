// The page's parts that need no page.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { csvOf } from '../../web/src/csv.js';
import { exchangesOf, isHar } from '../../web/src/har.js';
import { findPlaces, unitsOf } from '../../web/src/places.js';
import { asFetch, asGo, asVars } from '../../web/src/policy-formats.js';
import { recordsOf } from '../../web/src/records.js';
import { segmentsOf } from '../../web/src/segments.js';
import { decodeState, encodeState, removedFrom } from '../../web/src/share.js';
import { stepsOf } from '../../web/src/live-call.js';

test('positions in bytes become positions in letters', () => {
  const text = 'aé€🤷z\ud800!'; // 1 + 2 + 3 + 4 + 1 bytes, then a lone half, which encoders write as three
  const bytes = new TextEncoder().encode(text).length;
  assert.deepEqual(
    [...unitsOf(text, [0, 1, 3, 6, 10, 11, 14, bytes])],
    [
      [0, 0],
      [1, 1],
      [3, 2],
      [6, 3],
      [10, 5],
      [11, 6],
      [14, 7],
      [15, 8],
    ],
  );
});

test('evidence is found where it stands, by value where the core names no place or a wrong one', () => {
  const text = 'port 5030 HTTP 503 {"message":"say \\"no\\" twice"}';
  const at = (evidence) => findPlaces(text, [evidence]).map((place) => place && text.slice(...place))[0];
  assert.equal(at({ field: 'x', value: 'HTTP', start: 10, end: 14 }), 'HTTP');
  assert.equal(at({ field: 'x', value: 'HTTP', start: 2, end: 6 }), 'HTTP');
  assert.equal(at({ field: 'status', value: '503', start: 0, end: 0 }), '503');
  assert.equal(
    at({ field: 'status', value: '503', start: 0, end: 0 }) &&
      findPlaces(text, [{ field: 'status', value: '503', start: 0, end: 0 }])[0][0],
    15,
    'not within 5030',
  );
  assert.equal(at({ field: 'x', value: 'say "no" twice', start: 0, end: 0 }), 'say \\"no\\" twice');
  assert.equal(at({ field: 'x', value: 'not there', start: 0, end: 0 }), null);
  assert.equal(
    at({ field: 'x', value: 'port 5030 HTTP [redacted host]', start: 0, end: 0 }),
    'port 5030 HTTP',
    'as far as it is unchanged',
  );
  assert.equal(at({ field: 'status', value: '50', start: 0, end: 0 }), null, 'not within 503');
});

test('in a log, what has no place is looked for next to what has one', () => {
  const line = 'HTTP 503 overloaded\n';
  const text = line.repeat(20_000);
  const start = text.length / 2 - 11; // letters of one byte
  assert.deepEqual(
    findPlaces(text, [
      { field: 'x', value: 'overloaded', start, end: start + 10 },
      { field: 'status', value: '503', start: 0, end: 0 },
    ]),
    [
      [start, start + 10],
      [start - 4, start - 1],
    ],
  );
  assert.equal(
    findPlaces(text, [{ field: 'status', value: '503', start: 0, end: 0 }])[0][0],
    text.length - line.length + 5,
    'else at the end',
  );
});

test('places that overlap become pieces that do not', () => {
  const segments = segmentsOf(
    [
      { start: 10, end: 20, against: false },
      { start: 15, end: 25, against: true },
      null,
      { start: 0, end: 4, against: false },
    ],
    5,
    100,
  );
  assert.deepEqual(segments, [
    { start: 5, end: 10, facts: [0], against: false },
    { start: 10, end: 15, facts: [0, 1], against: false },
    { start: 15, end: 20, facts: [1], against: true },
  ]);
});

test('a log falls into records', () => {
  const log =
    'one\n  indented\n}\ntwo\n\nTraceback (most recent call last):\n  File "x"\nValueError: y\nthree\n' +
    'HTTP/1.1 429\na: b\n\n{"error":1}\n\nfour';
  assert.deepEqual(
    [...recordsOf(log)].map(({ line, text }) => [line, text.split('\n').length, text.slice(0, 4)]),
    [
      [1, 3, 'one\n'],
      [4, 1, 'two'],
      [6, 3, 'Trac'],
      [9, 1, 'thre'],
      [10, 5, 'HTTP'],
      [15, 1, 'four'],
    ],
  );
});

test('the failures of a recording are found', () => {
  const entries = [
    { response: { status: 200, headers: [], content: { text: 'fine' } } },
    { request: { method: 'GET', url: 'https://x' }, response: { status: 0, _error: 'net::ERR_FAILED' } },
    {
      response: {
        status: 500,
        statusText: 'Oops',
        headers: [{ name: 'a', value: 'b' }],
        content: { text: 'eyJ4IjoxfQ==', encoding: 'base64' },
      },
    },
  ];
  assert.deepEqual(exchangesOf(JSON.stringify({ log: { entries } })), [
    'GET https://x\nnet::ERR_FAILED',
    'HTTP/1.1 500 Oops\na: b\n\n{"x":1}',
  ]);
  for (const none of ['', '{', '{}', '{"log":{"entries":1}}', '{"log":{"entries":['])
    assert.equal(isHar(none), false, none);
  assert.equal(isHar(JSON.stringify({ log: { entries: [] } }, null, 2)), true);
});

test('CSV: quotes, line ends, and no formula', () => {
  assert.equal(
    csvOf([
      ['a', 'say "no"', 1, true, null],
      ['x,y', 'two\nlines', -1, false, '=1+1'],
    ]),
    'a,"say ""no""",1,true,\r\n"x,y","two\nlines",-1,false,\'=1+1\r\n',
  );
});

test('a state survives the address', async () => {
  const state = { t: 'Überlast 🤷 '.repeat(500), p: { script: 'this' } };
  const encoded = await encodeState(state);
  assert.match(encoded, /^[\w-]+$/);
  assert.ok(encoded.length < 400, `${encoded.length} letters`);
  assert.deepEqual(await decodeState(encoded), state);
  await assert.rejects(decodeState(encoded.slice(0, -9)));
});

test('what redaction removed is listed, what was marked before is not', () => {
  assert.deepEqual(removedFrom('[redacted id …1] sk-1 sk-1', '[redacted id …1] [redacted key …1] [redacted key …1]'), [
    '[redacted key …1]',
    '[redacted key …1]',
  ]);
});

test('a policy in its three forms', () => {
  const trial = { changed: { maxElapsed: 90_000, jitter: 0.25 }, fallback: false };
  assert.equal(asVars(trial), '[vars]\nUKEMI_MAX_ELAPSED = "90000ms"\nUKEMI_JITTER = "0.25"');
  assert.match(asFetch(trial), /policy: \{ maxElapsed: 90000, jitter: 0\.25 \}/);
  assert.match(asGo(trial), /policy\.MaxElapsed = 90_000 \/\/ ms\npolicy\.Jitter = 0\.25\n/);
  assert.match(asVars({ changed: {}, fallback: false }), /every default is kept/);
});

test('a trail becomes steps', () => {
  const steps = stepsOf('503;wait=400;src=backoff, connection;wait=100;src=backoff, 200', 800);
  assert.deepEqual(
    steps.map(({ start, end, wait, status, class: name, action }) => [start, end, wait, status, name, action]),
    [
      [0, 100, 400, 503, '503', 'resend'],
      [500, 600, 100, null, 'connection', 'resend'],
      [700, 800, 0, 200, null, 'deliver'],
    ],
  );
});

test('every text that is asked for is in the table, every row is asked for', async () => {
  const folder = new URL('../../web/', import.meta.url);
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.(js|html)$/.test(name) && !/^(dist|node_modules)|src\/text\.js$/.test(name));
  const source = (await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))).join('\n');
  const rows = [...(await readFile(new URL('src/text.js', folder), 'utf8')).matchAll(/^ {2}'(.+?)': \[/gm)].map(
    ([, key]) => key,
  );
  const asked = [...source.matchAll(/\btext\('([^']+)'[,)]/g), ...source.matchAll(/\{\{(\w[\w.]+)\}\}/g)].map(
    ([, key]) => key,
  );
  const built = [...source.matchAll(/'([\w.]+\.)' \+/g)].map(([, prefix]) => prefix);
  const missing = asked.filter((key) => !rows.includes(key) && !['policy', 'icon', 'root', 'first'].includes(key));
  assert.deepEqual(missing, []);
  const idle = rows.filter(
    (key) =>
      !source.includes(`'${key}'`) && !source.includes(`{{${key}}}`) && !built.some((prefix) => key.startsWith(prefix)),
  );
  assert.deepEqual(idle, []);
});
