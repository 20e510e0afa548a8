// The history: its entries, a switch, a button to clear it. Emits 'example' with an entry's
// text.

import { element, emit, h } from '../dom.js';
import { history } from '../history.js';
import { text } from '../text.js';

export const historyList = element('history-list', (_, list) => {
  const redraw = () => (list.data = null);
  const { entries, on } = history;
  const wasOpen = list.querySelector('details')?.open;
  const toggle = h('input', {
    type: 'checkbox',
    checked: on,
    onchange: () => {
      history.on = toggle.checked;
      redraw();
    },
  });
  return h(
    'details',
    { open: wasOpen },
    h('summary', text('history.title'), entries.length ? h('span.count', entries.length) : null),
    entries.length
      ? h(
          'ul',
          entries.map((entry) => item(list, entry)),
        )
      : h('p.quiet', text(on ? 'history.empty' : 'history.off')),
    h(
      'div.row',
      h('label', toggle, text('history.keep')),
      entries.length
        ? h(
            'button.quiet',
            {
              type: 'button',
              onclick: () => {
                history.clear();
                redraw();
              },
            },
            text('history.clear'),
          )
        : null,
    ),
    h('p.quiet', text('history.where')),
  );
});

function item(list, entry) {
  const first = entry.text.trim().split('\n', 1)[0].slice(0, 80);
  return h('li', h('button.entry', { type: 'button', onclick: () => emit(list, 'example', entry.text) },
    h('b', entry.title), h('span', entry.badge), h('code', first)));
}
