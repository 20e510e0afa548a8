// A block of code with a title and a copy button.

import { h } from '../dom.js';
import { copyButton } from './copy-button.js';

/**
 * @param {string} title
 * @param {string} code
 */
export function codeBlock(title, code) {
  // A region that scrolls must be reachable by keyboard.
  return h(
    'figure.code',
    h('figcaption', title, copyButton(code)),
    h('pre', { tabindex: '0', 'aria-label': title }, code),
  );
}
