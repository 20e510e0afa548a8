// The views of the page, each brought to where it shows what it is for. Used by
// the accessibility tests and by the screenshots.

const log = Array.from(
  { length: 240 },
  (_, i) =>
    [
      '2026-01-01 INFO all is well',
      "ERROR openai.RateLimitError: Error code: 429 - {'error': {'message': 'You exceeded your current quota, " +
      "please check your plan and billing details.', 'code': 'insufficient_quota'}}",
      'ERROR anthropic HTTP 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
      'ERROR Error code: 429 - Rate limit reached for gpt-4o on requests per min. Please try again in 6s.',
      'WARN upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    ][(i * i + (i >> 2)) % 5],
).join('\n');

/**
 * show brings a view about, frame then scrolls it to what a picture is of.
 * @type {Record<string, {hash: string, show: (page: any) => Promise<void>, frame?: () => void}>}
 */
export const views = {
  explain: {
    hash: '', show: async (page) => {
      await page.locator('verdict-card').waitFor();
      await page.locator('sdk-list tbody tr').first().waitFor();
    },
  },
  timeline: {
    hash: '', show: async (page) => {
      await page.locator('story-chips button', { hasText: 'A 500 that was a 529' }).click();
      await page.locator('verdict-card .names a', { hasText: 'overloaded' }).waitFor();
      await page.locator('retry-timeline summary', { hasText: 'Try another policy' }).click();
      await page.getByLabel('Use another model as fallback').check();
      await page.locator('.chart text', { hasText: 'another-model' }).waitFor();
    },
    frame: () => scrollTo(0, document.querySelector('retry-timeline').getBoundingClientRect().top + scrollY - 20),
  },
  bulk: {
    hash: '#/bulk', show: async (page) => {
      await page.locator('bulk-view textarea').fill(log);
      await page.getByRole('button', { name: 'Table as CSV' }).waitFor();
    },
  },
  reference: { hash: '#/class/rate_limit', show: (page) => page.locator('main ol li').first().waitFor() },
  live: {
    hash: 'live/', show: async (page) => {
      await page.locator('.models b', { hasText: /^demo-503-once$/ }).click();
      await page.locator('.chart svg').waitFor();
    },
  },
};

/** Views that only the accessibility tests look at. */
export const moreViews = {
  classes: { hash: 'reference', show: (page) => page.locator('main li a').first().waitFor() },
  provider: { hash: 'provider/openai', show: (page) => page.locator('dl').waitFor() },
  examples: { hash: '#/examples', show: (page) => page.locator('.examples .card').first().waitFor() },
  help: {
    hash: '', show: async (page) => {
      await page.locator('#help').click();
      await page.locator('dialog').waitFor();
    },
  },
  share: {
    hash: '', show: async (page) => {
      await page.locator('#paste').fill('key sk-live-Zq8rT5vW2xY7aB3cD9eF HTTP 401 invalid_api_key');
      await page.locator('verdict-card .names a', { hasText: 'authentication' }).waitFor();
      await page.getByRole('button', { name: 'Share' }).click();
      await page.locator('dialog .removed').waitFor();
    },
  },
  trouble: { hash: '#/s/q1ZKzk9JVbJSiik1', show: (page) => page.locator('.trouble').waitFor() },
  history: {
    hash: '', show: async (page) => {
      await page.locator('#paste').fill('Error code: 503');
      await page.locator('history-list .count', { hasText: '1' }).waitFor();
      await page.locator('history-list summary').click();
    },
  },
};
