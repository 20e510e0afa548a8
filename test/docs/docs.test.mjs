// Every command that the README and the docs show is run here, or says why not:
// before each block of `sh` stands <!-- run --> or <!-- not run: the reason -->.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = [
  'README.md',
  'SECURITY.md',
  ...(await readdir(join(root, 'docs'), { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => 'docs/' + name),
].sort();

/** @returns {Promise<{code: number | null, output: string}>} */
function shell(/** @type {string} */ script) {
  return new Promise((resolve) => {
    // Its own process group, so that what it left running ends with it.
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    const end = () => {
      try {
        process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL');
      } catch {} // nothing was left
    };
    const timer = setTimeout(end, 50_000);
    child.once('exit', (code) => {
      clearTimeout(timer);
      end();
      resolve({ code, output });
    });
  });
}

for (const file of files) {
  describe(file, async () => {
    const text = await readFile(join(root, file), 'utf8');
    for (const [, mark = '', script] of text.matchAll(/(?:<!-- (run|not run: [^>]+) -->\n)?^```sh\n(.*?)^```/gms)) {
      const name = script.trim().split('\n')[0];
      if (mark.startsWith('not run: ')) continue;
      test(name, async () => {
        assert.equal(mark, 'run', 'no word on whether it is run');
        const { code, output } = await shell(script);
        assert.equal(code, 0, output);
      });
    }
    test('its links lead to files and headings that exist', async () => {
      for (const [, link, anchor] of text.matchAll(/\]\((?!https?:|\/)([^)#\s]*)(?:#([^)\s]*))?\)/g)) {
        const target = link ? join(root, dirname(file), link) : join(root, file);
        await stat(target).catch(() => assert.fail(`${file} links to ${link}`));
        if (!anchor || !target.endsWith('.md')) continue;
        const anchors = anchorsOf(await readFile(target, 'utf8'));
        assert.ok(anchors.includes(anchor), `${file} links to ${link}#${anchor}`);
      }
    });
  });
}

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(/** @type {string} */ page) {
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase());
  return headings.map((heading) => heading.replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-'));
}
