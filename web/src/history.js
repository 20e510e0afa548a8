// The history: texts that this browser explained before, redacted, newest first, in the
// browser's storage.

import { read, write } from './store.js';

const maxEntries = 30;
const maxText = 20_000; // characters

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
    if (!this.on || entry.text.length > maxText) return;
    const others = this.entries.filter(({ text }) => text !== entry.text);
    write('history', JSON.stringify([entry, ...others].slice(0, maxEntries)));
  },
  clear() {
    write('history', null);
  },
};
