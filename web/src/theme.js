// The color theme: light, dark, or the system's.

import { read, write } from './store.js';
import { text } from './text.js';

const order = ['system', 'light', 'dark'];

/** @param {HTMLElement} button */
export function startTheme(button) {
  const show = () => {
    const theme = read('theme') ?? 'system';
    document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
    button.setAttribute('aria-label', text('theme.' + theme));
    button.title = text('theme.' + theme);
  };
  button.addEventListener('click', () => {
    const next = order[(order.indexOf(read('theme') ?? 'system') + 1) % order.length];
    write('theme', next === 'system' ? null : next);
    show();
  });
  show();
}
