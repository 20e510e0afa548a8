// The packed package as an application gets it: installed by npm outside the
// repository, beside the applications of apps/. Needs `make npm` to have run.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The packed package's file. */
export async function packed() {
  const name = (await readdir(join(root, 'build')).catch(() => [])).find((name) => /^ukemi-.*\.tgz$/.test(name));
  if (!name) throw new Error('there is no packed package; `make npm` packs it');
  return join(root, 'build', name);
}

/** @returns {Promise<{folder: string, remove: () => Promise<void>}>} */
export async function install() {
  const folder = await mkdtemp(join(tmpdir(), 'ukemi-consumers-'));
  await cp(fileURLToPath(new URL('apps', import.meta.url)), folder, { recursive: true });
  await installPackage(folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Install the packed package in a folder.
 * @param {string} folder
 */
export async function installPackage(folder) {
  await writeFile(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  await run(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', await packed()],
    { cwd: folder },
  );
}

/**
 * Run a program of the repository's own among the applications.
 * @param {string} folder
 * @param {string} program in node_modules/.bin
 * @param {string[]} args
 * @param {Record<string, string>} [environ]
 * @returns {Promise<string>} what it printed
 */
export async function runIn(folder, program, args, environ = {}) {
  const { stdout } = await run(join(root, 'node_modules/.bin', program), args, {
    cwd: folder,
    env: { ...process.env, ...environ },
  });
  return stdout.trim();
}
