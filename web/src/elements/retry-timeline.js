// The decisions of the policy on this error: as a drawing, as a table, and the policy as code.

import { call } from '../core.js';
import { h } from '../dom.js';
import { asFetch, asGo, asVars } from '../policy-formats.js';
import { policyOf, timeOf, trial } from '../policy.js';
import { text } from '../text.js';
import { codeBlock } from './code-block.js';
import { policyForm } from './policy-form.js';
import { timelineChart } from './timeline-chart.js';
import { timelineTable } from './timeline-table.js';

const padding = 30; // pixels, both sides of the drawing's frame

class RetryTimeline extends HTMLElement {
  verdict;
  ready;
  timeline;
  width = 0;

  connectedCallback() {
    this.summary = h('p.said', { role: 'status' });
    this.chart = h('div.chart');
    this.legend = h('p.legend', text('timeline.legend'));
    this.table = h('div');
    this.codes = h('div.codes');
    this.form = h('div');
    this.append(
      h('h3', text('timeline.title')), this.summary, this.chart, this.legend,
      h('details', h('summary', text('timeline.table')), this.table),
      h(
        'details',
        { open: trial.open, ontoggle: (event) => (trial.open = event.target.open) },
        h('summary', text('policy.title')),
        this.form,
      ),
      h('details', h('summary', text('policy.take')), this.codes),
    );
    this.addEventListener('trial', () => this.#simulate());
    // Reading the width here would force a layout; the observer gets it without one.
    this.sizes = new ResizeObserver(([{ contentRect }]) => {
      this.width = contentRect.width - padding;
      this.#draw();
    });
    this.sizes.observe(this);
    this.#start();
  }

  disconnectedCallback() {
    this.sizes.disconnect();
  }

  async #start() {
    this.defaults = this.ready?.defaults ?? (await call('policy')).result;
    this.form.replaceChildren(policyForm(this.defaults));
    this.#writeCodes();
    if (this.ready) this.#show(this.ready.timeline);
    else await this.#simulate();
  }

  #writeCodes() {
    this.codes.replaceChildren(
      codeBlock(text('policy.vars'), asVars(trial)),
      codeBlock(text('policy.fetch'), asFetch(trial)),
      codeBlock(text('policy.go'), asGo(trial)),
    );
  }

  async #simulate() {
    this.#writeCodes();
    const { class: name, status, retry, after_ms } = this.verdict;
    try {
      const { result } = await call('simulate', {
        policy: policyOf(),
        script: trial.script,
        verdict: { class: name, status, retry, after_ms },
      });
      this.#show(result);
    } catch (error) {
      this.timeline = undefined;
      this.summary.textContent = error.message.replace('ukemi: ', '');
      this.summary.classList.add('warning');
      this.#draw();
    }
  }

  #show(timeline) {
    this.timeline = timeline;
    this.table.replaceChildren(timelineTable(timeline.steps));
    this.summary.textContent = sentence(timeline.steps, { ...this.defaults, ...trial.changed });
    this.summary.classList.remove('warning');
    this.#draw();
  }

  #draw() {
    const drawn = this.timeline?.steps.length > 1; // for one attempt the sentence is enough
    this.chart.hidden = this.legend.hidden = !drawn;
    if (drawn && this.width > 0) this.chart.replaceChildren(timelineChart(this.timeline, this.width));
  }
}

function sentence(steps, policy) {
  const last = steps.at(-1);
  const values = {
    n: steps.length,
    time: timeOf(last.end),
    limit: timeOf(policy.maxRetryAfter),
    deadline: timeOf(policy.maxElapsed),
  };
  const attempts = text(steps.length === 1 ? 'timeline.one' : 'timeline.many', values);
  const cost = steps.reduce((sum, step) => sum + step.cost, 0);
  const budget = cost ? ' ' + text('timeline.budget', { cost, budget: policy.retryBudget }) : '';
  return `${attempts} ${text('end.' + last.reason, values)}${budget}`;
}

customElements.define('retry-timeline', RetryTimeline);

/**
 * @param {Record<string, any>} verdict
 * @param {{defaults: any, timeline: any}} [ready] the core's results, if they were computed at build time
 */
export const retryTimeline = (verdict, ready) =>
  Object.assign(document.createElement('retry-timeline'), { verdict, ready });
