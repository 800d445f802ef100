/** The kinds of tasks and the tiers, in the order they are offered. */
import type { Kind, TierMode } from "./protocol";

export const KINDS = [
  "explain", "review", "ask", "test", "fix", "document", "refactor", "optimize", "edit", "generate", "translate",
] as const satisfies readonly Kind[];

export const TIER_MODES = ["auto", "minimum", "default", "maximum"] as const satisfies readonly TierMode[];

const READABLE: ReadonlySet<Kind> = new Set<Kind>(["explain", "review", "ask", "test", "commit"]);

/** Whether the answer is Markdown to read; if not, it replaces the selection. */
export function isReadable(kind: Kind): boolean {
  return READABLE.has(kind);
}
