// The first view: the box on one side, what it means on the other. A text goes
// down to the core, an explanation comes up and is drawn.

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
import { historyList } from './history-list.js';
import { troubleView } from './page-trouble.js';
import { retryTimeline } from './retry-timeline.js';
import { sdkList } from './sdk-list.js';
import { share } from './share-dialog.js';
import { storyChips } from './story-chips.js';
import { verdictCard } from './verdict-card.js';

const patience = 250; // ms for which an answer may stand that is another text's
const settled = 1500; // ms without a change, then a paste goes into the history

/** Lets the browser do what is more urgent. */
const breathe = () => /** @type {any} */ (globalThis).scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

class ExplainView extends HTMLElement {
  #timer = 0;
  #late = 0;
  #round = 0;
  #brought = false;

  connectedCallback() {
    this.box = this.querySelector('paste-box');
    this.answer = this.querySelector('.answer');
    this.live = this.querySelector('.announce');
    this.past = historyList(null);
    this.querySelector('.more').append(storyChips(null), this.past);
    this.explain = createExplainer((answer) => this.#show(answer));
    this.addEventListener('pasted', ({ detail }) => this.#pasted(detail));
    this.addEventListener('paste', () => (this.#brought = true));
    this.addEventListener('fact', ({ detail }) => this.#light(detail));
    this.addEventListener('find', ({ detail }) => this.box.select(detail));
    this.addEventListener('example', ({ detail }) => this.open(detail));
    this.addEventListener('share', () => share(this.box.value, stateOf()));
  }

  /** Put a text into the box and explain it. */
  open(paste) {
    this.#brought = true;
    this.box.value = paste;
    this.box.scrollIntoView({ block: 'nearest' });
  }

  /** What a first visit sees, explained at build time: the core is not needed yet. */
  begin() {
    const kept = this.box.area.value; // a reload keeps what was typed
    if (kept !== first.text && kept) return this.open(kept);
    this.box.fill(first.text);
    this.#show(first);
  }

  #pasted(paste) {
    clearTimeout(this.#timer);
    clearTimeout(this.#late);
    if (isHar(paste)) return this.#unpack(exchangesOf(paste));
    if (paste.trim()) {
      this.#late = setTimeout(() => this.#say(h('p.empty', text('answer.wait'))), patience);
      return this.explain(paste);
    }
    this.#say(h('p.empty', text('answer.empty')));
  }

  /** A browser's recording came: its failed calls take its place. */
  async #unpack(calls) {
    if (calls.length === 0) return this.#say(troubleView(new Notice(text('file.har.none', { name: 'HAR' }))));
    if (calls.length === 1) return this.open(calls[0]);
    const { openBulk } = await import('./bulk-view.js');
    openBulk(calls.join('\n\n'));
  }

  #show({ text: paste, explanation, places, error, ready }) {
    if (paste !== this.box.value) return;
    clearTimeout(this.#late);
    if (error) return this.#say(troubleView(error));
    const facts = factsOf(explanation.verdict.evidence, places);
    this.box.mark(facts.map(({ at, against }) => at && { start: at[0], end: at[1], against }));
    const failed = [
      () => errorChain(explanation.verdict),
      () => retryTimeline(explanation.verdict, ready),
      () => contractForm(explanation.contract),
      () => sdkList(explanation.sdks),
    ];
    this.#draw([() => verdictCard(explanation), () => evidenceList({ explanation, facts }), ...(isNoError(explanation.verdict) ? [] : failed)]);
    this.#bring();
    this.live.textContent = text('answer.said', { title: explanation.title, badge: explanation.badge });
    this.#timer = setTimeout(() => this.#keep(paste, explanation), settled);
  }

  /** The verdict at once, the rest part by part, so that typing comes first. */
  async #draw(parts) {
    const round = ++this.#round;
    while (this.answer.children.length > parts.length) this.answer.lastChild.remove();
    for (const [i, part] of parts.entries()) {
      const old = this.answer.children[i];
      if (old) old.replaceWith(part());
      else this.answer.append(part());
      await breathe();
      if (round !== this.#round) return;
    }
  }

  /** Where the verdict stands below the box and somebody brought a text: into view. */
  #bring() {
    if (this.#brought) this.querySelector('verdict-card .summary')?.scrollIntoView({ block: 'nearest' });
    this.#brought = false;
  }

  /** Something else than an explanation. */
  #say(element) {
    this.#round++;
    this.answer.replaceChildren(element);
  }

  async #keep(paste, { title, badge, verdict }) {
    if (!history.on || stories.some((story) => story.text === paste)) return;
    const { text: safe } = await call('redact', {}, paste);
    history.add({ text: safe, title, badge, class: verdict.class });
    this.past.data = null;
  }

  #light(facts) {
    this.box.light(facts);
    for (const row of this.querySelectorAll('.fact')) row.classList.toggle('lit', facts.includes(Number(row.dataset.fact)));
  }
}

customElements.define('explain-view', ExplainView);
