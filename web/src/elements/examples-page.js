// All examples, by provider and class. A page of the reference links to those of its name.

import corpus from 'virtual:corpus';

import { h } from '../dom.js';
import { text } from '../text.js';
import { exampleList } from './example-list.js';

/** @param {string} [chosen] a class or a provider */
export function examplesPage(chosen) {
  const provider = select('provider', chosen);
  const name = select('class', chosen);
  const count = h('p', { role: 'status' });
  const list = h('div');
  const show = () => {
    const found = corpus.filter(
      (example) =>
        (!provider.value || example.provider === provider.value) && (!name.value || example.class === name.value),
    );
    count.textContent = text('examples.count', { n: found.length });
    list.replaceChildren(exampleList(found));
  };
  for (const choice of [provider, name]) choice.addEventListener('change', show);
  show();
  return {
    title: text('examples.title'),
    view: h('article.page', h('h1', text('examples.title')), h('p.lead', text('examples.about')),
      h('div.row', h('label', text('bulk.provider'), provider), h('label', text('bulk.class'), name), count), list),
  };
}

function select(key, chosen) {
  const values = [...new Set(corpus.map((example) => example[key]))].sort();
  return h(
    'select',
    h('option', { value: '' }, text('examples.every')),
    values.map((value) => h('option', { selected: value === chosen }, value)),
  );
}
