// One call in live mode: its attempts, headers and body as they arrive.

import { h } from '../dom.js';
import { stepsOf } from '../live-call.js';
import { timeOf } from '../policy.js';
import { encodeState } from '../share.js';
import { text } from '../text.js';
import { codeBlock } from './code-block.js';
import { timelineChart } from './timeline-chart.js';

/**
 * @param {string} model
 * @param {() => void} stop
 */
export function liveCall(model, stop) {
  const state = h('p.state', { role: 'status' }, text('live.waiting'));
  const cancel = h('button.quiet', { type: 'button', onclick: stop }, text('live.stop'));
  const attempts = h('ol.attempts');
  const rest = h('div.rest');
  const body = h('code');
  const element = h('div.call', h('h2', model), h('div.row', state, cancel), attempts, rest);
  let head;
  return {
    element,
    attempt: (n, ms) => attempts.append(h('li', text('live.attempt', { n, time: timeOf(ms) }))),
    head: (answer) => {
      head = answer;
      const trail = answer.headers.find(([name]) => name === 'x-ukemi-attempts')?.[1] ?? String(answer.status);
      const steps = stepsOf(trail, answer.ms);
      state.textContent = text('live.answered', { status: answer.status, time: timeOf(answer.ms), n: steps.length });
      state.className = answer.status < 400 ? 'state go' : 'state act';
      attempts.remove();
      cancel.remove();
      rest.replaceChildren(...answered(answer, steps, trail, body, element.clientWidth));
    },
    body: (chunk) => {
      body.append(chunk);
      const link = rest.querySelector('.explain');
      if (head.status >= 400 || /"error"/.test(body.textContent)) explainLink(link, httpOf(head, body.textContent));
    },
    fail: (why) => {
      cancel.remove();
      state.textContent = text('live.failed', { why });
      state.className = 'state act';
    },
  };
}

function answered({ headers }, steps, trail, body, width) {
  const ours = headers.filter(([name]) => /^(x-ukemi|x-should-retry|retry-after|link|x-request-id)/.test(name));
  return [
    h('h3', text('live.trail')),
    h('div.chart', timelineChart({ steps, deadline: Infinity }, width - 30)),
    h('p', h('code', trail)),
    ours.length ? codeBlock(text('live.headers'), ours.map((pair) => pair.join(': ')).join('\n')) : null,
    h(
      'figure.code',
      h('figcaption', text('live.body')),
      h('pre', { tabindex: '0', 'aria-label': text('live.body') }, body),
    ),
    h('p', h('a.explain', { hidden: true }, text('live.explain'))),
  ].filter(Boolean);
}

const httpOf = ({ status, statusText, headers }, body) =>
  [`HTTP/1.1 ${status} ${statusText}`.trim(), ...headers.map((pair) => pair.join(': ')), '', body].join('\n');

async function explainLink(link, http) {
  link.href = '../#/s/' + (await encodeState({ t: http }));
  link.hidden = false;
}
