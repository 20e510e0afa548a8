// The behavior of each SDK without ukemi.

import { element, h } from '../dom.js';
import { text } from '../text.js';

/** data: the explanation's sdks */
export const sdkList = element('sdk-list', (sdks) => [
  h('h3', text('sdks.title')),
  h('table',
    h('thead', h('tr', h('th', { scope: 'col' }, text('sdks.name')), h('th', { scope: 'col' }, text('sdks.does')))),
    h('tbody', sdks.map(({ name, does }) => h('tr', h('th', { scope: 'row' }, name), h('td', does))))),
]);
