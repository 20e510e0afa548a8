// The examples, from the corpus that the classifier is tested with:
//   virtual:stories  the featured ones (stories.js), in the page; the first one is explained at
//                    build time, so that a first visit need not wait for the core
//   virtual:corpus   all of them, loaded on demand

import { readFile } from 'node:fs/promises';

import { findPlaces } from '../src/places.js';
import { stories } from '../src/stories.js';
import { startCore } from './core.js';

const folder = new URL('../../pkg/classify/testdata/corpus/', import.meta.url);

/** @returns {import('vite').Plugin} */
export const corpus = () => ({
  name: 'ukemi-corpus',
  resolveId: (id) => (id === 'virtual:corpus' || id === 'virtual:stories' ? '\0' + id : null),
  async load(id) {
    if (!id.startsWith('\0virtual:')) return null;
    const all = await readCorpus();
    if (id === '\0virtual:corpus') return `export default ${JSON.stringify(all)}`;
    if (id !== '\0virtual:stories') return null;
    const featured = stories.map(
      (story) => all.find((example) => example.id === story) ?? this.error(`the corpus has no ${story}`),
    );
    return `export default ${JSON.stringify(featured)}; export const first = ` +
      `${JSON.stringify(await explained(featured[0].text))}`;
  },
});

/** The first story's text, for the page's HTML. */
export const firstText = async () => (await readCorpus()).find(({ id }) => id === stories[0]).text;

/** The core's results for a text, as the page requests them. */
async function explained(text) {
  const core = await startCore();
  const { result: explanation } = core('explain', { input: 'paste' }, text);
  const { class: name, status, retry, after_ms } = explanation.verdict;
  const { result: timeline } = core('simulate', { script: 'this', verdict: { class: name, status, retry, after_ms } });
  return {
    text,
    explanation,
    places: findPlaces(text, explanation.verdict.evidence),
    ready: { defaults: core('policy', {}).result, timeline },
  };
}

/** @returns {Promise<{id: string, provider: string, class: string, why: string, text: string}[]>} */
async function readCorpus() {
  const files = await Promise.all(
    ['exchanges.jsonl', 'pastes.jsonl'].map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  const lines = files.flatMap((file) => file.split('\n')).filter(Boolean);
  return lines.map((line) => {
    const { id, provider, input, expect, why } = JSON.parse(line);
    return { id, provider, class: expect.class, why, text: input.paste ?? exchange(input) };
  });
}

/** An HTTP answer in the format of curl -i. */
function exchange({ status, headers, body }) {
  const lines = Object.entries(headers ?? {}).map((pair) => pair.join(': '));
  const head = status ? [`HTTP/1.1 ${status}`, ...lines, '', ''] : [];
  return head.join('\n') + (body ?? '');
}
