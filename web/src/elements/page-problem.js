// Shows the page's own errors.

import { h } from '../dom.js';
import { Notice } from '../notice.js';
import { text } from '../text.js';
import { copyButton } from './copy-button.js';

/** Patterns of error messages; the first that matches selects the text. */
const causes = [
  [/import|fetch dynamically|Load failed/i, 'trouble.load'],
  [/wasm|WebAssembly|CompileError|DecompressionStream|worker/i, 'trouble.wasm'],
  [/quota|storage/i, 'trouble.storage'],
];

/** @param {Error | string} error */
export function problemView(error) {
  const message = String(error instanceof Error ? error.message : error);
  if (error instanceof Notice) return h('section.trouble.notice', { role: 'alert' }, h('p', message));
  const key = causes.find(([pattern]) => pattern.test(message))?.[1] ?? 'trouble.other';
  return h('section.trouble', { role: 'alert' },
    h('h2', text('trouble.title')),
    h('p', text(key)),
    h('p', h('code', message)),
    h('div.row',
      h('button.primary', { type: 'button', onclick: () => location.reload() }, text('trouble.reload')),
      copyButton(() => `${message}\n${error?.stack ?? ''}\n${navigator.userAgent}`, text('trouble.copy'))));
}

/**
 * Show uncaught errors above the page: each message once, and a Notice until another text or
 * view is shown.
 */
export function showUncaughtErrors() {
  const shown = new Set();
  const clear = () => document.querySelector('main > .notice')?.remove();
  const show = (error) => {
    const message = String(error?.message ?? error);
    if (shown.has(message) || message.includes('ResizeObserver')) return;
    if (error instanceof Notice) clear();
    else shown.add(message);
    document.querySelector('main')?.prepend(problemView(error));
  };
  for (const other of ['pasted', 'hashchange']) addEventListener(other, clear);
  addEventListener('error', (event) => show(event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => show(event.reason));
}
