// Health that the isolates of a Worker share through the Durable Objects of the binding HEALTH
// (health-object.mjs). No call waits for an object: an isolate asks beside its calls, and only
// while it knows of a failure.

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

/** ms between two messages to the operator about an object that fails. */
const complainEvery = 60_000;

/**
 * @param {{value: any}} health of this isolate
 * @param {any} objects the binding HEALTH
 * @param {import('./edge.mjs').Platform} platform
 * @param {number} budget of the policy
 * @returns {(ctx?: any) => () => void} to be called when a call begins; what it returns, after failed
 *   attempts of the call
 */
export function shareHealth(health, objects, { core, complain }, budget) {
  health.value ??= { quiet: true, shares: true };
  let origin = '';
  let askAt = 0;
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
    if (known.length === 0) return;
    const hint = {
      at: Math.min(...known.map(({ hint: { at } }) => at)),
      targets: known.flatMap(({ hint: { targets } }) => targets ?? []),
      keys: known.flatMap(({ hint: { keys } }) => keys ?? []),
    };
    const every = Math.max(askEvery, ...known.map((answer) => Number(answer.every) || 0));
    askAt += Math.min(every, longest) - askEvery;
    hintAt = Date.now();
    if (!known.every(({ quiet }) => quiet)) failedAt = hintAt;
    health.value = core('hint', { health: health.value, hint }).result;
  }

  /** Ask beside the call, if an isolate that knows of a failure of late has not asked for a while. */
  function askIfDue(ctx) {
    const now = Date.now();
    if (hintAt && now - hintAt > maxHintAge) {
      hintAt = 0;
      health.value = core('hint', { health: health.value, hint: {} }).result;
    }
    if (health.value.quiet || now < askAt || now - failedAt > failureTime) return;
    askAt = now + askEvery;
    const asked = ask().catch((error) => complain(`edge: HEALTH: ${error}`));
    ctx?.waitUntil?.(asked);
  }

  // Counts are sent when a call begins, because after a failure they would lack the success that
  // may follow. The first failure that an isolate knows of has no counts: it asks for the hint.
  return (ctx) => {
    const wasQuiet = health.value.quiet;
    if (!wasQuiet) askIfDue(ctx);
    return () => {
      failedAt = Date.now();
      if (wasQuiet) askIfDue(ctx);
    };
  };
}
