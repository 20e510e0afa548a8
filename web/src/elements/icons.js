// The icons: one path each, on a grid of 16 × 16.

import { svg } from '../dom.js';

const paths = {
  retry: 'M13.25 8a5.25 5.25 0 1 1-1.6-3.8M13.25 2v3h-3',
  wait: 'M8 2.75a5.25 5.25 0 1 0 0 10.5a5.25 5.25 0 0 0 0-10.5M8 5.25V8l2 1.5',
  fix: 'M10.5 3.25l2.25 2.25-7 7-2.75.5.5-2.75zM9 4.75l2.25 2.25',
  pay: 'M2.25 4.25h11.5v7.5h-11.5zM2.25 6.75h11.5M4.5 9.5h2.5',
  key: 'M6 10a2.25 2.25 0 1 1-.01-.01M7.1 8.4l5.4-5.4M10.75 4.75l1.75 1.75M9 6.5l1 1',
  switch: 'M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13',
  stop: 'M5.5 2.75h5l2.75 2.75v5l-2.75 2.75h-5L2.75 10.5v-5zM5.75 8h4.5',
  copy: 'M5.75 5.75h7.5v7.5h-7.5zM10.25 5.75v-3h-7.5v7.5h3',
  share: 'M8 9.5V2.5M5.25 5L8 2.25 10.75 5M3 9v4.25h10V9',
  clipboard: 'M5.5 3.5H3.5v10h9v-10h-2M5.75 2.25h4.5v2.5h-4.5z',
  file: 'M4 2.25h5l3 3v8.5H4zM9 2.25v3h3',
  clear: 'M4 4l8 8M12 4l-8 8',
  dice: 'M3 3h10v10H3zM5.75 5.75h.01M10.25 10.25h.01M8 8h.01M10.25 5.75h.01M5.75 10.25h.01',
  lock: 'M4 7.25h8v6H4zM5.5 7.25v-2a2.5 2.5 0 0 1 5 0v2',
  theme: 'M8 2.75a5.25 5.25 0 1 0 0 10.5zM8 2.75a5.25 5.25 0 0 1 0 10.5',
  send: 'M2.75 8h10M9 4.25L12.75 8 9 11.75',
  download: 'M8 2.5v7M5.25 7L8 9.75 10.75 7M3 11v2.25h10V11',
};

/** @param {keyof typeof paths} name */
export const icon = (name) =>
  svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'icon' }, svg('path', { d: paths[name] }));
