/** What can be asked for once an answer is there. Pure but for the words. */
import { l10n } from "vscode";
import { cost } from "../describe";
import type { KeptAnswer, NextTier, RunResult } from "../protocol";

/** The step up and its price in words; undefined where there is none, or where it would be refused. */
export function stepUp(next: NextTier | null): string | undefined {
  if (next?.refusal !== "") return undefined;
  return l10n.t("One Tier Up: {0}, {1}", next.tier, price(next, l10n.t("about {0}", cost(next.costUsd))));
}

/** The same where there is little room. */
export function shortStepUp(next: NextTier | null): string | undefined {
  return next?.refusal === "" ? l10n.t("One Tier Up ({0})", price(next, cost(next.costUsd))) : undefined;
}

function price({ free, costUsd }: NextTier, known: string): string {
  return free ? l10n.t("free") : costUsd === null ? l10n.t("cost not known") : known;
}

export function wishesOf(answer: RunResult | KeptAnswer): { wish: string; label: string }[] {
  const up = "nextTier" in answer ? stepUp(answer.nextTier) : undefined;
  return [
    { wish: "again", label: l10n.t("Ask Again") },
    ...(up === undefined ? [] : [{ wish: "up", label: up }]),
  ];
}
