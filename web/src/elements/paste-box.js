// The box: a textarea over a backdrop that marks the words an explanation rests
// on. Tells 'pasted' when its text changed, 'fact' when a marked word is under
// the pointer or the caret.

import { tell } from '../dom.js';
import { text } from '../text.js';
import { segmentsOf } from '../segments.js';

/** Browsers take seconds to lay out more than this in a text box. */
const maxShown = 100_000;
const around = 20_000;

class PasteBox extends HTMLElement {
  /** All of the text; the box may show a part of it. */
  #whole = '';
  #from = 0;
  /** @type {{start: number, end: number, facts: number[], mark: HTMLElement}[]} */
  #segments = [];

  connectedCallback() {
    this.area = this.querySelector('textarea');
    this.backdrop = this.querySelector('.backdrop');
    this.note = this.querySelector('.note');
    this.area.addEventListener('input', () => this.#take(this.area.value, 0, this.area.value));
    this.area.addEventListener('paste', (event) => this.#paste(event));
    this.area.addEventListener('pointermove', (event) => this.#over(event));
    this.area.addEventListener('pointerleave', () => tell(this, 'fact', []));
    for (const type of ['keyup', 'pointerup']) this.area.addEventListener(type, () => this.#caret());
  }

  get value() {
    return this.#whole;
  }

  set value(whole) {
    const normal = whole.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
    this.#take(normal, 0, normal.slice(0, maxShown));
  }

  #take(whole, from, shown) {
    this.fill(whole, from, shown);
    tell(this, 'pasted', whole);
  }

  /** Put a text in without telling. */
  fill(whole, from = 0, shown = whole) {
    this.#whole = whole;
    this.#from = from;
    if (this.area.value !== shown) this.area.value = shown;
    this.note.textContent = shown.length < whole.length ? text('box.part', { all: size(whole.length), shown: size(shown.length) }) : '';
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
      const from = Math.max(0, this.#whole.lastIndexOf('\n', first.start - around) + 1);
      this.fill(this.#whole, from, this.#whole.slice(from, first.end + around));
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
    // The last line end of a text has no height of its own without what follows.
    this.backdrop.replaceChildren(...parts, shown.slice(at) + '\n');
  }

  /** Light up the words of these facts. */
  light(facts) {
    for (const { mark, facts: its } of this.#segments) mark.classList.toggle('lit', its.some((fact) => facts.includes(fact)));
  }

  /** Select a fact's words and bring them into view. */
  select(fact) {
    const its = this.#segments.filter(({ facts }) => facts.includes(fact));
    if (!its.length) return;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(its[0].start, its.at(-1).end);
    its[0].mark.scrollIntoView({ block: 'nearest' });
  }

  #over({ clientX: x, clientY: y }) {
    const found = this.#segments.find(({ mark }) => [...mark.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom));
    tell(this, 'fact', found?.facts ?? []);
  }

  #caret() {
    const { selectionStart: start, selectionEnd: end } = this.area;
    tell(this, 'fact', this.#segments.filter((s) => s.start <= end && s.end >= start).flatMap(({ facts }) => facts));
  }
}

const size = (n) => (n < 1e6 ? text('size.kb', { n: Math.round(n / 1e3) }) : text('size.mb', { n: (n / 1e6).toFixed(1) }));

customElements.define('paste-box', PasteBox);
