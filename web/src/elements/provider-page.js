// The reference page of a provider: links, recognition, examples.

import corpus from 'virtual:corpus';
import { providers } from 'virtual:reference';

import { h } from '../dom.js';
import { text } from '../text.js';
import { notFound } from './class-page.js';
import { exampleList } from './example-list.js';

/** @param {string} name */
export function providerPage(name) {
  const p = providers.find((row) => row.provider === name);
  if (!p) return notFound(name);
  const examples = corpus.filter(({ provider }) => provider === name);
  const fact = (key, value) => (value.length ? [h('dt', text('provider.' + key)), h('dd', value)] : null);
  const codes = (list) => list.flatMap((item) => [h('code', item.replace('=', ': ')), ' ']);
  return {
    title: p.name,
    view: h('article.page',
      h('p.crumb', h('a', { href: '#/reference' }, text('nav.reference')), ' / ', h('code', p.provider)),
      h('h1', p.name),
      h('p.lead', text('provider.about', { name: p.name })),
      h(
        'dl.facts',
        fact('keys', p.keys),
        fact('money', p.money),
        fact('limits', p.limits),
        fact('hosts', codes(p.hosts)),
        fact('headers', codes(p.headers)),
      ),
      examples.length ? [h('h2', text('provider.looks')), exampleList(examples)] : h('p.quiet', text('provider.none')),
    ),
  };
}
