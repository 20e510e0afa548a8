// A modal dialog with a title and a close button. The browser handles Escape and returns the
// focus.

import { h } from '../dom.js';
import { text } from '../text.js';
import { icon } from './icons.js';

/** @param {string} title */
export function openDialog(title, ...content) {
  const close = h(
    'button.round',
    { type: 'button', 'aria-label': text('close'), onclick: () => dialog.close() },
    icon('clear'),
  );
  const dialog = h(
    'dialog',
    {
      'aria-labelledby': 'dialog-title',
      onclose: () => dialog.remove(),
      onclick: (event) => event.target === dialog && dialog.close(),
    },
    h('div.dialog', h('header', h('h2', { id: 'dialog-title' }, title), close), content),
  );
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
