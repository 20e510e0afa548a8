// The reference: all classes and all providers.

import { classes, providers } from 'virtual:reference';

import { h } from '../dom.js';
import { text } from '../text.js';

export function referencePage() {
  const heads = ['class', 'means', 'status', 'retry', 'other'];
  return {
    title: text('reference.title'),
    view: h('article.page',
      h('h1', text('reference.title')), h('p.lead', text('reference.about')),
      h('h2', text('reference.classes')),
      h('div.scroll', { tabindex: '0', role: 'group', 'aria-label': text('reference.classes') }, h('table',
        h('thead', h('tr', heads.map((key) => h('th', { scope: 'col' }, text('reference.' + key))))),
        h('tbody', classes.map(classRow)))),
      h('h2', text('reference.providers')),
      h(
        'ul.names',
        providers.map(({ provider, name }) => h('li', h('a.chip', { href: `#/provider/${provider}` }, name))),
      ),
    ),
  };
}

function classRow(c) {
  return h(
    'tr',
    h('th', { scope: 'row' }, h('a', { href: `#/class/${c.class}` }, c.class)),
    h('td', c.means),
    h('td.number', c.status),
    h('td', text(c.retry ? 'yes' : 'no')),
    h('td', text(c.other_model ? 'yes' : 'no')),
  );
}
