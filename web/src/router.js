// Shows the view that the fragment of the address names. Rarely used views are loaded on
// demand.

import { Notice } from './notice.js';
import { readState } from './policy.js';
import { decodeState } from './share.js';
import { text } from './text.js';

const byId = (id) => document.getElementById(id);

/** @type {[RegExp, (...found: string[]) => Promise<{title: string, view: Node}>][]} */
const pages = [
  [/^#\/examples(?:\/([\w.-]+))?$/, async (name) => (await import('./elements/examples-page.js')).examplesPage(name)],
  [/^#\/bulk$/, async () => (await import('./elements/bulk-view.js')).bulkPage()],
];

/** The reference consists of pages of its own (internal/reference). */
const elsewhere = /^#\/(reference|class\/[\w-]+|provider\/[\w.-]+)$/;

export async function route() {
  const { hash } = location;
  const [, page] = elsewhere.exec(hash) ?? [];
  if (page) return location.replace(page);
  const explain = /** @type {any} */ (byId('explain'));
  for (const [pattern, load] of pages) {
    const found = pattern.exec(hash);
    if (found) return showPage(await load(...found.slice(1)), hash);
  }
  showExplain(explain);
  const shared = /^#\/s\/([\w-]+)$/.exec(hash)?.[1];
  if (!shared) return;
  try {
    const state = await decodeState(shared);
    readState(state);
    explain.open(String(state.t));
  } catch {
    throw new Notice(text('share.damaged'));
  }
}

function showExplain(explain) {
  explain.hidden = false;
  byId('page').hidden = true;
  document.title = text('page.title');
  markNavigation('#/');
  if (!explain.box.value) explain.begin();
}

function showPage({ title, view }, hash) {
  if (hash !== location.hash) return; // the user has moved on
  byId('explain').hidden = true;
  const page = byId('page');
  page.hidden = false;
  page.replaceChildren(view);
  document.title = `${title} – ukemi`;
  markNavigation(hash);
  scrollTo(0, 0);
  const heading = page.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

function markNavigation(hash) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('.bar nav a'))) {
    const here = link.hash === hash;
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
