// How long things may take, so that whatever hangs ends with a sentence.

/** Of all scenarios together. */
export const RUN_MS = 12 * 60_000;
/** Of one that sets no limit of its own. */
export const SCENARIO_MS = 90_000;

/** The time that a whole run has. */
export class Time {
  constructor(ms) {
    this.end = performance.now() + ms;
  }

  get left() {
    return this.end - performance.now();
  }

  atMost(ms = SCENARIO_MS) {
    return Math.max(0, Math.min(ms, this.left));
  }
}

/** What `action` gives, or an error once its time is over. It may go on then, and nobody hears of its end. */
export async function within(ms, what, action) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => { reject(new Error(`${what} took more than ${Math.round(ms / 1000)} s`)); }, ms);
  });
  const acting = Promise.resolve().then(action);
  acting.catch(() => undefined);
  try {
    return await Promise.race([acting, late]);
  } finally {
    clearTimeout(timer);
  }
}
