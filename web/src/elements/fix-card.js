// The change that ends the error: the request before and after, else a patch and code.

import { element, h } from '../dom.js';
import { text } from '../text.js';
import { codeBlock } from './code-block.js';

/** data: the explanation's fix */
export const fixCard = element('fix-card', ({ says, patch, before, after, snippets }) => [
  h('h3', text('fix.title')),
  h('p', says),
  ...(after
    ? [codeBlock(text('fix.after'), after), h('details', h('summary', text('fix.before')), h('pre', before))]
    : [
      patch.length ? codeBlock(text('fix.patch'), JSON.stringify(patch, null, 1)) : null,
      ...snippets.map(({ language, code }) => codeBlock(language, code)),
    ]),
]);
