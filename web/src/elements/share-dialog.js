// The share dialog: the link, the text in it, and the secrets removed from it.

import { call } from '../core.js';
import { h } from '../dom.js';
import { encodeState, maxShared, removedFrom } from '../share.js';
import { text } from '../text.js';
import { copyButton } from './copy-button.js';
import { openDialog } from './dialog.js';

/** @param {string} paste @param {object} [more] of the state */
export async function share(paste, more = {}) {
  const cut = paste.slice(0, maxShared);
  const { text: safe } = await call('redact', {}, cut);
  const address = new URL(location.href);
  address.hash = '#/s/' + (await encodeState({ t: safe, ...more }));
  const removed = removedFrom(cut, safe);
  openDialog(text('share.title'),
    h('p', text('share.about')),
    h(
      'div.field',
      h('input', {
        type: 'text',
        readonly: true,
        value: address.href,
        'aria-label': text('share.link'),
        onfocus: (event) => event.target.select(),
      }),
      copyButton(address.href, text('share.copy')),
    ),
    h('h3', text('share.removed', { n: removed.length })),
    removed.length
      ? h(
          'ul.removed',
          removed.map((mark) => h('li', h('code', mark))),
        )
      : h('p.quiet', text('share.nothing')),
    cut.length < paste.length ? h('p.warning', text('share.cut')) : null,
    h('h3', text('share.carries')),
    h('pre', { tabindex: '0', 'aria-label': text('share.carries') }, safe));
}
