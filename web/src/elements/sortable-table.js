// A table with a button in the head of each column that sorts by it.

import { element, h } from '../dom.js';

/**
 * @typedef {object} Column
 * @property {string} key of the rows
 * @property {string} label
 * @property {boolean} [number] a numeric column; sorted in descending order first
 * @property {(row: any) => any} [show] the content of a cell
 */

/** data: {caption, columns, rows} */
export const sortableTable = element('sortable-table', ({ caption, columns, rows }, table) => {
  const by = columns.find(({ key }) => key === table.dataset.by) ?? columns.find(({ number }) => number) ?? columns[0];
  const down = (table.dataset.down ?? String(Boolean(by.number))) === 'true';
  const compare = (a, b) => (by.number ? a[by.key] - b[by.key] : String(a[by.key]).localeCompare(String(b[by.key])));
  const sorted = [...rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
  const sort = (column) => {
    table.dataset.down = String(column === by ? !down : Boolean(column.number));
    table.dataset.by = column.key;
    /** @type {any} */ (table).data = { caption, columns, rows };
    table.querySelector(`[data-key=${column.key}]`).focus();
  };
  return h('table',
    h('caption.hidden', caption),
    h(
      'thead',
      h(
        'tr',
        columns.map((column) => head(column, column === by ? (down ? 'descending' : 'ascending') : null, sort)),
      ),
    ),
    h(
      'tbody',
      sorted.map((row) =>
        h(
          'tr',
          columns.map(({ key, number, show }) => h(number ? 'td.number' : 'td', show ? show(row) : row[key])),
        ),
      ),
    ),
  );
});

function head(column, order, sort) {
  return h(
    'th',
    { scope: 'col', 'aria-sort': order, class: column.number ? 'number' : null },
    h(
      'button.sort',
      { type: 'button', 'data-key': column.key, onclick: () => sort(column) },
      column.label,
      h('span', { 'aria-hidden': 'true' }, order ? (order === 'descending' ? '↓' : '↑') : '\u00a0'),
    ),
  );
}
