// Keyboard shortcuts: '/' goes to the text box, '?' opens the help. Off in text fields.

import { openHelp, shortcutsOn } from './elements/help-dialog.js';

export function startKeys() {
  addEventListener('keydown', (event) => {
    const typing =
      event.target instanceof Element &&
      event.target.matches('input:not([type=range], [type=checkbox]), textarea, select');
    if (
      typing ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      document.querySelector('dialog[open]') ||
      !shortcutsOn()
    )
      return;
    if (event.key === '?') openHelp();
    else if (event.key === '/') focusBox();
    else return;
    event.preventDefault();
  });
}

function focusBox() {
  if (document.getElementById('explain')?.hidden) location.hash = '#/';
  setTimeout(() => document.getElementById('paste')?.focus());
}
