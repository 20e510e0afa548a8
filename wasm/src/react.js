// ukemi/react: errors of LLM calls in an application made with React. Types: react.d.ts.

import { createElement, useEffect, useState } from 'react';
import { explain } from 'ukemi';

/** What stands for an error where the core cannot be loaded. */
const unknown = { class: 'unknown', rule: '', retry: true, after_ms: null, exhausted: false, status: null };

export function useExplanation(error, { audience = 'user', language = globalThis.navigator?.language } = {}) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    if (error === undefined || error === null) return undefined;
    let isCurrent = true;
    const options = { audience, language, now: Date.now() };
    explain(error, options)
      .catch(async (cause) => {
        if (audience !== 'user') throw cause;
        return (await import('./user.js')).describe(unknown, options);
      })
      .then((explanation) => isCurrent && setFound({ error, audience, language, explanation }))
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [error, audience, language]);
  // What belongs to another error is not shown while the next one is explained.
  const fits = found && found.error === error && found.audience === audience && found.language === language;
  return fits ? found.explanation : null;
}

export function ErrorNotice({ error, onRetry, language, className = 'ukemi-notice', style }) {
  const explanation = useExplanation(error, { language });
  const left = useSecondsUntil(explanation?.retryAt ?? null);
  if (error === undefined || error === null) return null;
  const { happened, advice, canRetry, retryLabel, language: lang } = explanation ?? {};
  return createElement(
    'div',
    { className, lang, style: explanation ? { ...box, ...style } : undefined },
    // The alert is there before its text, so that screen readers announce the text.
    createElement('div', { role: 'alert' }, explanation && [
      createElement('p', { key: 'happened', style: first }, happened),
      createElement('p', { key: 'advice', style: second }, advice),
    ]),
    canRetry && onRetry && createElement(
      'button',
      {
        type: 'button', disabled: left > 0, style: { ...button, opacity: left > 0 ? 0.6 : 1 }, onClick: () => onRetry(),
      },
      left > 0 ? `${retryLabel} (${clock(left)})` : retryLabel,
    ),
  );
}

/** Whole seconds until a date; the component is rendered again each second until then. */
function useSecondsUntil(date) {
  const [now, setNow] = useState(() => Date.now());
  const at = date === null ? 0 : Number(date);
  useEffect(() => {
    if (at <= Date.now()) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => {
      setNow(Date.now());
      if (at <= Date.now()) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [at]);
  return Math.max(0, Math.ceil((at - now) / 1000));
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

// Colors follow the color-scheme of the page.
const box = {
  display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '0.75rem 1rem', justifyContent: 'space-between',
  padding: '0.75rem 1rem', borderRadius: '0.5rem', border: '1px solid light-dark(#d9a7a1, #7a3b35)',
  background: 'light-dark(#fdf3f2, #2a1614)', color: 'light-dark(#3d0f0b, #fbe6e3)', lineHeight: 1.5,
};
const first = { margin: 0, fontWeight: 600 };
const second = { margin: 0 };
const button = {
  font: 'inherit', color: 'inherit', background: 'transparent', border: '1px solid currentColor',
  borderRadius: '0.375rem', padding: '0.375rem 0.875rem', minHeight: '2.25rem', fontVariantNumeric: 'tabular-nums',
};
