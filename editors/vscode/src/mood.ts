/** What the status bar is about now: one state of many, in the order in which they matter. Pure. */
import type { Health } from "./server/client";
import type { Phase, Status } from "./protocol";

export type Mood = "off" | "settingUp" | "starting" | "failed" | "busy" | "noKey" | "overCap" | "coolingDown" | "idle";

const MOODS: Readonly<Record<Phase, Mood>> = {
  idle: "idle", routing: "busy", waiting: "busy", streaming: "busy", scoring: "busy", escalating: "busy",
  coolingDown: "coolingDown", noKey: "noKey", overCap: "overCap",
};

export function moodOf(health: Health["is"], status: Status | undefined): Mood {
  if (health === "crashed" || health === "failed") return "failed";
  if (status === undefined) return health === "running" ? "starting" : health;
  return status.running > 0 ? "busy" : MOODS[status.phase];
}

export const ICONS: Readonly<Record<Mood, string>> = {
  off: "$(layers)", settingUp: "$(sync~spin)", starting: "$(sync~spin)", failed: "$(error)", busy: "$(sync~spin)",
  noKey: "$(key)", overCap: "$(warning)", coolingDown: "$(watch)", idle: "$(layers)",
};

/** Moods in which a task would not do what is expected: nothing can be paid, or nothing answers. */
export const WARNS: ReadonlySet<Mood> = new Set<Mood>(["failed", "noKey", "overCap"]);
