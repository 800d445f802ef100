/** Results in words. Pure but for the editor's translations. */
import { l10n } from "vscode";
import type { DecisionInfo, KeptAnswer, LastTask, Models, RunResult } from "./protocol";

/** What an answer cost, in dollars; an unknown cost is said to be unknown. */
export function cost(usd: number | null): string {
  if (usd === null) return l10n.t("cost unknown");
  return usd === 0 ? "$0" : `$${usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(2)}`;
}

/** The one line of a finished task: tier, the model that answered, cost and reason. */
export function line(result: RunResult | KeptAnswer): string {
  return [result.tier, result.model, cost(result.costUsd), result.decision.reason].join(" · ");
}

/** Markdown that says why the last task got its tier, and what came of it. */
export function why(last: LastTask, result: KeptAnswer | null): string {
  if (last.tier === null) return `# ${l10n.t("No tier was chosen")}\n\n${l10n.t("The last task ({0}) ended before: {1}.", last.kind, last.error || last.state)}\n`;
  const lines = [
    `# ${l10n.t("Why {0}?", last.tier)}`,
    because(last.reason, last.rule),
    `- ${l10n.t("task: {0}, {1}", last.kind, last.state)}`,
    `- ${l10n.t("model: {0}", `\`${last.model}\``)}`,
    `- ${l10n.t("cost: {0}", cost(last.costUsd))}`,
  ];
  if (result !== null) {
    const stronger = result.other !== null ? `, ${l10n.t("asked once more of a stronger model")}` : "";
    lines.push(`- ${l10n.t("score: {0} of 10", result.score.value.toFixed(1))}${stronger}`);
    lines.push(...result.score.reasons.map((reason) => `  - ${reason}`));
  }
  return `${lines.slice(0, 2).join("\n\n")}\n\n${lines.slice(2).join("\n")}\n`;
}

/** Markdown that says which tier a task would get. */
export function foretold(kind: string, { tier, model, reason, rule }: DecisionInfo): string {
  return [`# ${l10n.t("{0} would go to {1}", kind, tier)}`, because(reason, rule), `- ${l10n.t("model: {0}", `\`${model}\``)}`,
    `\n${l10n.t("No model was asked.")}`].join("\n\n");
}

function because(reason: string, rule: string): string {
  return l10n.t("Because {0} (rule {1}).", `**${reason}**`, `\`${rule}\``);
}

/** The tiers as a Markdown document. */
export function modelsShown({ asOf, tiers }: Models): string {
  const heads = [l10n.t("model"), l10n.t("in"), l10n.t("out"), l10n.t("context")];
  const price = (usd: number | null) => (usd === null ? "?" : usd.toFixed(2));
  const parts = tiers.map(({ tier, why: reason, models }) => [
    `## ${tier}`, "", reason, "", `| ${heads.join(" | ")} |`, "|---|--:|--:|--:|",
    ...models.map(({ id, promptUsdPerMtok, completionUsdPerMtok, contextLength }) =>
      `| \`${id}\` | ${price(promptUsdPerMtok)} | ${price(completionUsdPerMtok)} | ${contextLength?.toLocaleString("en") ?? "?"} |`), "",
  ].join("\n"));
  return [`# ${l10n.t("Models of {0}", asOf)}`, "", l10n.t("The first of a tier answers; the others follow where it can't. Prices are dollars per million tokens in and out, the context is in tokens."), "", ...parts].join("\n");
}

/** One line on what would be decided. */
export function decided(decision: DecisionInfo): string {
  return `${decision.tier} · ${decision.model} · ${decision.reason}`;
}
