// The first view: the text box on one side, the explanation on the other.

import stories, { first } from 'virtual:stories';

import { call, createExplainer } from '../core.js';
import { h } from '../dom.js';
import { factsOf, isNoError } from '../facts.js';
import { exchangesOf, isHar } from '../har.js';
import { history } from '../history.js';
import { Notice } from '../notice.js';
import { stateOf } from '../policy.js';
import { text } from '../text.js';
import { contractForm } from './contract-form.js';
import { errorChain } from './error-chain.js';
import { evidenceList } from './evidence-list.js';
import { fixCard } from './fix-card.js';
import { historyList } from './history-list.js';
import { problemView } from './page-problem.js';
import { retryTimeline } from './retry-timeline.js';
import { sdkList } from './sdk-list.js';
import { share } from './share-dialog.js';
import { storyChips } from './story-chips.js';
import { verdictCard } from './verdict-card.js';

const waitDelay = 250; // ms before the previous explanation is replaced by “Reading …”
const historyDelay = 1500; // ms without a change before a text is added to the history

/** Let the browser handle input first. */
const yieldToBrowser = () =>
  /** @type {any} */ (globalThis).scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

class ExplainView extends HTMLElement {
  #timer = 0;
  #waitTimer = 0;
  #round = 0; // of drawing; an older one stops
  #isNew = false; // the text was pasted or chosen, not typed
  #example = ''; // the page put it into the box

  connectedCallback() {
    this.box = this.querySelector('paste-box');
    this.answer = this.querySelector('.answer');
    this.live = this.querySelector('.announce');
    this.historyList = historyList(null);
    this.querySelector('.more').append(storyChips(null), this.historyList);
    this.explain = createExplainer((answer) => this.#show(answer));
    this.addEventListener('pasted', ({ detail }) => this.#pasted(detail));
    this.addEventListener('paste', () => this.#beforePaste());
    this.addEventListener('fact', ({ detail }) => this.#highlight(detail));
    this.addEventListener('find', ({ detail }) => this.box.select(detail));
    this.addEventListener('example', ({ detail }) => this.open((this.#example = detail)));
    this.addEventListener('share', () => share(this.box.value, stateOf()));
  }

  /** Put a text into the box and explain it. */
  open(paste) {
    this.#isNew = true;
    this.box.value = paste;
    this.box.scrollIntoView({ block: 'nearest' });
  }

  /** Show the first example. It was explained at build time, so the core is not needed. */
  begin() {
    const restored = this.box.area.value; // browsers restore the text after a reload
    if (restored !== first.text && restored) return this.open(restored);
    this.box.fill((this.#example = first.text));
    this.#show(first);
  }

  /** A paste replaces an example, wherever the caret stands in it. */
  #beforePaste() {
    this.#isNew = true;
    if (this.box.value === this.#example) this.box.area.select();
  }

  #pasted(paste) {
    clearTimeout(this.#timer);
    clearTimeout(this.#waitTimer);
    if (isHar(paste)) return this.#unpack(exchangesOf(paste));
    if (paste.trim()) {
      this.#waitTimer = setTimeout(() => this.#replace(h('p.empty', text('answer.wait'))), waitDelay);
      return this.explain(paste);
    }
    this.#replace(h('p.empty', text('answer.empty')));
  }

  /** Replace a browser's recording by its failed calls. */
  async #unpack(calls) {
    if (calls.length === 0) return this.#replace(problemView(new Notice(text('file.har.none', { name: 'HAR' }))));
    if (calls.length === 1) return this.open(calls[0]);
    const { openBulk } = await import('./bulk-view.js');
    openBulk(calls.join('\n\n'));
  }

  #show({ text: paste, explanation, places, error, ready }) {
    if (paste !== this.box.value) return;
    clearTimeout(this.#waitTimer);
    if (error) return this.#replace(problemView(error));
    const facts = factsOf(explanation.verdict.evidence, places);
    this.box.mark(facts.map(({ at, against }) => at && { start: at[0], end: at[1], against }));
    const failed = [
      () => errorChain(explanation.verdict),
      () => retryTimeline(explanation.verdict, ready),
      () => contractForm(explanation.contract),
      () => sdkList(explanation.sdks),
    ];
    this.#draw([
      () => verdictCard(explanation),
      ...(explanation.fix ? [() => fixCard(explanation.fix)] : []),
      () => evidenceList({ explanation, facts }),
      ...(isNoError(explanation.verdict) ? [] : failed),
    ]);
    this.#scrollToVerdict();
    this.live.textContent = text('answer.said', { title: explanation.title, badge: explanation.badge });
    this.#timer = setTimeout(() => this.#addToHistory(paste, explanation), historyDelay);
  }

  /** Draw the parts one by one, so that typing is not blocked. */
  async #draw(parts) {
    const round = ++this.#round;
    while (this.answer.children.length > parts.length) this.answer.lastChild.remove();
    for (const [i, part] of parts.entries()) {
      const old = this.answer.children[i];
      if (old) old.replaceWith(part());
      else this.answer.append(part());
      await yieldToBrowser();
      if (round !== this.#round) return;
    }
  }

  /** On a narrow screen the verdict is below the box; after a paste it is scrolled into view. */
  #scrollToVerdict() {
    if (this.#isNew) this.querySelector('verdict-card .summary')?.scrollIntoView({ block: 'nearest' });
    this.#isNew = false;
  }

  /** Show an element in place of an explanation. */
  #replace(element) {
    this.#round++;
    this.answer.replaceChildren(element);
  }

  async #addToHistory(paste, { title, badge, verdict }) {
    if (!history.on || stories.some((story) => story.text === paste)) return;
    const { text: safe } = await call('redact', {}, paste);
    history.add({ text: safe, title, badge, class: verdict.class });
    this.historyList.data = null;
  }

  #highlight(facts) {
    this.box.highlight(facts);
    for (const row of this.querySelectorAll('.fact'))
      row.classList.toggle('lit', facts.includes(Number(row.dataset.fact)));
  }
}

customElements.define('explain-view', ExplainView);
