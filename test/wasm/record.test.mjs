// What is recorded of a call whose fallback fails as well: one error, the first
// model's, as on the native edge (pkg/edge/record_test.go).

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFetch } from 'ukemi';
import { url } from './provider.mjs';

describe('a fallback that fails', () => {
  const cases = {
    'its key is wrong': { first: 500, second: 401, class: 'server_error', parameter: ';class=authentication' },
    'it is down': { first: 503, second: 500, class: 'unavailable', parameter: '' },
    'it is throttled': { first: 500, second: 429, class: 'server_error', parameter: ';class=rate_limit' },
  };
  for (const [name, { first, second, class: kind, parameter }] of Object.entries(cases)) {
    test(name, async () => {
      /** @type {any[]} */
      const records = [];
      const provider = async (_, { body }) =>
        new Response('', {
          status: (await new Response(body).text()).includes('"b"') ? second : first,
          headers: { 'server-timing': 'upstream;dur=1' },
        });
      const fetch = createFetch({
        fetch: provider,
        policy: { maxAttempts: 1 },
        fallbacks: { a: 'b' },
        onCall: (record) => records.push(record),
      });
      const response = await fetch(url, { method: 'POST', body: '{"model":"a"}' });
      const { headers } = response;
      const timing = headers.get('server-timing') ?? '';
      assert.deepEqual(
        [response.status, headers.get('x-ukemi-class'), headers.get('x-ukemi-attempts')],
        [first, kind, `${first}, ${second};model=b${parameter}`],
      );
      assert.deepEqual(
        records.map((r) => [r.status, r.class, r.rule, r.resends]),
        [[first, kind, headers.get('x-ukemi-rule'), 1]],
      );
      assert.match(records[0].fallback_errors, /^b: [a-z_]+: ./);
      for (const one of ['upstream;dur', 'ukemi;dur', 'waits;dur']) assert.equal(timing.split(one).length, 2, timing);
    });
  }
});

test('callbacks: none for a success at the first try, however others fare', async () => {
  /** @type {any[]} */
  const records = [];
  const statuses = [503, 200, 200, 200];
  const fetch = createFetch({
    fetch: async () => Response.json({ choices: [] }, { status: statuses.shift() }),
    policy: { initialBackoff: 1, maxBackoff: 1 },
    onCall: ({ status, resends }) => records.push([status, resends]),
  });
  for (let i = 0; i < 3; i++) assert.equal((await fetch(url, { method: 'POST', body: '{"model":"a"}' })).status, 200);
  assert.deepEqual(records, [[200, 1]]);
});
