// The reference page of a class: meaning, steps, examples of each provider. Every error's help
// link leads here.

import corpus from 'virtual:corpus';
import { classes } from 'virtual:reference';

import { h } from '../dom.js';
import { text } from '../text.js';
import { exampleList } from './example-list.js';

/** @param {string} name */
export function classPage(name) {
  const c = classes.find((row) => row.class === name);
  if (!c) return notFound(name);
  const examples = corpus
    .filter((example) => example.class === name)
    .sort((a, b) => a.provider.localeCompare(b.provider));
  const fact = (key, ...value) => [h('dt', text('class.' + key)), h('dd', value)];
  return {
    title: c.title,
    view: h('article.page',
      h('p.crumb', h('a', { href: '#/reference' }, text('nav.reference')), ' / ', h('code', c.class)),
      h('h1', c.title), h('p.lead', c.happened[0].toUpperCase() + c.happened.slice(1)),
      h('dl.facts',
        fact('leaves', h('code', `HTTP ${c.status}`), ' ', h('code', c.type), ' ', h('code', c.code)),
        fact('retry', text(c.retry ? 'class.retry.yes' : 'class.retry.no')),
        fact('other', text(c.other_model ? 'class.other.yes' : 'class.other.no')),
        fact('fault', text('fault.' + c.fault))),
      h('h2', text('verdict.steps')), h('ol.steps', c.steps.map((step) => h('li', step))),
      examples.length ? [h('h2', text('class.looks')), exampleList(examples)] : null),
  };
}

/** The page for an unknown name. */
export function notFound(name) {
  return {
    title: text('nothing.title'),
    view: h(
      'article.page',
      h('h1', text('nothing.title')),
      h('p.lead', text('nothing.about', { name })),
      h('p', h('a', { href: '#/reference' }, text('nav.reference'))),
    ),
  };
}
