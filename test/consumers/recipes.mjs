// The recipes of the package's README, as code.

import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './install.mjs';

const readme = await readFile(join(root, 'wasm/README.md'), 'utf8');

/**
 * Every block of code: its name in <!-- run: name -->, undefined where it has none.
 * @type {{name: string | undefined, code: string}[]}
 */
export const recipes = [...readme.matchAll(/(?:<!-- run: (\S+) -->\n)?^```jsx?\n(.*?)^```/gms)].map(
  ([, name, code]) => ({ name, code }),
);

/** @param {string} name @returns {string} */
export function recipe(name) {
  const found = recipes.find((recipe) => recipe.name === name);
  if (!found) throw new Error(`the README has no recipe ${name}`);
  return found.code;
}

/**
 * Give applications the repository's own packages.
 * @param {string} folder
 * @param {string[]} names
 */
export async function link(folder, names) {
  for (const name of names) await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
}
