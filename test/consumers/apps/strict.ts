// Types are what is tested here; it runs as well.

import { classify, createFetch, explain, isRetryable, toContract, type Class, type Fault, type Provider, type Verdict } from 'ukemi';
import { createFetch as createFetchInline } from 'ukemi/inline';

import { call } from './call.js';

export const same: typeof createFetch = createFetchInline;
export const asFetch: typeof fetch = createFetch({ mode: 'own', policy: { maxAttempts: 3 }, fallbacks: { '*': 'another-model' } });

// @ts-expect-error: there is no such mode
export const noMode: Parameters<typeof createFetch>[0] = { mode: 'ownn' };
// @ts-expect-error: there is no such number
export const typo: Parameters<typeof createFetch>[0] = { policy: { maxAttemps: 3 } };

/** Exhaustive only where the union is complete. */
export function toast(verdict: Verdict): string {
  const fault: Fault = verdict.fault;
  const provider: Provider | null = verdict.provider;
  switch (verdict.class) {
    case 'billing':
      return `top up, ${fault}, ${provider ?? 'somebody'}`;
    // @ts-expect-error: no class is called so
    case 'biling':
      return '';
    default: {
      const other: Exclude<Class, 'billing'> = verdict.class;
      return other;
    }
  }
}

const verdict = await classify({ status: 429, body: { error: { code: 'insufficient_quota', message: 'no' } } });
const contract: Response = await toContract(new Error('fetch failed'), { details: true });
const steps: string[] = (await explain('Error code: 401')).steps;
const again: boolean = await isRetryable({ status: 401 });
if (!toast(verdict).startsWith('top up') || contract.status !== 502 || steps.length === 0 || again) throw new Error('the types lie');

console.log(await call(createFetch, process.argv[2]!));
