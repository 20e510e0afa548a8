// The attempts as a table: accessible, and with exact numbers.

import { h } from '../dom.js';
import { timeOf } from '../policy.js';
import { text } from '../text.js';

/** @param {any[]} steps */
export function timelineTable(steps) {
  const names = ['attempt', 'model', 'at', 'outcome', 'then', 'wait'];
  return h('div.scroll', { tabindex: '0', role: 'group', 'aria-label': text('timeline.table') }, h('table',
    h('caption.hidden', text('timeline.table')),
    h('thead', h('tr', names.map((name) => h('th', { scope: 'col' }, text('timeline.' + name))))),
    h('tbody', steps.map((step, i) => h('tr',
      h('th', { scope: 'row' }, i + 1),
      h('td', step.model),
      h('td', timeOf(step.start)),
      h('td', [step.status, step.class].filter(Boolean).join(' ')),
      h('td', text(step.action === 'switch' ? 'timeline.switch' : 'reason.' + step.reason)),
      h('td', waitOf(step)))))));
}

function waitOf({ waitMin, waitMax, source }) {
  if (!waitMax) return '–';
  const band = waitMin === waitMax ? timeOf(waitMin) : `${timeOf(waitMin)} – ${timeOf(waitMax)}`;
  return `${band} (${source})`;
}
