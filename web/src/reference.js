// The reference page of one class, from the core's class table.

import { h } from './dom.js';

/** @param {Record<string, any>} c a row of the class table */
export function referenceView(c) {
  const fact = (name, value) => [h('dt', name), h('dd', value)];
  return h('article.explanation',
    h('div.verdict',
      h('h1', c.title),
      h('p.summary', c.happened[0].toUpperCase() + c.happened.slice(1)),
      h('dl',
        ...fact('class', h('code', c.class)),
        ...fact('leaves as', h('code', `${c.status} · ${c.type} · ${c.code}`)),
        ...fact('same request again', c.retry ? 'yes, after a wait' : 'no'),
        ...fact('another model', c.other_model ? 'may answer it' : 'fails the same way'),
        ...fact('whose fault', c.fault),
      ),
    ),
    h('section', h('h2', 'What to do'), h('ol', ...c.steps.map((step) => h('li', step)))),
  );
}
