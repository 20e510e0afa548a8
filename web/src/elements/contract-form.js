// The error in ukemi's error format: status, headers, body.

import { element, h } from '../dom.js';
import { text } from '../text.js';
import { codeBlock } from './code-block.js';

/** data: the explanation's contract */
export const contractForm = element('contract-form', ({ status, headers, body }) => {
  const http = [
    `HTTP/1.1 ${status}`,
    ...headers.map((pair) => pair.join(': ')),
    '',
    JSON.stringify(JSON.parse(body), null, 2),
  ].join('\n');
  return [
    h('h3', text('contract.title')),
    h('p.quiet', text('contract.about')),
    codeBlock(text('contract.http'), http),
  ];
});
