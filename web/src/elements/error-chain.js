// The chain of nested errors: the outermost first, the deciding one last.

import { element, h } from '../dom.js';
import { text } from '../text.js';

/** data: the verdict */
export const errorChain = element('error-chain', (verdict, element) => {
  const links = verdict.chain.filter(({ status, code, type, message }) => status || code || type || message);
  element.hidden = links.length === 0;
  if (element.hidden) return null;
  return [
    h('h3', text('chain.title', { n: links.length + 1 })),
    h('ol', [...links, verdict].map((link, i) => chainLink(link, i === links.length))),
  ];
});

function chainLink({ status, code, type, message }, deciding) {
  const names = [status, ...new Set([type, code])].filter(Boolean).join(' · ');
  return h('li', { class: deciding ? 'deciding' : null },
    names ? h('code', names) : null,
    deciding ? h('span.quiet', text('chain.deciding')) : null,
    message ? h('q', message) : null);
}
