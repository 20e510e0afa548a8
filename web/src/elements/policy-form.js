// The form of the policy and of the script. Emits 'trial' at every change.

import { element, emit, h } from '../dom.js';
import { sliders, timeOf, trial } from '../policy.js';
import { text } from '../text.js';

/** data: the default policy */
export const policyForm = element('policy-form', (defaults, form) => {
  const changed = () => emit(form, 'trial');
  const script = h('input', {
    type: 'text',
    id: 'script',
    value: trial.script,
    spellcheck: 'false',
    autocomplete: 'off',
    oninput: () => {
      trial.script = script.value;
      changed();
    },
  });
  const useScript = (value) => () => {
    script.value = trial.script = value;
    changed();
  };
  const fallback = h('input', {
    type: 'checkbox',
    checked: trial.fallback,
    onchange: () => {
      trial.fallback = fallback.checked;
      changed();
    },
  });
  return [
    h(
      'div.script',
      h('label', { for: 'script' }, text('script.label')),
      script,
      h(
        'div.row',
        scripts.map((value) =>
          h('button.chip', { type: 'button', onclick: useScript(value) }, text('script.' + value)),
        ),
      ),
    ),
    h(
      'div.sliders',
      sliders.map((slider) => sliderRow(slider, defaults, changed)),
    ),
    h(
      'div.row',
      h('label', fallback, text('policy.fallback')),
      h('button.quiet', { type: 'button', onclick: () => reset(form, defaults, changed) }, text('policy.reset')),
    ),
  ];
});

const scripts = ['this', 'this, this, 200', '503, 503, 200', 'timeout'];

function sliderRow({ key, min, max, step, time }, defaults, changed) {
  const shown = (value) => (time ? timeOf(value) : String(value));
  const value = trial.changed[key] ?? defaults[key];
  const output = h('output', shown(value));
  const input = h('input', {
    type: 'range',
    id: key,
    min,
    max,
    step,
    value,
    'aria-valuetext': shown(value),
    oninput: set,
  });
  function set() {
    const value = Number(input.value);
    output.textContent = shown(value);
    input.setAttribute('aria-valuetext', shown(value));
    if (value === defaults[key]) delete trial.changed[key];
    else trial.changed[key] = value;
    changed();
  }
  return h('div.slider', h('label', { for: key }, text('policy.' + key)), output, input);
}

function reset(form, defaults, changed) {
  Object.assign(trial, { changed: {}, script: 'this', fallback: false });
  form.data = defaults;
  changed();
}
