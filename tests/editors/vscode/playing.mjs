// What several scenarios do or expect.
import assert from "node:assert/strict";
import { setInterval } from "node:timers/promises";

export const TIER = /(minimum|default|maximum) · \S+/;
export const SANDBOX = { "tierline.sandbox": true };
/** Edits are made at once. */
export const APPLIED = { ...SANDBOX, "tierline.review": "apply" };

/** One model for all tasks: one that is sure to be at work still when the user does something else, or to fail. */
export function only(model, review = "apply") {
  return { ...SANDBOX, "tierline.review": review, "tierline.tier": "default", "tierline.escalate": "off", "tierline.models.default": [model] };
}

export async function until(condition) {
  for await (const started of setInterval(50, Date.now())) {
    if (condition()) return;
    assert.ok(Date.now() - started < 20_000, `never became true: ${condition}`);
  }
}

/** Any server, however it is set. */
export async function running(w, place) {
  if (place.servers().length === 0) await w.palette("Tierline: Restart Server");
  await until(() => place.servers().length === 1);
  await w.ready();
}

/** A server of its own for a scenario; the status of the one before might look the same. */
export async function restarted(w, place) {
  const before = place.servers();
  await w.palette("Tierline: Restart Server");
  await until(() => place.servers().some((pid) => !before.includes(pid)));
  await w.untilStatus(/sandbox · auto/);
  await until(() => place.servers().length === 1);
}
