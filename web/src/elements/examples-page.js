// All examples, by provider and class.

import corpus from 'virtual:corpus';

import { h } from '../dom.js';
import { text } from '../text.js';
import { exampleList } from './example-list.js';

export function examplesPage() {
  const provider = select('provider');
  const name = select('class');
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
  for (const chosen of [provider, name]) chosen.addEventListener('change', show);
  show();
  return {
    title: text('examples.title'),
    view: h('article.page', h('h1', text('examples.title')), h('p.lead', text('examples.about')),
      h('div.row', h('label', text('bulk.provider'), provider), h('label', text('bulk.class'), name), count), list),
  };
}

function select(key) {
  const values = [...new Set(corpus.map((example) => example[key]))].sort();
  return h('select', h('option', { value: '' }, text('examples.every')), values.map((value) => h('option', value)));
}
