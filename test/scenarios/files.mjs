// The files of scenarios, in their order.

import { readFile, readdir } from 'node:fs/promises';

const folder = new URL('.', import.meta.url);

/**
 * ONLY=cures: those whose names begin so.
 * @returns {Promise<{name: string, about: string, settings: Record<string, string>, scenarios: any[]}[]>}
 */
export async function readFiles() {
  const only = process.env.ONLY ?? '';
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name.startsWith(only)).sort();
  const all = await Promise.all(
    names.map(async (name) => ({
      name: name.replace('.json', ''),
      ...JSON.parse(await readFile(new URL(name, folder), 'utf8')),
    })),
  );
  return all.filter(({ scenarios }) => scenarios);
}

/**
 * Whether a driver runs a scenario: the RoundTripper's clock is virtual, so slow ones cost it nothing. The Worker with
 * bindings runs those of the Worker.
 */
export const runs = (driver, { drivers, slow }) =>
  (!drivers || drivers.includes(driver.replace(', bound', '')))
  && (!slow || driver === 'RoundTripper' || !!process.env.SLOW);
