// A button that copies a text and confirms it.

import { h } from '../dom.js';
import { text } from '../text.js';
import { icon } from './icons.js';

const confirmationTime = 1600; // ms

/**
 * @param {string | (() => string)} what
 * @param {string} [label]
 */
export function copyButton(what, label = text('copy')) {
  const caption = h('span', label);
  const button = h('button.quiet', { type: 'button', onclick: copy }, icon('copy'), caption);
  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof what === 'function' ? what() : what);
      caption.textContent = text('copied');
    } catch {
      caption.textContent = text('copy.refused');
    }
    setTimeout(() => (caption.textContent = label), confirmationTime);
  }
  return button;
}
