// What the OpenAI SDK does about failures by itself, as facts: learned from its
// public tests and its source, in our own words. `alone` is the SDK over
// plain fetch; `advise` is the SDK over createFetch(), where nothing but what
// is named may differ; `own` is the SDK with maxRetries 0 over a fetch that
// retries, where the same must come out.
//
// answers   what the provider does, call by call; the last one goes on for ever.
//           a status, [status, headers], 'reset', or 'silence' until it is aborted
// calls     how many calls the provider saw
// ends      'ok', or the SDK's error class
// hinted    how many of the SDK's waits were what a header stated

/** @typedef {{calls: number, ends: string, hinted?: number}} Outcome */

const ok = 200;
const soon = { 'retry-after-ms': '1' };

/**
 * @typedef {{name: string, answers: any[], options?: object, request?: object, alone: Outcome,
 *   advise?: Partial<Outcome>, own?: Partial<Outcome>}} Fact
 * @type {Fact[]}
 */
export const facts = [
  { name: 'a success is asked for once', answers: [ok], alone: { calls: 1, ends: 'ok' } },
  ...[408, 429, 500, 502, 503, 504, 529].map((status) => ({
    name: `${status} is tried again`,
    answers: [status, ok],
    alone: { calls: 2, ends: 'ok' },
  })),
  ...[400, 401, 403, 404, 413, 422].map((status) => ({
    name: `${status} is not`,
    answers: [status, ok],
    alone: {
      calls: 1,
      ends: {
        400: 'BadRequestError',
        401: 'AuthenticationError',
        403: 'PermissionDeniedError',
        404: 'NotFoundError',
        413: 'APIError',
        422: 'UnprocessableEntityError',
      }[status],
    },
    advise: { ends: { 413: 'BadRequestError', 422: 'BadRequestError' }[status] },
    own: { ends: { 413: 'BadRequestError', 422: 'BadRequestError' }[status] },
  })),
  {
    name: '409 is tried again by the SDK; the contract knows better',
    answers: [409, ok],
    alone: { calls: 2, ends: 'ok' },
    advise: { calls: 1, ends: 'BadRequestError' },
    own: { calls: 1, ends: 'BadRequestError' },
  },
  {
    name: '409 that the server wants tried again',
    answers: [[409, { 'x-should-retry': 'true', ...soon }], ok],
    alone: { calls: 2, ends: 'ok', hinted: 1 },
  },
  {
    name: 'two retries are all',
    answers: [[503, soon]],
    alone: { calls: 3, ends: 'InternalServerError', hinted: 2 },
    own: { calls: 4 },
  },
  {
    name: 'as many as the application says',
    answers: [[503, soon]],
    options: { maxRetries: 1 },
    alone: { calls: 2, ends: 'InternalServerError', hinted: 1 },
    own: { calls: 4 },
  },
  {
    name: 'none when it says so',
    answers: [503, ok],
    options: { maxRetries: 0 },
    alone: { calls: 1, ends: 'InternalServerError' },
    own: { calls: 2, ends: 'ok' },
  },
  {
    name: 'the server can forbid it',
    answers: [[503, { 'x-should-retry': 'false' }], ok],
    alone: { calls: 1, ends: 'InternalServerError' },
  },
  {
    name: 'a wait in seconds is kept',
    answers: [[429, { 'retry-after': '0.01' }], ok],
    alone: { calls: 2, ends: 'ok', hinted: 1 },
  },
  {
    name: 'a wait in milliseconds is kept',
    answers: [[429, { 'retry-after-ms': '10' }], ok],
    alone: { calls: 2, ends: 'ok', hinted: 1 },
  },
  {
    name: 'a wait that is no number is none',
    answers: [[429, { 'retry-after-ms': 'soon' }], ok],
    alone: { calls: 2, ends: 'ok', hinted: 0 },
  },
  {
    name: 'a wait below zero is none',
    answers: [[429, { 'retry-after': '-5' }], ok],
    alone: { calls: 2, ends: 'ok', hinted: 0 },
  },
  {
    name: 'a wait of more than a minute is ignored by the SDK, and told by us',
    answers: [[429, { 'retry-after': '61' }], ok],
    alone: { calls: 2, ends: 'ok', hinted: 0 },
    advise: { calls: 1, ends: 'RateLimitError', hinted: 0 },
    own: { calls: 1, ends: 'RateLimitError' },
  },
  { name: 'a reset is tried again', answers: ['reset', ok], alone: { calls: 2, ends: 'ok' } },
  {
    name: 'a dead host ends as a connection error; through us, as the 502 of the contract',
    answers: ['reset'],
    alone: { calls: 3, ends: 'APIConnectionError' },
    advise: { ends: 'InternalServerError' },
    own: { calls: 4, ends: 'InternalServerError' },
  },
  {
    name: "a try that exceeds the SDK's timeout is followed by another; with none left, it is the call's",
    answers: ['silence', ok],
    request: { timeout: 30 },
    alone: { calls: 2, ends: 'ok' },
    own: { calls: 1, ends: 'APIConnectionTimeoutError' },
  },
  {
    name: 'an empty account is no rate limit',
    answers: [
      [429, {}, { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' }],
      ok,
    ],
    alone: { calls: 2, ends: 'ok' },
    advise: { calls: 1, ends: 'APIError' },
    own: { calls: 1, ends: 'APIError' },
  },
];
