/** What a running task is at, in words. Pure but for the words. */
import { l10n } from "vscode";
import type { Phase, TaskInfo } from "./protocol";

/** Empty for what is no work. */
export function phaseWords(phase: Phase): string {
  switch (phase) {
    case "routing":
      return l10n.t("choosing a model…");
    case "waiting":
      return l10n.t("waiting…");
    case "streaming":
      return l10n.t("writing…");
    case "scoring":
      return l10n.t("checking…");
    case "escalating":
      return l10n.t("asking a better one…");
    default:
      return "";
  }
}

/** One line on a task that runs. */
export function taskLine({ kind, phase, tier, model, sinceS, stalled }: TaskInfo, nowS: number): string {
  const named = model === "" ? "" : `\`${model.replaceAll("`", "'")}\``;
  const facts = [phaseWords(phase), tier ?? "", named, l10n.t("{0} s", Math.max(0, Math.round(nowS - sinceS)))];
  const silent = stalled ? ` — ${l10n.t("nothing has come for a while; you may wait, or cancel it")}` : "";
  return `${kind}: ${facts.filter((fact) => fact !== "").join(" · ")}${silent}`;
}
