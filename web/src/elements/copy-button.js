// A button that copies a text and says so.

import { h } from '../dom.js';
import { text } from '../text.js';
import { icon } from './icons.js';

const saidFor = 1600; // ms

/**
 * @param {string | (() => string)} what
 * @param {string} [label]
 */
export function copyButton(what, label = text('copy')) {
  const words = h('span', label);
  const button = h('button.quiet', { type: 'button', onclick: copy }, icon('copy'), words);
  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof what === 'function' ? what() : what);
      words.textContent = text('copied');
    } catch {
      words.textContent = text('copy.refused');
    }
    setTimeout(() => (words.textContent = label), saidFor);
  }
  return button;
}
