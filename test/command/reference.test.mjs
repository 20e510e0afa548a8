// The pages of classes and providers: the same on each edge, as HTML and as Markdown; the link
// header of an error leads to one.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { startDemo } from '../demo/demo.mjs';
import { drivers } from '../scenarios/drivers.mjs';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
/** @param {string} name of a static copy */
const built = (name) => readFile(new URL(`../../web/dist/${name}`, import.meta.url), 'utf8');

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

for (const name of ['native', 'Worker', 'npx']) {
  test(name, async () => {
    const edge = await drivers[name]({ UKEMI_UPSTREAM: demo.url, UKEMI_MAX_ATTEMPTS: '1' });
    const get = (path, accept = '*/*') => fetch(edge.url + path, { headers: { accept } });
    try {
      for (const page of ['class/billing', 'provider/llama.cpp', 'reference']) {
        const [html, markdown] = [await get('/_ukemi/' + page, browser), await get('/_ukemi/' + page)];
        assert.equal(html.headers.get('content-type'), 'text/html; charset=utf-8');
        assert.equal(markdown.headers.get('content-type'), 'text/markdown; charset=utf-8');
        assert.match(html.headers.get('vary') ?? '', /accept/i);
        assert.equal(await html.text(), await built(page + '.html'));
        assert.equal(await markdown.text(), await built(page + '.md'));
      }
      assert.equal(await (await get('/_ukemi/class/billing.md', browser)).text(), await built('class/billing.md'));
      assert.equal(await (await get('/_ukemi/llms.txt')).text(), await built('llms.txt'));
      assert.equal((await get('/_ukemi/class/dance', browser)).status, 404);
      assert.equal((await fetch(edge.url + '/_ukemi/class/billing', { method: 'HEAD' })).status, 200);

      const failed = await fetch(edge.url + '/v1/chat/completions', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"demo-503","messages":[]}',
      });
      const link = /^<(.+)>; rel="help"$/.exec(failed.headers.get('link') ?? '')?.[1];
      assert.equal(link, '/_ukemi/class/' + failed.headers.get('x-ukemi-class'));
      assert.match(await (await get(link)).text(), /^# .+\n\n.+\n\n- Name: `\w+`/);
    } finally {
      await edge.stop();
    }
  });
}
