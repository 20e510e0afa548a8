// The policy of the timeline, as the user has changed it: numbers, the script of the upstream's
// answers, the fallback. It stays when another error is shown.

// The sliders, from the core's table of parameters (wasm/generate).
import sliders from '../../build/sliders.json' with { type: 'json' };

export { sliders };

export const fallbackModel = 'another-model';

/** The changed values; the defaults come from the core. */
export const trial = {
  /** @type {Record<string, number>} */
  changed: {},
  script: 'this',
  fallback: false,
  open: false, // whether its form is shown
};

/** The trial as a part of a link; empty if nothing is changed. */
export function stateOf() {
  const { changed, script, fallback } = trial;
  const isChanged = Object.keys(changed).length > 0 || fallback || script !== 'this';
  return isChanged ? { p: { changed, script, fallback } } : {};
}

/** Read the trial from a link. The link is not trusted: its values are checked. */
export function readState({ p }) {
  if (typeof p !== 'object' || p === null) return;
  const numbers = sliders.map(({ key }) => [key, p.changed?.[key]]).filter(([, value]) => typeof value === 'number');
  const script = String(p.script ?? 'this').slice(0, 200);
  Object.assign(trial, { changed: Object.fromEntries(numbers), script, fallback: p.fallback === true, open: true });
}

/** The partial policy for the core. */
export const policyOf = () => ({ ...trial.changed, fallbacks: trial.fallback ? { '*': [fallbackModel] } : {} });

/**
 * A time with a unit, such as 1.5 s.
 * @param {number} ms
 */
export function timeOf(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${+(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${+(ms / 60_000).toFixed(1)} min`;
}
