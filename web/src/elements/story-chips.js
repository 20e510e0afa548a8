// The featured examples, a random one, and a link to all. Emits 'example' with its text.

import stories from 'virtual:stories';

import { element, emit, h } from '../dom.js';
import { text } from '../text.js';
import { icon } from './icons.js';

export const storyChips = element('story-chips', (_, chips) => [
  h('h2', text('stories.title')),
  h(
    'ul',
    stories.map((story) =>
      h(
        'li',
        h(
          'button.chip',
          { type: 'button', onclick: () => emit(chips, 'example', story.text) },
          text('story.' + story.id),
        ),
      ),
    ),
    h('li', h('button.chip', { type: 'button', onclick: () => random(chips) }, icon('dice'), text('stories.random'))),
    h('li', h('a.chip', { href: '#/examples' }, text('stories.all')))),
]);

async function random(chips) {
  const { default: all } = await import('virtual:corpus');
  emit(chips, 'example', all[Math.floor(Math.random() * all.length)].text);
}
