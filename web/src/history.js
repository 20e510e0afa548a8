// What this browser explained before: in its own storage, redacted, newest
// first.

import { read, write } from './store.js';

const most = 30;
const longest = 20_000; // characters of one paste

/** @typedef {{text: string, title: string, badge: string, class: string}} Entry */

export const history = {
  get on() {
    return read('history.off') === null;
  },
  set on(on) {
    write('history.off', on ? null : '1');
    if (!on) this.clear();
  },
  /** @returns {Entry[]} */
  get entries() {
    try {
      return JSON.parse(read('history') ?? '[]');
    } catch {
      return [];
    }
  },
  /** @param {Entry} entry */
  add(entry) {
    if (!this.on || entry.text.length > longest) return;
    const others = this.entries.filter(({ text }) => text !== entry.text);
    write('history', JSON.stringify([entry, ...others].slice(0, most)));
  },
  clear() {
    write('history', null);
  },
};
