// The verdict: title, summary, whose fault it is, whether to try again, what to do.

import { element, emit, h } from '../dom.js';
import { isNoError } from '../facts.js';
import { markdownOf } from '../markdown.js';
import { text } from '../text.js';
import { copyButton } from './copy-button.js';
import { icon } from './icons.js';

/** The tone (CSS class) of each badge kind. */
const tones = { retry: 'go', wait: 'wait', fix: 'act', pay: 'act', key: 'act', switch: 'turn', stop: 'calm' };

export const verdictCard = element('verdict-card', (e, card) => {
  const { verdict } = e;
  card.className = tones[e.badge_kind] ?? 'calm';
  return [
    h('div.top',
      h('span.badge', icon(e.badge_kind in tones ? e.badge_kind : 'stop'), e.badge),
      h(
        'span.names',
        link(`class/${verdict.class}`, verdict.class),
        verdict.provider ? [' · ', link(`provider/${verdict.provider}`, verdict.provider)] : null,
      ),
    ),
    h('h2', { id: 'verdict' }, e.title),
    h('p.summary', e.summary),
    isNoError(verdict) ? null : h('blockquote', verdict.message),
    h('dl',
      h('dt', text('verdict.fault')), h('dd', e.fault_text),
      h('dt', text('verdict.again')), h('dd', e.retry_advice)),
    h('h3', text('verdict.steps')),
    h('ol.steps', e.steps.map((step) => h('li', step))),
    h('div.row',
      copyButton(() => markdownOf(e), text('verdict.copy')),
      h('button.quiet', { type: 'button', onclick: () => emit(card, 'share') }, icon('share'), text('verdict.share'))),
  ];
});

const link = (href, content) => h('a', { href }, content);
