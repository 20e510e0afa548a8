// Health that the isolates of a Worker share through the Durable Objects of the binding HEALTH
// (health-object.mjs). No call is slower for an object: an isolate asks beside its calls, or while
// a call waits for its retry, and only while it knows of a failure.

import { startDeadline } from '../../wasm/src/pause.js';

/** ms between two questions of an isolate, unless an object asks for more. */
const askEvery = 2_000;

/** The most that an object may ask for, in ms. */
const longest = 60_000;

/** ms after a failure, or a hint of one, for which an isolate asks. */
const failureTime = 60_000;

/** ms within which an object is to answer. */
const answerTime = 2_000;

/** ms after which a hint is dropped, if no object gives a newer one; the core ignores it by then. */
const maxHintAge = 10_000;

/** Reasons of decisions after which no other isolate need know of an error. */
const errorsOfRequest = ['not-retryable', 'mended'];

/** ms between two messages to the operator about an object that fails. */
const complainEvery = 60_000;

/**
 * @param {{value: any}} health of this isolate
 * @param {any} objects the binding HEALTH
 * @param {import('./edge.mjs').Platform} platform
 * @param {number} budget of the policy
 * @returns {(ctx?: any, request?: {signal: AbortSignal}) => (react: import('../../wasm/src/driver.js').React) => any}
 *   to be called when a call begins; what it returns is `reconsider` of the call's settings
 */
export function shareHealth(health, objects, { core, complain }, budget) {
  health.value ??= { quiet: true, shares: true };
  let origin = '';
  let askAt = 0;
  let every = askEvery;
  let complainAt = 0;
  let hintAt = 0;
  let failedAt = 0;

  /** @param {string} name @param {object} ledger */
  async function askObject(name, ledger) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer')), answerTime);
    });
    try {
      const answer = await Promise.race([objects.get(objects.idFromName(name)).share(ledger, budget, origin), late]);
      return answer?.hint ? answer : null;
    } catch (error) {
      if (Date.now() >= complainAt) {
        complainAt = Date.now() + complainEvery;
        complain(`edge: HEALTH: ${error}; this isolate goes on alone`);
      }
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  async function ask() {
    origin ||= crypto.randomUUID(); // workerd gives no random numbers before the first request
    const { objects: ledgers } = core('counts', { health: health.value, origin }).result;
    const answers = await Promise.all((ledgers ?? []).map(({ name, ledger }) => askObject(name, ledger)));
    const known = answers.filter((answer) => answer);
    const isWhole = known.length === answers.length;
    if (known.length === 0) return isWhole;
    const hint = {
      at: Math.min(...known.map(({ hint: { at } }) => at)),
      targets: known.flatMap(({ hint: { targets } }) => targets ?? []),
      keys: known.flatMap(({ hint: { keys } }) => keys ?? []),
    };
    every = Math.min(Math.max(askEvery, ...known.map((answer) => Number(answer.every) || 0)), longest);
    askAt += every - askEvery;
    hintAt = Date.now();
    if (!known.every(({ quiet }) => quiet)) failedAt = hintAt;
    health.value = core('hint', { health: health.value, hint }).result;
    return isWhole;
  }

  /**
   * Ask beside a call.
   * @returns {Promise<boolean | void>} whether all objects answered; it never fails
   */
  function askBeside(ctx) {
    askAt = Date.now() + askEvery;
    const asked = ask().catch((error) => complain(`edge: HEALTH: ${error}`));
    ctx?.waitUntil?.(asked);
    return asked;
  }

  /** Ask if an isolate that knows of a failure of late has not asked for a while. */
  function askIfDue(ctx) {
    const now = Date.now();
    if (hintAt && now - hintAt > maxHintAge) {
      hintAt = 0;
      health.value = core('hint', { health: health.value, hint: {} }).result;
    }
    const isDue = !health.value.quiet && now >= askAt && now - failedAt <= failureTime;
    return isDue ? askBeside(ctx) : null;
  }

  return (ctx, request) => {
    /** The question of this call. Another call's must not be awaited, because workerd forbids it. */
    let asked = health.value.quiet ? null : askIfDue(ctx);
    // An object that hangs may keep one of the call's six connections, so it is not asked twice.
    let isAnswered = false;
    let isReported = false;
    const note = (isWhole) => (isAnswered = Boolean(isWhole));
    asked?.then(note);

    return (react) => {
      const decided = react();
      const { action, reason, verdict, state } = decided.result;
      const made = state.attempts.length;
      const resends = action === 'resend' && reason !== 'mended';
      // An error of the request concerns no other isolate; one that leads to another key or model may.
      if (verdict && (resends || action === 'switch' || !errorsOfRequest.includes(reason))) failedAt = Date.now();
      if (made === 1 && resends && !asked) {
        asked = askIfDue(ctx);
        asked?.then(note);
      }
      // The first failure of an isolate to which all seemed well has no counts, because they would
      // lack the successes before it. So the others learn of the outage by the retry, however it ends.
      // A stream that breaks ends the second attempt twice.
      if (made === 2 && asked && isAnswered && !isReported && every === askEvery) {
        isReported = true;
        asked = askBeside(ctx);
      }
      return asked && resends ? decideAgain(decided, react, asked, request?.signal) : decided;
    };
  };

  /** Wait for an answer, at most as long as the call waits for its retry, and decide with it. */
  async function decideAgain(decided, react, asked, signal) {
    const began = Date.now();
    const known = health.value.hint?.at;
    const { wait } = decided.result;
    const deadline = startDeadline(wait, signal);
    await Promise.race([asked, deadline.expired]);
    deadline.cancel();
    const waited = Math.max(0, Date.now() - began); // a clock may be set back
    const { at, targets } = health.value.hint ?? {};
    let next = decided;
    if (at !== known && targets?.some(({ failing, spent }) => failing || spent > 0)) {
      try {
        next = react(waited || 1);
      } catch (error) { // the first decision holds
        complain(`edge: HEALTH: ${error}`);
      }
    }
    if (next.result.action === 'resend') next.result.wait = Math.max(0, wait - waited);
    return next;
  }
}
