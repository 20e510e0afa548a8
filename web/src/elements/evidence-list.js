// The evidence for a verdict and against it, one fact a line. Emits 'fact' when a fact is hovered
// or focused, and 'find' when it is pressed.

import { element, emit, h } from '../dom.js';
import { text } from '../text.js';

/** data: {explanation, facts} */
export const evidenceList = element('evidence-list', ({ explanation: { verdict, sure }, facts }, list) => {
  const row = (fact, i) => (fact.against ? null : factRow(list, fact, i));
  const against = facts.flatMap((fact, i) => (fact.against ? [factRow(list, fact, i)] : []));
  return [
    h('h3', text('evidence.title')),
    h('p.sure', h('span.confidence', { 'data-level': verdict.confidence }, h('i'), h('i'), h('i')), ' ', sure),
    h('ul', facts.map(row)),
    against.length
      ? [h('h3', text('evidence.against')), h('p.quiet', text('evidence.against.why')), h('ul', against)]
      : h('p.quiet', text('evidence.alone')),
    h('p.quiet', text('evidence.rule'), ' ', h('code', verdict.rule)),
  ];
});

function factRow(list, fact, i) {
  const show = (facts) => () => emit(list, 'fact', facts);
  return h(
    'li',
    h(
      'button.fact',
      {
        type: 'button',
        'data-fact': i,
        class: fact.against ? 'fact against' : 'fact',
        title: fact.at ? text('evidence.find') : null,
        onclick: () => emit(list, 'find', i),
        onpointerenter: show([i]),
        onpointerleave: show([]),
        onfocus: show([i]),
        onblur: show([]),
      },
      h('span.what', h('code', fact.field), ' ', fact.value ? h('q', fact.value) : null),
      h('span.says', fact.says.map((says) => h('span', says)))));
}
