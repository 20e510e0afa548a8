// The page: a paste goes to the core's worker, its explanation comes back and
// is shown. The address's fragment chooses between the box and the reference.

import { explanationView } from './explanation.js';
import { examples } from './examples.js';
import { referenceView } from './reference.js';

const byId = (id) => document.getElementById(id);
const paste = byId('paste');

// —— the core, in a worker of its own so that typing never stutters ——

const core = new Worker(new URL('./core.worker.js', import.meta.url), { type: 'module' });
let asked = 0;
let answered = 0;

function ask(text = paste.value) {
  byId('shown').hidden = text === paste.value;
  if (text.trim() === '') {
    asked = answered = asked + 1;
    byId('explanation').replaceChildren();
    return;
  }
  core.postMessage({ id: ++asked, text });
}

core.onmessage = ({ data }) => {
  if (data.classes) return listClasses(data.classes);
  if (data.id < answered) return;
  answered = data.id;
  byId('explanation').replaceChildren(data.error ? failed(data.error) : explanationView(data.explanation));
};
core.onerror = () => byId('explanation').replaceChildren(failed('the core could not be started'));

function failed(why) {
  const p = document.createElement('p');
  p.className = 'failed';
  p.textContent = `This could not be explained: ${why}. Reloading the page may help.`;
  return p;
}

// —— the box ——

paste.addEventListener('input', () => ask());

/** Browsers take seconds to lay out more than this in a text box. */
const maxShown = 200_000;

paste.addEventListener('paste', (event) => {
  const text = event.clipboardData?.getData('text') ?? '';
  if (text.length <= maxShown) return;
  event.preventDefault();
  paste.value = text.slice(0, maxShown);
  byId('shown').textContent = `All ${megabytes(text.length)} were read; the box shows the first ${megabytes(maxShown)}.`;
  ask(text);
});

const megabytes = (n) => `${(n / 1e6).toFixed(1)} MB`;

for (const { name, text } of examples) {
  const chip = document.createElement('button');
  chip.type = 'button';
  chip.textContent = name;
  chip.addEventListener('click', () => {
    paste.value = text;
    location.hash = '#/';
    ask();
  });
  byId('examples').append(chip);
}
if (paste.value === '') paste.value = examples[0].text; // a reload keeps what was typed
ask();

// —— the reference: #/class/rate_limit, where every error's help link leads ——

let classes = [];

function listClasses(list) {
  classes = list;
  byId('classes').replaceChildren(
    ...classes.flatMap(({ class: name }, i) => {
      const a = document.createElement('a');
      a.href = `#/class/${name}`;
      a.textContent = name;
      return i ? [' · ', a] : [a];
    }),
  );
  route();
}

function route() {
  const [, name] = /^#\/class\/(\w+)$/.exec(location.hash) ?? [];
  const info = classes.find((c) => c.class === name);
  byId('explain').hidden = Boolean(info);
  byId('reference').hidden = !info;
  if (info) {
    byId('reference').replaceChildren(referenceView(info));
    scrollTo(0, 0);
  }
}

addEventListener('hashchange', route);
