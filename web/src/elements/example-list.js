// A list of examples: provider, beginning of the error, reason for its class. Pressing one
// explains it.

import { h } from '../dom.js';
import { text } from '../text.js';

/** @param {{id: string, provider: string, class: string, why: string, text: string}[]} examples */
export function exampleList(examples) {
  const differ = (key) => new Set(examples.map((example) => example[key])).size > 1;
  const classes = differ('class');
  return h(
    'ul.examples',
    examples.map((example) =>
      h(
        'li',
        h(
          'button.card',
          { type: 'button', title: text('examples.explain'), onclick: () => explain(example) },
          h('span.who', example.provider, classes ? h('code', example.class) : null),
          h('code.looks', shorten(example.text)),
          h('span.why', example.why),
        ),
      ),
    ),
  );
}

/** A short form: status and body of an HTTP answer, the beginning of any other text. */
function shorten(paste) {
  const [, status, body] = /^HTTP\/1\.1 (\d+)[^]*?\n\n([^]*)$/.exec(paste) ?? [];
  return (status ? `${status} ${body}` : paste).replace(/\s+/g, ' ').slice(0, 220);
}

function explain(example) {
  location.hash = '#/';
  /** @type {any} */ (document.getElementById('explain')).open(example.text);
}
