// The attempts as a drawing: one row each, time from left to right. A bar is an attempt, a line
// the wait after it, a band the range of the wait with jitter.

import { svg } from '../dom.js';
import { timeOf } from '../policy.js';
import { text } from '../text.js';

const row = 34;
const right = 20;
const letter = 7.3; // width of a letter of the attempts' names, in pixels
const axis = 26;

/**
 * @param {{steps: any[], deadline: number}} timeline
 * @param {number} width in pixels
 */
export function timelineChart({ steps, deadline }, width) {
  const end = Math.max(...steps.map((step) => step.end + step.waitMax), 200);
  const left = 16 + letter * Math.max(...steps.map((step, i) => nameOf(step, i).length));
  const x = (ms) => left + (ms / end) * (width - left - right);
  const height = steps.length * row + axis;
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': text('timeline.drawing') },
    ticks(end, Math.floor((width - left) / 70)).map((ms) => tick(x(ms), height, timeOf(ms))),
    steps.map((step, i) => attempt(step, i, x, steps[i - 1])),
    deadline < end ? limit(x(deadline), height) : null);
}

const nameOf = (step, i) => `${i + 1}  ${step.status ?? step.class}`;

function attempt(step, i, x, before) {
  const y = i * row + row / 2;
  const good = step.class === null;
  const bar = Math.max(x(step.end) - x(step.start), 5);
  const from = x(step.start) + bar;
  return svg('g', { class: good ? 'go' : step.action === 'resend' ? 'wait' : 'act' },
    svg('text', { x: 0, y: y + 4, class: 'name' }, nameOf(step, i)),
    before && before.model !== step.model
      ? svg('text', { x: x(step.start) - 8, y: y + 4, 'text-anchor': 'end' }, `→ ${step.model}`)
      : null,
    step.waitMax > 0
      ? svg('rect', {
          class: 'band',
          x: x(step.end + step.waitMin),
          y: y - 8,
          width: Math.max(x(step.end + step.waitMax) - x(step.end + step.waitMin), 1),
          height: 16,
          rx: 3,
        })
      : null,
    step.waitMax > 0 ? svg('path', { class: 'waiting', d: `M${from} ${y}H${x(step.end + step.wait)}` }) : null,
    step.waitMax > 0 ? svg('circle', { class: 'next', cx: x(step.end + step.wait), cy: y, r: 3 }) : null,
    svg('rect', { class: 'bar', x: x(step.start), y: y - 8, width: bar, height: 16, rx: 3 }));
}

function tick(x, height, label) {
  return svg(
    'g',
    { class: 'tick' },
    svg('path', { d: `M${x} 0V${height - axis + 4}` }),
    svg('text', { x, y: height - 6, 'text-anchor': 'middle' }, label),
  );
}

function limit(x, height) {
  return svg(
    'g',
    { class: 'limit' },
    svg('path', { d: `M${x} 0V${height - axis}` }),
    svg('text', { x: x - 5, y: 10, 'text-anchor': 'end' }, text('timeline.deadline')),
  );
}

/** Round times from 0 to the end, about n of them. */
function ticks(end, n) {
  const steps = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000];
  const step = steps.find((step) => end / step <= Math.max(n, 2)) ?? 600_000;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
}
