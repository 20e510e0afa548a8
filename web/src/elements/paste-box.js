// The text box: a textarea over a backdrop that marks the evidence. Emits 'pasted' when the text
// has changed, and 'fact' when a mark is under the pointer or the caret.

import { emit } from '../dom.js';
import { text } from '../text.js';
import { segmentsOf } from '../segments.js';

/** Characters; browsers need seconds to lay out more than this in a text box. */
const maxShown = 100_000;
const context = 20_000; // characters shown around the evidence of a longer text

class PasteBox extends HTMLElement {
  /** The whole text; the box may show only a part of it. */
  #whole = '';
  #from = 0;
  /** @type {{start: number, end: number, facts: number[], mark: HTMLElement}[]} */
  #segments = [];

  connectedCallback() {
    this.area = this.querySelector('textarea');
    this.backdrop = this.querySelector('.backdrop');
    this.note = this.querySelector('.note');
    this.area.addEventListener('input', () => this.#change(this.area.value, 0, this.area.value));
    this.area.addEventListener('paste', (event) => this.#paste(event));
    this.area.addEventListener('pointermove', (event) => this.#hover(event));
    this.area.addEventListener('pointerleave', () => emit(this, 'fact', []));
    for (const type of ['keyup', 'pointerup']) this.area.addEventListener(type, () => this.#caret());
  }

  get value() {
    return this.#whole;
  }

  set value(whole) {
    const normal = whole.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
    this.#change(normal, 0, normal.slice(0, maxShown));
  }

  #change(whole, from, shown) {
    this.fill(whole, from, shown);
    emit(this, 'pasted', whole);
  }

  /** Set the text without an event. */
  fill(whole, from = 0, shown = whole) {
    this.#whole = whole;
    this.#from = from;
    if (this.area.value !== shown) this.area.value = shown;
    this.note.textContent =
      shown.length < whole.length ? text('box.part', { all: size(whole.length), shown: size(shown.length) }) : '';
    this.mark([]);
  }

  #paste(event) {
    const pasted = event.clipboardData?.getData('text') ?? '';
    if (pasted.length <= maxShown) return;
    event.preventDefault();
    this.value = pasted;
  }

  /**
   * Mark places of the whole text; null for a fact that has none.
   * @param {({start: number, end: number, against: boolean} | null)[]} places
   */
  mark(places) {
    const first = places.find(Boolean);
    const length = this.area.value.length;
    if (first && (first.start < this.#from || first.end > this.#from + length)) {
      const from = Math.max(0, this.#whole.lastIndexOf('\n', first.start - context) + 1);
      this.fill(this.#whole, from, this.#whole.slice(from, first.end + context));
    }
    const shown = this.area.value;
    this.#segments = segmentsOf(places, this.#from, shown.length).map((segment) => {
      const mark = document.createElement('mark');
      mark.textContent = shown.slice(segment.start, segment.end);
      mark.className = segment.against ? 'against' : '';
      return { ...segment, mark };
    });
    const parts = [];
    let at = 0;
    for (const { start, end, mark } of this.#segments) {
      parts.push(shown.slice(at, start), mark);
      at = end;
    }
    // A line feed at the end of an element has no height, so another one is added.
    this.backdrop.replaceChildren(...parts, shown.slice(at) + '\n');
  }

  /** Highlight the marks of these facts. */
  highlight(facts) {
    for (const { mark, facts: own } of this.#segments)
      mark.classList.toggle(
        'lit',
        own.some((fact) => facts.includes(fact)),
      );
  }

  /** Select the text of a fact and scroll to it. */
  select(fact) {
    const segments = this.#segments.filter(({ facts }) => facts.includes(fact));
    if (!segments.length) return;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(segments[0].start, segments.at(-1).end);
    segments[0].mark.scrollIntoView({ block: 'nearest' });
  }

  #hover({ clientX: x, clientY: y }) {
    const isInside = (r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom;
    const found = this.#segments.find(({ mark }) => [...mark.getClientRects()].some(isInside));
    emit(this, 'fact', found?.facts ?? []);
  }

  #caret() {
    const { selectionStart: start, selectionEnd: end } = this.area;
    const touched = this.#segments.filter((segment) => segment.start <= end && segment.end >= start);
    emit(this, 'fact', touched.flatMap(({ facts }) => facts));
  }
}

const size = (n) =>
  n < 1e6 ? text('size.kb', { n: Math.round(n / 1e3) }) : text('size.mb', { n: (n / 1e6).toFixed(1) });

customElements.define('paste-box', PasteBox);
