// The page's own errors, explained instead of a blank page.

import { h } from '../dom.js';
import { Notice } from '../notice.js';
import { text } from '../text.js';
import { copyButton } from './copy-button.js';

/** What is known of causes: the first whose words occur. */
const known = [
  [/import|fetch dynamically|Load failed/i, 'trouble.load'],
  [/wasm|WebAssembly|CompileError|DecompressionStream|worker/i, 'trouble.wasm'],
  [/quota|storage/i, 'trouble.storage'],
];

/** @param {Error | string} error */
export function troubleView(error) {
  const words = String(error instanceof Error ? error.message : error);
  if (error instanceof Notice) return h('section.trouble.notice', { role: 'alert' }, h('p', words));
  const key = known.find(([sign]) => sign.test(words))?.[1] ?? 'trouble.other';
  return h('section.trouble', { role: 'alert' },
    h('h2', text('trouble.title')),
    h('p', text(key)),
    h('p', h('code', words)),
    h('div.row',
      h('button.primary', { type: 'button', onclick: () => location.reload() }, text('trouble.reload')),
      copyButton(() => `${words}\n${error?.stack ?? ''}\n${navigator.userAgent}`, text('trouble.copy'))));
}

/**
 * Shows whatever nobody caught above the page: trouble once per message, a
 * notice until something else is looked at.
 */
export function watchForTrouble() {
  const shown = new Set();
  const clear = () => document.querySelector('main > .notice')?.remove();
  const show = (error) => {
    const words = String(error?.message ?? error);
    if (shown.has(words) || words.includes('ResizeObserver')) return;
    if (error instanceof Notice) clear();
    else shown.add(words);
    document.querySelector('main')?.prepend(troubleView(error));
  };
  for (const other of ['pasted', 'hashchange']) addEventListener(other, clear);
  addEventListener('error', (event) => show(event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => show(event.reason));
}
