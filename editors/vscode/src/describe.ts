/** Results in words. Pure: nothing here touches the editor. */
import type { DecisionInfo, KeptAnswer, LastTask, RunResult } from "./protocol";

/** What an answer cost, in dollars; an unknown cost is said to be unknown. */
export function cost(usd: number | null): string {
  if (usd === null) return "cost unknown";
  return usd === 0 ? "$0" : `$${usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(2)}`;
}

/** The one line of a finished task: tier, the model that answered, cost and reason. */
export function line(result: RunResult | KeptAnswer): string {
  return [result.tier, result.model, cost(result.costUsd), result.decision.reason].join(" · ");
}

export function footer(result: RunResult | KeptAnswer): string {
  return `\n\n---\n*${line(result)}*\n`;
}

/** Markdown that says why the last task got its tier, and what came of it. */
export function why(last: LastTask, result: KeptAnswer | null): string {
  if (last.tier === null) return `# No tier was chosen\n\nThe last task (${last.kind}) ended before: ${last.error || last.state}.\n`;
  const lines = [
    `# Why ${last.tier}?`,
    `**${last.reason}** (rule \`${last.rule}\`)`,
    `- task: ${last.kind}, ${last.state}`,
    `- model: \`${last.model}\``,
    `- cost: ${cost(last.costUsd)}`,
  ];
  if (result !== null) {
    lines.push(`- score: ${result.score.value.toFixed(1)} of 10${result.other !== null ? ", asked once more of a stronger model" : ""}`);
    lines.push(...result.score.reasons.map((reason) => `  - ${reason}`));
  }
  return `${lines.slice(0, 2).join("\n\n")}\n\n${lines.slice(2).join("\n")}\n`;
}

/** One line on what would be decided. */
export function decided(decision: DecisionInfo): string {
  return `${decision.tier} · ${decision.model} · ${decision.reason}`;
}
