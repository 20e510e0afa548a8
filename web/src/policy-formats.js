// A policy as wrangler vars, as options of createFetch, and as Go. Only values that differ from
// the defaults are written.

import { fallbackModel } from './policy.js';

/** @typedef {{changed: Record<string, number>, fallback: boolean}} Trial */

/** @param {Trial} trial */
export function asVars({ changed, fallback }) {
  const setting = (key) => 'UKEMI_' + key.replace(/[A-Z]/g, '_$&').toUpperCase();
  const lines = Object.entries(changed).map(
    ([key, value]) => `${setting(key)} = "${value}${key in times ? 'ms' : ''}"`,
  );
  if (fallback) lines.push(`UKEMI_FALLBACKS = '{"*": ["${fallbackModel}"]}'`);
  return ['[vars]', ...(lines.length ? lines : ['# every default is kept'])].join('\n');
}

/** @param {Trial} trial */
export function asFetch({ changed, fallback }) {
  const numbers = Object.entries(changed)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
  const options = [
    numbers ? `  policy: { ${numbers} },` : null,
    fallback ? `  fallbacks: { '*': '${fallbackModel}' },` : null,
  ].filter(Boolean);
  const argument = options.length ? `{\n${options.join('\n')}\n}` : '';
  return `import { createFetch } from 'ukemi';\n\nconst fetch = createFetch(${argument});`;
}

/** @param {Trial} trial */
export function asGo({ changed, fallback }) {
  const number = (value) => value.toLocaleString('en').replaceAll(',', '_');
  const lines = Object.entries(changed).map(
    ([key, value]) => `policy.${key[0].toUpperCase()}${key.slice(1)} = ${number(value)}${key in times ? ' // ms' : ''}`,
  );
  if (fallback)
    lines.push(`policy.Fallbacks = retry.Routes{{Model: "*", To: []retry.Fallback{{Model: "${fallbackModel}"}}}}`);
  return [
    'policy := retry.Default()',
    ...lines,
    'client := &http.Client{Transport: edge.NewTransport(edge.Options{Policy: policy})}',
  ].join('\n');
}

const times = { initialBackoff: 1, maxBackoff: 1, maxRetryAfter: 1, maxElapsed: 1 };
