/** The usage view as a page. Pure but for the words; everything that is not ours is escaped. */
import { l10n } from "vscode";
import { cost } from "./describe";
import type { UsageLine, UsageReport } from "./protocol";
import { escaped, type Sources, webpage } from "./webpage";

/** Days that can be chosen. */
export const PERIODS: readonly number[] = [1, 7, 30, 90, 365];
const TIERS = ["minimum", "default", "maximum"];
const DAYS_SHOWN = 31;

export function usagePage(report: UsageReport, days: number, sources: Sources): string {
  const title = l10n.t("Tierline Usage");
  const body = `<main>
<header><h1>${escaped(title)}</h1>${controls(days)}</header>
${report.all.tasks === 0 ? empty(report) : figures(report)}
</main>`;
  return webpage(title, body, sources);
}

function controls(days: number): string {
  const options = PERIODS.map((period) =>
    `<option value="${period}"${period === days ? " selected" : ""}>${escaped(period === 1 ? l10n.t("last day") : l10n.t("last {0} days", period))}</option>`);
  return `<form><label for="days">${escaped(l10n.t("Period"))}</label> <select id="days">${options.join("")}</select>`
    + ` <button type="button" id="refresh">${escaped(l10n.t("Refresh"))}</button></form>`;
}

function empty({ simulated }: UsageReport): string {
  const why = simulated
    ? l10n.t("The sandbox answers now: what it simulates costs nothing and is in no books.")
    : l10n.t("The books begin with your first task.");
  return `<p role="status">${escaped(l10n.t("No task in this time."))} ${escaped(why)}</p>`;
}

function figures(report: UsageReport): string {
  const { byTier, byModel, byKind, byProject, byDay } = report;
  const days = withEmptyDays(byDay).slice(-DAYS_SHOWN);
  return summary(report)
    + table(l10n.t("By tier"), l10n.t("Tier"), [...byTier].sort((a, b) => TIERS.indexOf(a.name) - TIERS.indexOf(b.name)), "share")
    + table(l10n.t("By day"), l10n.t("Day"), days, "cost")
    + table(l10n.t("By model"), l10n.t("Model"), byModel, "cost")
    + table(l10n.t("By kind of task"), l10n.t("Kind"), byKind, "share")
    + (byProject.length > 1 ? table(l10n.t("By project"), l10n.t("Project"), byProject, "cost") : "");
}

function summary({ all, alwaysMaximum, now, simulated }: UsageReport): string {
  const { costUsd, estimateUsd, savedUsd, tasks } = alwaysMaximum;
  const against = savedUsd >= 0 ? l10n.t("Less than always maximum") : l10n.t("More than always maximum");
  const saved = tasks > 0 && estimateUsd > 0
    ? [[against, cost(Math.abs(savedUsd)), l10n.t("estimate for {2} of the tasks: {0} instead of {1}", compared(costUsd), compared(estimateUsd), tasks)] as const]
    : [];
  const unknown = all.unknownCosts > 0 ? l10n.t("calls of unknown cost: {0}", all.unknownCosts) : "";
  const cards = [
    [l10n.t("Today"), cost(now.dayUsd), l10n.t("requests to free models: {0}", now.freeRequests)],
    [l10n.t("This month"), cost(now.monthUsd), ""],
    [l10n.t("Tasks in this time"), all.tasks.toLocaleString("en"), ""],
    [l10n.t("Cost in this time"), cost(all.costUsd), unknown],
    ...saved,
  ] as const;
  const note = simulated ? `<p role="status">${escaped(l10n.t("The sandbox answers now; its tasks are not among these."))}</p>` : "";
  return `${note}<dl class="cards">${cards.map(([name, value, more]) =>
    `<div><dt>${escaped(name)}</dt><dd class="value">${escaped(value)}</dd>${more === "" ? "" : `<dd class="more">${escaped(more)}</dd>`}</div>`).join("")}</dl>${caps(now.caps)}`;
}

/** Sums that stand beside each other must not look the same because they are rounded. */
function compared(usd: number): string {
  return usd > 0 && usd < 1 ? `$${usd.toFixed(4)}` : cost(usd);
}

function caps(held: UsageReport["now"]["caps"]): string {
  if (held.length === 0) return "";
  const lines = held.map(({ span, capUsd, usedUsd, level }) => {
    const words = l10n.t("{0} of {1} per {2}", cost(usedUsd), cost(capUsd), span);
    return `<li class="${level}">${bar(capUsd > 0 ? usedUsd / capUsd : 1)}<span>${escaped(words)}${level === "hard" ? ` — ${escaped(l10n.t("used up"))}` : ""}</span></li>`;
  });
  return `<section aria-labelledby="caps"><h2 id="caps">${escaped(l10n.t("Caps"))}</h2><ul class="caps">${lines.join("")}</ul></section>`;
}

function table(caption: string, head: string, lines: readonly UsageLine[], drawn: "share" | "cost"): string {
  const most = Math.max(...lines.map((one) => (drawn === "share" ? one.share : one.costUsd)), 0);
  const rows = lines.map((one) => {
    const length = drawn === "share" ? one.share : most > 0 ? one.costUsd / most : 0;
    const unknown = one.unknownCosts > 0 ? ` + ${l10n.t("{0} unknown", one.unknownCosts)}` : "";
    return `<tr><th scope="row">${escaped(one.name === "" ? l10n.t("(none)") : one.name)}</th><td class="drawn">${bar(length)}</td>`
      + [one.tasks.toLocaleString("en"), `${Math.round(one.share * 100)} %`, (one.promptTokens + one.completionTokens).toLocaleString("en"), `${cost(one.costUsd)}${unknown}`]
        .map((cell) => `<td>${escaped(cell)}</td>`).join("") + "</tr>";
  });
  const drawnHead = drawn === "share" ? l10n.t("Share of tasks, drawn") : l10n.t("Cost, drawn");
  const heads = [l10n.t("Tasks"), l10n.t("Share"), l10n.t("Tokens"), l10n.t("Cost")];
  return `<table><caption>${escaped(caption)}</caption><thead><tr><th scope="col">${escaped(head)}</th>`
    + `<th scope="col" class="drawn"><span class="quiet">${escaped(drawnHead)}</span></th>`
    + `${heads.map((name) => `<th scope="col">${escaped(name)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** Drawn for the eye alone: the figures stand beside it. Widths are attributes, as the policy allows no styles inline. */
function bar(share: number): string {
  const width = Math.min(100, Math.max(0, share * 100)).toFixed(1);
  return `<svg class="bar" aria-hidden="true" focusable="false" width="100%" height="10"><rect class="all" width="100%" height="10"/><rect class="part" width="${width}%" height="10"/></svg>`;
}

const NOTHING: UsageLine = {
  name: "", tasks: 0, share: 0, calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0, unknownCosts: 0, averageUsdPerMtok: null,
  escalated: 0, accepted: 0, against: 0,
};

/** Days without a task between those that had one. */
export function withEmptyDays(lines: readonly UsageLine[]): UsageLine[] {
  const named = new Map(lines.map((one) => [one.name, one]));
  const names = [...named.keys()].sort();
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: UsageLine[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    const name = new Date(at).toISOString().slice(0, 10);
    found.push(named.get(name) ?? { ...NOTHING, name });
  }
  return found;
}
