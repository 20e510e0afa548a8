// Bulk mode: classifies a log in a worker of its own and shows a table of classes.

import { newWorker } from '../core.js';
import { csvOf, download } from '../csv.js';
import { h } from '../dom.js';
import { readFiles } from '../files.js';
import { text } from '../text.js';
import { icon } from './icons.js';
import { problemView } from './page-problem.js';
import { sortableTable } from './sortable-table.js';

const typingPause = 250; // ms without a change before a log is classified

/** A log for the next bulk page, from a file that was dropped on another view. */
let openedLog = '';

/** Open bulk mode with a log. */
export function openBulk(log) {
  openedLog = log;
  if (location.hash === '#/bulk') dispatchEvent(new HashChangeEvent('hashchange'));
  else location.hash = '#/bulk';
}

export function bulkPage() {
  const view = /** @type {any} */ (document.createElement('bulk-view'));
  view.log = openedLog;
  openedLog = '';
  return { title: text('bulk.title'), view };
}

class BulkView extends HTMLElement {
  log = '';
  #timer = 0;
  /** @type {Worker | undefined} */
  #worker;

  connectedCallback() {
    const picker = h('input', {
      type: 'file',
      multiple: true,
      hidden: true,
      'aria-label': text('box.open'),
      onchange: () => this.#open(picker.files),
    });
    this.box = h(
      'paste-box',
      h(
        'div.tools',
        h('span.private', text('bulk.box')),
        h('button.quiet', { type: 'button', onclick: () => picker.click() }, text('box.open')),
        h('button.quiet', { type: 'button', onclick: () => (this.box.value = '') }, text('box.clear')),
        picker,
      ),
      h(
        'div.field',
        h('div.backdrop', { 'aria-hidden': 'true' }),
        h('textarea', { spellcheck: 'false', 'aria-label': text('bulk.label'), placeholder: text('bulk.placeholder') }),
      ),
      h('p.note', { role: 'status' }),
    );
    this.result = h('section.result', { 'aria-label': text('bulk.result') });
    this.append(h('h1', text('bulk.title')), h('p.lead', text('bulk.about')), this.box, this.result);
    this.addEventListener('pasted', ({ detail }) => this.#wait(detail));
    if (this.log) this.box.value = this.log;
  }

  disconnectedCallback() {
    this.#stop();
  }

  async #open(files) {
    this.box.value = (await readFiles([...files])).paste;
  }

  #wait(log) {
    this.#stop();
    if (!log.trim()) return this.result.replaceChildren();
    this.#timer = setTimeout(
      () => this.#run(log).catch((error) => this.result.replaceChildren(problemView(error))),
      typingPause,
    );
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #run(log) {
    const parts = resultView(() => {
      this.#stop();
      parts.state.textContent = text('bulk.stopped');
    });
    this.result.replaceChildren(...parts.all);
    const worker = (this.#worker = await newWorker());
    worker.onerror = ({ message }) => this.result.replaceChildren(problemView(message));
    worker.onmessage = ({ data }) => {
      if (data.error) return this.result.replaceChildren(problemView(data.error));
      parts.show(data);
      if (data.failures) this.#stop();
    };
    worker.postMessage({ bulk: log });
  }
}

function resultView(stop) {
  const bar = h('progress', { max: 1, value: 0, 'aria-label': text('bulk.progress') });
  const state = h('p', { role: 'status' });
  const cancel = h('button.quiet', { type: 'button', onclick: stop }, text('bulk.stop'));
  const exports = h('div.row');
  const table = sortableTable({ caption: text('bulk.result'), columns, rows: [] });
  const show = ({ done, total, quiet, rows, failures }) => {
    bar.value = done / total;
    table.data = { caption: text('bulk.result'), columns, rows };
    if (!failures) return;
    bar.hidden = cancel.hidden = true;
    state.textContent = text(failures.length ? 'bulk.done' : 'bulk.none', { failures: failures.length, quiet });
    table.hidden = failures.length === 0;
    if (failures.length) exports.replaceChildren(...exportButtons(rows, failures));
  };
  return {
    all: [
      h('div.row', bar, cancel, state),
      h('div.scroll', { tabindex: '0', role: 'group', 'aria-label': text('bulk.result') }, table),
      exports,
    ],
    state,
    show,
  };
}

const columns = [
  { key: 'class', label: text('bulk.class'), show: (row) => h('a', { href: `class/${row.class}` }, row.class) },
  {
    key: 'provider',
    label: text('bulk.provider'),
    show: (row) => (row.provider ? h('a', { href: `provider/${row.provider}` }, row.provider) : '–'),
  },
  { key: 'count', label: text('bulk.count'), number: true },
  { key: 'retry', label: text('bulk.retry'), show: (row) => text(row.retry ? 'yes' : 'no') },
  { key: 'line', label: text('bulk.line'), number: true },
  {
    key: 'message',
    label: text('bulk.first'),
    show: (row) =>
      h(
        'button.example',
        { type: 'button', title: text('bulk.explain'), onclick: () => explain(row.example) },
        row.message,
      ),
  },
];

function explain(example) {
  location.hash = '#/';
  /** @type {any} */ (document.getElementById('explain')).open(example);
}

function exportButtons(rows, failures) {
  const save = (name, label, head, list) =>
    h(
      'button.quiet',
      { type: 'button', onclick: () => download(name, csvOf([head, ...list])) },
      icon('download'),
      label,
    );
  return [
    save(
      'classes.csv',
      text('bulk.csv'),
      ['class', 'provider', 'count', 'retry', 'first_line', 'first_message'],
      rows.map((row) => [row.class, row.provider, row.count, row.retry, row.line, row.message]),
    ),
    save(
      'failures.csv',
      text('bulk.csv.all'),
      ['line', 'class', 'provider', 'status', 'retry', 'after_ms', 'message'],
      failures,
    ),
  ];
}

customElements.define('bulk-view', BulkView);
