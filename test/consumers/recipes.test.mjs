// The recipes of the package's README, run as they stand there against a
// provider that only fails: what their users see is what is wrong. What a
// recipe takes for granted (imports, a client) is added before it, what shows
// its outcome behind it.
//
// Of Next.js the route handler alone is run, in Node: the framework weighs 340
// MB and builds for minutes. By hand, `next build && next start` (16.4.6)
// answered with the same on 2026-11-25.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { classes } from 'ukemi';
import { build } from 'vite';
import { startBrowser } from '../page/browser.mjs';
import { install, runIn } from './install.mjs';
import { startProvider } from './provider.mjs';
import { link, recipe, recipes } from './recipes.mjs';

let apps, provider, browser;
before(async () => {
  [apps, provider, browser] = await Promise.all([install(), startProvider(), startBrowser()]);
  await mkdir(join(apps.folder, 'node_modules/@ai-sdk'));
  await mkdir(join(apps.folder, 'node_modules/@anthropic-ai'));
  await link(apps.folder, [
    'openai',
    'ai',
    '@ai-sdk/openai',
    '@anthropic-ai/sdk',
    'p-retry',
    'react',
    'react-dom',
    'react-error-boundary',
  ]);
});
after(async () => {
  await browser?.close();
  await provider?.stop();
  await apps?.remove();
});

const client = "import OpenAI from 'openai';\nimport { createFetch } from 'ukemi';\n";
const thenOutcome =
  '.then(() => "an answer", (error) => `${error.status ?? error.statusCode} ${error.headers?.get("x-ukemi-class") ' +
  '?? error.responseHeaders["x-ukemi-class"]}`)';
const request = "{ model: 'm', messages: [], max_tokens: 1 }";

/** In Node: what stands before the recipe, what behind it, and what that prints. */
const inNode = {
  first: ['', `console.log(await client.chat.completions.create(${request})${thenOutcome})`, '402 billing'],
  sdks: [
    `${client}import Anthropic from '@anthropic-ai/sdk';\n`,
    'console.log(...await Promise.all([openai.chat.completions, anthropic.messages, ' +
    `owned.chat.completions].map((api) => api.create(${request})${thenOutcome})))`,
    '402 billing 402 billing 402 billing',
  ],
  ai: [
    "import { createOpenAI } from '@ai-sdk/openai';\nimport { generateText } from 'ai';\n" +
    "import { createFetch } from 'ukemi';\nconst prompt = 'hello';\ntry {\n",
    '} catch (error) { console.log(error.statusCode, error.responseHeaders["x-ukemi-class"]); }',
    '402 billing',
  ],
  users: [
    "import { explain } from 'ukemi';\nconst error = { status: 429, headers: { 'retry-after': '20' } };\n",
    'console.log(text, canRetry, retryAt > new Date());',
    'Le service est très sollicité en ce moment. Veuillez réessayer dans 20 secondes. true true',
  ],
  middleware: [
    "import { createOpenAI } from '@ai-sdk/openai';\nimport { generateText, wrapLanguageModel } from 'ai';\n" +
    "const openai = createOpenAI();\nconst prompt = 'hello';\ntry {\n",
    '} catch (error) { console.log(error.statusCode, error.verdict.class, error.isRetryable); }',
    '429 billing false',
  ],
  retry: [
    `${client}import { isRetryable } from 'ukemi';\nimport pRetry from 'p-retry';\nlet calls = 0;\n` +
    'const client = new OpenAI({ maxRetries: 0, fetch: (...args) => (calls++, fetch(...args)) });\n' +
    `const request = { model: 'm', input: 'hello' };\ntry {\n`,
    '} catch (error) { console.log(error.status, calls); }',
    '429 1', // as it came; but not made again
  ],
  next: [
    '',
    `const answer = await POST(new Request('http://app.test/chat', { method: 'POST', body: ` +
    `JSON.stringify(${request}) }));\nconsole.log(answer.status, (await answer.json()).error.code);`,
    '402 insufficient_quota',
  ],
};
for (const [name, [before, behind, printed]] of Object.entries(inNode)) {
  test(`${name}, in Node`, async () => {
    // An import stands first in a module, whatever stands before the recipe.
    const [imports] = /^(import .*\n)*/.exec(recipe(name));
    await writeFile(
      join(apps.folder, `${name}.mjs`), `${imports}${before}${recipe(name).slice(imports.length)}\n${behind}\n`,
    );
    const [OPENAI_BASE_URL, ANTHROPIC_BASE_URL] = [`${provider.url}/v1`, provider.url];
    assert.equal(
      await runIn(apps.folder, 'node', [`${name}.mjs`], {
        OPENAI_API_KEY: 'any',
        ANTHROPIC_API_KEY: 'any',
        OPENAI_BASE_URL,
        ANTHROPIC_BASE_URL,
      }),
      printed,
    );
  });
}

/** What a page of a folder shows. */
async function visit(folder, look) {
  const site = await startProvider({ folder });
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.goto(`${site.url}/index.html?api=${provider.url}`);
    return await look(page);
  } finally {
    await context.close();
    await site.stop();
  }
}

test('react: the boundary shows the cause and the steps, in Chromium', async () => {
  const folder = join(apps.folder, 'react');
  const out = join(apps.folder, 'out-react');
  await writeFile(join(folder, 'recipe.jsx'), recipe('react'));
  await build({ root: folder, base: './', logLevel: 'silent', build: { outDir: out, target: 'es2023' } });
  const [title, steps] = await visit(out, async (page) => {
    await page.waitForSelector('h2');
    return [await page.textContent('h2'), await page.locator('li').allTextContents()];
  });
  assert.equal(title, (await classes()).find((info) => info.class === 'billing').title);
  assert.ok(steps.length > 0 && steps.every((step) => step.length > 10), steps.join('\n'));
});

test("service-worker: a page's own fetch learns the truth, in Chromium", async () => {
  const folder = join(apps.folder, 'service-worker');
  const code = recipe('service-worker').replace('https://api.example.com', provider.url);
  assert.ok(code.includes(provider.url));
  await writeFile(join(folder, 'sw.in.js'), code);
  await runIn(apps.folder, 'esbuild', [
    'service-worker/sw.in.js',
    '--bundle',
    '--minify',
    '--log-level=warning',
    '--outfile=service-worker/sw.js',
  ]);
  const answer = await visit(folder, async (page) => {
    await page.waitForFunction(() => globalThis.ready);
    await page.reload(); // now the worker is in charge
    return page.evaluate(async (api) => {
      const response = await fetch(`${api}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"model":"m","messages":[]}',
      });
      return [response.status, response.headers.get('x-ukemi-class'), (await response.json()).error.code];
    }, provider.url);
  });
  assert.deepEqual(answer, [402, 'billing', 'insufficient_quota']);
});

test('every recipe is run', () => {
  // worker.test.mjs and test/react run one each.
  const run = [...Object.keys(inNode), 'react', 'service-worker', 'worker', 'notice'].sort();
  const named = recipes.map(({ name, code }) => name ?? `without a name: ${code}`);
  assert.deepEqual(named.sort(), run);
});
