// Live mode: the demo provider's models on one side, a call on the other.

import { h } from '../dom.js';
import { servedByEdge } from '../frame.js';
import { callModel } from '../live-call.js';
import { text } from '../text.js';
import { liveCall } from './live-answer.js';

class LiveView extends HTMLElement {
  /** @type {AbortController | undefined} */
  #call;

  connectedCallback() {
    this.models = h('ul.models', { 'aria-label': text('live.models') });
    this.answer = h('section.answer', { 'aria-label': text('live.body') }, h('p.empty', text('live.pick')));
    const filter = h('input', {
      type: 'text',
      'aria-label': text('live.filter'),
      placeholder: text('live.filter'),
      oninput: () => this.#filter(filter.value.toLowerCase()),
    });
    this.stream = h('input', { type: 'checkbox' });
    this.append(
      h(
        'div.ask',
        h('h1', text('live.title')),
        h('p.lead', text('live.about')),
        h('div.row', filter, h('label', this.stream, text('live.stream'))),
        this.models,
      ),
      this.answer,
    );
    this.#list();
  }

  async #list() {
    const models = servedByEdge()
      ? await fetch('/v1/models')
          .then((response) => response.json())
          .catch(() => null)
      : null;
    const demo = models?.data?.filter((model) => model.owned_by === 'ukemi-demo') ?? [];
    if (demo.length === 0)
      return this.answer.replaceChildren(
        h('p.empty', text(models?.data || models?.error ? 'live.nodemo' : 'live.noedge')),
      );
    this.models.replaceChildren(
      ...demo.map((model) =>
        h(
          'li',
          h(
            'button.entry',
            { type: 'button', onclick: () => this.#send(model.id) },
            h('b', model.id),
            h('span', model.description),
          ),
        ),
      ),
    );
  }

  #filter(words) {
    for (const item of this.models.children) item.hidden = !item.textContent.toLowerCase().includes(words);
  }

  async #send(model) {
    this.#call?.abort();
    const call = (this.#call = new AbortController());
    for (const button of this.models.querySelectorAll('button'))
      button.setAttribute('aria-pressed', String(button.firstChild.textContent === model));
    const view = liveCall(model, () => call.abort());
    this.answer.replaceChildren(view.element);
    this.answer.scrollIntoView({ block: 'nearest' });
    try {
      await callModel(model, this.stream.checked, call.signal, view);
    } catch (error) {
      view.fail(error.message);
    }
  }
}

customElements.define('live-view', LiveView);
