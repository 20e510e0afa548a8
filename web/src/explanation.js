// An explanation as the page shows it: the verdict first, then what to do, how
// we know, and the contract's form of it.

import { copyButton, h } from './dom.js';

/** @param {Record<string, any>} e as the core explains */
export function explanationView(e) {
  const { verdict, contract } = e;
  return h('article.explanation',
    h('div.verdict',
      h(`span.badge.${e.badge_kind}`, e.badge),
      h('h1', e.title),
      h('p.summary', e.summary),
      verdict.message ? h('blockquote', verdict.message) : null,
      h('dl',
        ...fact('whose fault', e.fault_text),
        ...fact('try again?', e.retry_advice),
        ...fact('class', classLink(verdict.class)),
        ...(verdict.provider ? fact('who speaks', verdict.provider) : []),
      ),
    ),
    h('section', h('h2', 'What to do'), h('ol', ...e.steps.map((step) => h('li', step)))),
    h('section', h('h2', 'How we know'), h('p', e.sure), evidence(verdict.evidence), chain(verdict.chain)),
    h('section', h('h2', 'In the error contract'), contractView(contract)),
    h('section', h('h2', 'What SDKs do with it on their own'), h('dl', ...e.sdks.flatMap(({ name, does }) => fact(name, does)))),
  );
}

const fact = (name, value) => [h('dt', name), h('dd', value)];

function classLink(name) {
  const a = /** @type {HTMLAnchorElement} */ (h('a', name));
  a.href = `#/class/${name}`;
  return a;
}

function evidence(list) {
  return h('ul.evidence', ...list.map(({ field, value, says, against }) =>
    h(against ? 'li.against' : 'li', h('code', field), ' ', value ? h('q', value) : null, ` – ${against ? 'speaks against it: ' : ''}${says}`)));
}

function chain(list) {
  if (list.length < 2) return null;
  return h('details', h('summary', `${list.length} errors stand in this text, one inside the other`),
    h('ol', ...list.map(({ status, code, type, message }) => h('li', [status, code ?? type].filter(Boolean).join(' '), ' ', h('q', message)))));
}

function contractView({ status, headers, body }) {
  const text = [`HTTP ${status}`, ...headers.map((pair) => pair.join(': ')), '', JSON.stringify(JSON.parse(body), null, 2)].join('\n');
  return h('div.code', copyButton(text), h('pre', text));
}
