// The help dialog: inputs, keyboard shortcuts, privacy.

import { h } from '../dom.js';
import { read, write } from '../store.js';
import { text } from '../text.js';
import { openDialog } from './dialog.js';

/** WCAG 2.1.4 requires that shortcuts without a modifier can be turned off. */
export const shortcutsOn = () => read('shortcuts.off') === null;

export function openHelp() {
  const toggle = h('input', {
    type: 'checkbox',
    checked: shortcutsOn(),
    onchange: () => write('shortcuts.off', toggle.checked ? null : '1'),
  });
  openDialog(
    text('help.title'),
    h('p', text('help.takes')),
    h('h3', text('help.keys')),
    h('dl.keys', ['/', '?', 'Esc', 'Tab'].flatMap((key) => [h('dt', h('kbd', key)), h('dd', text('help.key.' + key))])),
    h('label.row', toggle, text('help.keys.on')),
    h('h3', text('help.private')),
    h('p', text('help.private.how')));
}
