// Explaining, as a person does it, in every place where the page may be.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { places, usePlace } from './places.mjs';

const badKey =
  "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: " +
  "sk-proj-abcdefghijklmnopqrstuvwxyz123456', 'code': 'invalid_api_key'}}";

for (const [name, start] of Object.entries(places)) {
  describe(`the playground from ${name}`, () => {
    const t = usePlace(start);
    const verdict = (page, name) => page.locator('verdict-card .names a', { hasText: new RegExp(`^${name}$`) });

    test('explains an example at once, and nothing goes wrong', async () => {
      const page = await t.open();
      await verdict(page, 'billing').waitFor();
      assert.equal(await page.locator('verdict-card .badge').innerText(), 'top up');
      assert.ok((await page.locator('.steps li').count()) >= 3, 'numbered steps');
      assert.match(
        await page.locator('contract-form pre').innerText(),
        /HTTP\/1\.1 402\n[^]*x-ukemi-class: billing\n[^]*"code": "insufficient_quota"/,
      );
      assert.match(await page.locator('sdk-list').innerText(), /OpenAI SDK\s+retries twice/);
      assert.match(await page.locator('.announce').innerText(), /No money left/, 'said to screen readers');
      assert.deepEqual(page.wrong, []);
    });

    test('explains while typing, without a button, and shows no key again', async () => {
      const page = await t.open();
      await page.locator('#paste').fill(badKey);
      await verdict(page, 'authentication').waitFor();
      assert.doesNotMatch(await page.locator('.answer').innerText(), /abcdefghijklmnopqrstuvwxyz/);
      await page.locator('#paste').fill('');
      await page.locator('.answer .empty').waitFor();
    });

    test('a paste replaces the example that the page has put into the box, and nothing else', async () => {
      const page = await t.open();
      await verdict(page, 'billing').waitFor();
      const paste = async (text) => {
        await page.evaluate((text) => navigator.clipboard.writeText(text), text);
        await page.locator('#paste').click(); // the caret stands in the middle of the text
        await page.keyboard.press('Control+v');
      };
      await paste(badKey);
      await verdict(page, 'authentication').waitFor();
      assert.equal(await page.locator('#paste').inputValue(), badKey);
      await page.keyboard.press('Control+End');
      await page.evaluate(() => navigator.clipboard.writeText(' and more'));
      await page.keyboard.press('Control+v');
      assert.equal(await page.locator('#paste').inputValue(), `${badKey} and more`);
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+z');
      assert.match(await page.locator('#paste').inputValue(), /insufficient_quota/, 'undone, the example is back');
    });

    test('a pasted request is shown with the change that its error names', async () => {
      const page = await t.open();
      const text = "Unsupported parameter: 'max_tokens' is not supported with this model. "
        + "Use 'max_completion_tokens' instead.";
      const error = { message: text, type: 'invalid_request_error', param: 'max_tokens', code: null };
      const command = 'curl https://api.openai.com/v1/chat/completions \\\n  -H "Authorization: Bearer sk-1" \\\n'
        + '  -d \'{"model": "gpt-5", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 500}\'';
      await page.locator('#paste').fill(`${command}\n\n${JSON.stringify({ error })}`);
      await page.locator('fix-card').waitFor();
      const shown = await page.locator('fix-card').innerText();
      assert.match(shown, /Send “max_tokens” as “max_completion_tokens”/);
      assert.match(shown, /-d '\{"model": "gpt-5", .*, "max_completion_tokens": 500\}'/);
      assert.deepEqual(page.wrong, []);
    });

    test('markup in a paste stays text', async () => {
      const page = await t.open();
      await page
        .locator('#paste')
        .fill(
          'HTTP/1.1 400 Bad Request\n\n{"error":{"message":"<img src=x onerror=alert(1)> is no model",' +
          '"code":"model_not_found"}}',
        );
      await verdict(page, 'model_not_found').waitFor();
      assert.equal(await page.locator('.answer img, .backdrop img').count(), 0);
      assert.deepEqual(page.wrong, []);
    });

    test('a fact lights up its words, and the words their fact', async () => {
      const page = await t.open();
      await page
        .locator('#paste')
        .fill(
          '“naïve” 🤷 – HTTP/1.1 429 Too Many Requests\n\n{"error":{"message":"slow down",' +
          '"code":"rate_limit_exceeded"}}',
        );
      await verdict(page, 'rate_limit').waitFor();
      const fact = page.locator('.fact', { hasText: 'rate_limit_exceeded' }).first();
      await fact.hover();
      assert.deepEqual(
        await page.locator('mark.lit').allInnerTexts(),
        ['rate_limit_exceeded'],
        'after letters of several bytes',
      );
      await page.mouse.move(0, 0);
      await page.locator('mark.lit').waitFor({ state: 'detached' });
      await fact.focus();
      assert.equal(await page.locator('mark.lit').count(), 1, 'focus does what hovering does');
      await fact.press('Enter');
      assert.equal(
        await page.evaluate(
          () =>
            getSelection().toString() ||
            document.activeElement.value.slice(
              document.activeElement.selectionStart,
              document.activeElement.selectionEnd,
            ),
        ),
        'rate_limit_exceeded',
      );
      const words = await page.locator('mark', { hasText: 'rate_limit_exceeded' }).boundingBox();
      await page.mouse.move(words.x + 20, words.y + words.height / 2);
      await page.locator('.fact.lit', { hasText: 'rate_limit_exceeded' }).waitFor();
    });

    test('five megabytes are read; the box shows the part around the error', async () => {
      const page = await t.open();
      await verdict(page, 'billing').waitFor();
      await page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData(
          'text/plain',
          'INFO \u0001\ufffd{[("\\ all is well\n'.repeat(200_000) +
            'HTTP/1.1 503 Service Unavailable\n\n{"error":{"message":"The server is temporarily unavailable."}}',
        );
        document
          .getElementById('paste')
          .dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
      });
      await verdict(page, 'unavailable').waitFor();
      assert.match(await page.locator('paste-box .note').innerText(), /^All \d\.\d MB were read/);
      assert.ok((await page.locator('#paste').inputValue()).includes('503 Service Unavailable'));
      assert.equal(
        await page.locator('mark', { hasText: 'temporarily unavailable' }).count(),
        1,
        'marked where it stands',
      );
    });

    test('every story is understood, a random example too', async () => {
      const page = await t.open();
      const meanings = [
        'billing',
        'rate_limit',
        'quota_exhausted',
        'overloaded',
        'invalid_request',
        'billing',
        'context_length',
        'connection',
      ];
      const chips = await page.locator('story-chips button').all();
      assert.equal(chips.length, meanings.length + 1);
      for (const [i, meaning] of meanings.entries()) {
        await chips[i].click();
        await verdict(page, meaning).waitFor();
      }
      const before = await page.locator('#paste').inputValue();
      await chips.at(-1).click();
      await page.waitForFunction((before) => document.getElementById('paste').value !== before, before);
      await page.locator('verdict-card').waitFor();
    });

    test('evidence against the verdict is shown apart', async () => {
      const page = await t.open();
      await page.locator('evidence-list', { hasText: 'Why not something else' }).waitFor();
      assert.match(await page.locator('.fact.against').innerText(), /status 429\s+short-window throttling/);
      assert.deepEqual(await page.locator('mark.against').allInnerTexts(), ['429']);
      const sure = await page.locator('.sure').innerText();
      assert.match(sure, /^Sure: error\.type is “insufficient_quota”, and other evidence agrees/);
    });

    test('an answer is no error: nothing is made of it', async () => {
      const page = await t.open();
      await page
        .locator('#paste')
        .fill(
          'HTTP/1.1 200 OK\n\n{"object":"chat.completion","choices":[{"message":{"content":"Hello"},' +
          '"finish_reason":"stop"}]}',
        );
      await page.locator('verdict-card h2', { hasText: 'An answer, not an error' }).waitFor();
      assert.equal(await page.locator('contract-form, sdk-list, retry-timeline').count(), 0);
      await page.locator('#paste').fill(badKey);
      await page.locator('sdk-list').waitFor();
    });

    test('several errors, one inside the other, are shown as a chain', async () => {
      const page = await t.open();
      await page.locator('story-chips button', { hasText: 'An error inside an error' }).click();
      await page.locator('error-chain li.deciding').waitFor();
      assert.match(
        await page.locator('error-chain').innerText(),
        /2 nested errors[^]*Provider returned error[^]*toolConfig/,
      );
    });

    test('the reference has every class and provider, where help links lead', async () => {
      const page = await t.open('#/reference');
      await page.locator('h1', { hasText: 'Errors of LLM APIs' }).waitFor();
      const links = await page.locator('main a').evaluateAll((all) => all.map((a) => a.href));
      assert.equal(links.filter((link) => link.includes('/class/')).length, 19);
      for (const link of links) {
        const answer = await page.goto(link);
        assert.equal(answer?.status(), 200, link);
        assert.equal(await page.locator('.crumb code').textContent(), link.split('/').pop());
      }
      await page.goto(t.place.url + t.place.path + '#/provider/anthropic'); // an old link
      await page.locator('dd', { hasText: 'api.anthropic.com' }).waitFor();
      await page.getByRole('link', { name: 'Examples' }).click();
      await page.locator('.examples .card').first().click();
      await page.locator('verdict-card').waitFor();
      await page.locator('verdict-card .names a').first().click();
      await page.waitForURL(/\/class\/\w+$/);
      assert.deepEqual(page.wrong, []);
    });
  });
}
