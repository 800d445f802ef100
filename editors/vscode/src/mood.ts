/** What the status bar is about now: one state of many, in the order in which they matter. Pure. */
import type { Health } from "./server/client";
import type { Status } from "./protocol";

export type Mood = "off" | "settingUp" | "starting" | "failed" | "busy" | "noKey" | "overCap" | "coolingDown" | "idle";

export function moodOf(health: Health["is"], status: Status | undefined): Mood {
  if (health === "crashed" || health === "failed") return "failed";
  if (status === undefined) return health === "running" ? "starting" : health;
  if (status.running > 0) return "busy";
  if (status.state === "noKey") return "noKey";
  if (status.caps.some((cap) => cap.level === "hard")) return "overCap";
  return status.resting.length > 0 || status.freeLimits.spentUntilS !== null ? "coolingDown" : "idle";
}

export const ICONS: Readonly<Record<Mood, string>> = {
  off: "$(layers)", settingUp: "$(sync~spin)", starting: "$(sync~spin)", failed: "$(error)", busy: "$(sync~spin)",
  noKey: "$(key)", overCap: "$(warning)", coolingDown: "$(watch)", idle: "$(layers)",
};

/** Moods in which a task would not do what is expected: nothing can be paid, or nothing answers. */
export const WARNS: ReadonlySet<Mood> = new Set<Mood>(["failed", "noKey", "overCap"]);
