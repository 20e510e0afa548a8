// The policy that the reader tries out: its numbers, the scripted fault, the
// fallback. It outlives the errors that are looked at.

/**
 * The sliders, in order. Ranges are narrower than what the core allows: what is
 * sensible to try. Steps are those of the slider; time is in milliseconds.
 */
export const sliders = [
  { key: 'maxAttempts', min: 1, max: 5, step: 1 },
  { key: 'initialBackoff', min: 100, max: 5000, step: 100, time: true },
  { key: 'maxBackoff', min: 1000, max: 30_000, step: 1000, time: true },
  { key: 'jitter', min: 0, max: 1, step: 0.05 },
  { key: 'maxRetryAfter', min: 0, max: 120_000, step: 5000, time: true },
  { key: 'maxElapsed', min: 10_000, max: 900_000, step: 10_000, time: true },
];

export const fallbackModel = 'another-model';

/** Defaults as the core has them; loaded once. */
export const trial = {
  /** @type {Record<string, number>} */
  changed: {},
  script: 'this',
  fallback: false,
  open: false, // whether its form is shown
};

/** The trial as a link carries it: only what differs. */
export const stateOf = () => (Object.keys(trial.changed).length || trial.fallback || trial.script !== 'this' ? { p: { changed: trial.changed, script: trial.script, fallback: trial.fallback } } : {});

/** Take over a trial from a link, which anybody may have made up. */
export function takeState({ p }) {
  if (typeof p !== 'object' || p === null) return;
  const numbers = sliders.map(({ key }) => [key, p.changed?.[key]]).filter(([, value]) => typeof value === 'number');
  Object.assign(trial, { changed: Object.fromEntries(numbers), script: String(p.script ?? 'this').slice(0, 200), fallback: p.fallback === true, open: true });
}

/** The partial policy for the core. */
export const policyOf = () => ({ ...trial.changed, fallbacks: trial.fallback ? { '*': [fallbackModel] } : {} });

/**
 * A time as people write it.
 * @param {number} ms
 */
export function timeOf(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${+(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${+(ms / 60_000).toFixed(1)} min`;
}
