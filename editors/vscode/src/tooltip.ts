/** The status bar's tooltip, as Markdown. Pure but for the clock and the words. */
import { l10n } from "vscode";
import { cost } from "./describe";
import type { Mood } from "./mood";
import { taskLine } from "./phase";
import type { RunResult, Status, Tier } from "./protocol";

const METER = 10;
/** Those that the tooltip's links may run. */
export const LINKS = ["tierline.showLastAnswer", "tierline.why", "tierline.showUsage", "tierline.chooseTier", "tierline.setApiKey", "tierline.logIn",
  "tierline.trySandbox", "tierline.showLog", "tierline.restart"] as const;
type Link = (typeof LINKS)[number];

/** All that is known: `result` is the newest answer of this window, `next` the tier that was chosen for the next task alone. */
export function tooltip(mood: Mood, status: Status | undefined, result: RunResult | undefined, next: Tier | undefined): string {
  if (status === undefined) return `**Tierline**\n\n${withoutServer(mood)}`;
  const parts = [
    [`**Tierline**${status.simulated ? ` · ${l10n.t("sandbox: no model is called, nothing is paid")}` : ""}`, moodLine(mood), modeLine(status, next)],
    status.tasks.map((task) => taskLine(task, Date.now() / 1000)),
    lastLines(status, result),
    moneyLines(status),
    restLines(status),
    [links(mood)],
  ];
  return parts.map((lines) => lines.filter((line) => line !== "").join("  \n")).filter((part) => part !== "").join("\n\n---\n\n");
}

function withoutServer(mood: Mood): string {
  if (mood === "settingUp") return l10n.t("Its server is being set up, once.");
  if (mood === "starting") return l10n.t("Its server is starting.");
  if (mood === "failed") return `${l10n.t("Its server does not run.")}\n\n${link(l10n.t("Restart"), "tierline.restart")} · ${link(l10n.t("Log"), "tierline.showLog")}`;
  return l10n.t("Its server starts with the first task.");
}

function moodLine(mood: Mood): string {
  if (mood === "noKey") return `$(key) ${l10n.t("No OpenRouter key is set.")}`;
  if (mood === "overCap") return `$(warning) ${l10n.t("A cap is reached: only free models are asked.")}`;
  return mood === "coolingDown" ? `$(watch) ${l10n.t("Some models rest after failures; others answer.")}` : "";
}

function modeLine(status: Status, next: Tier | undefined): string {
  if (next !== undefined) return l10n.t("The next task goes to **{0}**.", next);
  return status.tierMode === "auto" ? l10n.t("The tier is chosen task by task.") : l10n.t("Every task goes to **{0}**.", status.tierMode);
}

function lastLines({ last }: Status, result: RunResult | undefined): string[] {
  if (last === null || last.state === "running") return [];
  if (last.tier === null) return [`${plain(last.kind)}: ${plain(last.error || last.state)}`];
  const settled = last.state !== "failed" && last.state !== "cancelled";
  const score = settled && result?.id === last.id ? l10n.t("score {0} of 10", result.score.value.toFixed(1)) : "";
  const facts = [`**${last.tier}**`, `\`${last.model.replaceAll("`", "'")}\``, settled ? cost(last.costUsd) : last.state, score];
  return [
    `${plain(last.kind)}: ${facts.filter((fact) => fact !== "").join(" · ")}`,
    l10n.t("because {0}", plain(last.reason)),
    last.error === "" ? "" : plain(last.error),
  ];
}

function moneyLines(status: Status): string[] {
  if (status.simulated) return [];
  const unknown = status.unknownCosts > 0 ? ` ${l10n.t("({0} of unknown cost)", status.unknownCosts)}` : "";
  const { today, perDay } = status.freeLimits;
  return [
    `${l10n.t("Today {0} · month {1} · session {2}", cost(status.dayCostUsd), cost(status.monthCostUsd), cost(status.sessionCostUsd))}${unknown}`,
    ...status.caps.map(({ span, capUsd, usedUsd }) => `${meter(capUsd === 0 ? 1 : usedUsd / capUsd)} ${l10n.t("{0} of the cap {1} per {2}", cost(usedUsd), cost(capUsd), span)}`),
    perDay === null ? "" : `${meter(today / perDay)} ${l10n.t("{0} of {1} free requests today", today, perDay)}`,
  ];
}

function restLines({ resting, freeLimits }: Status): string[] {
  const spent = freeLimits.spentUntilS;
  return [
    spent === null ? "" : l10n.t("Requests to free models are used up until {0}.", clock(spent)),
    ...resting.slice(0, 3).map(({ subject, untilS }) => l10n.t("{0} rests until {1}.", `\`${subject.replaceAll("`", "'")}\``, clock(untilS))),
  ];
}

function links(mood: Mood): string {
  const found: [string, Link][] = mood === "noKey"
    ? [[l10n.t("Log In"), "tierline.logIn"], [l10n.t("Set API Key"), "tierline.setApiKey"], [l10n.t("Try Without a Key"), "tierline.trySandbox"]]
    : [[l10n.t("Last answer"), "tierline.showLastAnswer"], [l10n.t("Why"), "tierline.why"], [l10n.t("Tier"), "tierline.chooseTier"], [l10n.t("Usage"), "tierline.showUsage"]];
  return found.map(([label, command]) => link(label, command)).join(" · ");
}

function link(label: string, command: Link): string {
  return `[${label}](command:${command})`;
}

/** A bar of fixed width for a share; more than all of it is all of it. */
export function meter(share: number): string {
  const full = Math.min(METER, Math.max(0, Math.round(share * METER)));
  return "▰".repeat(full) + "▱".repeat(METER - full);
}

/** Words of others must not become links or images. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#!|$]/g, "\\$&").replace(/\s+/g, " ");
}

function clock(epochS: number): string {
  return new Date(epochS * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
