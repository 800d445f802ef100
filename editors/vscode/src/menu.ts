/** The menu behind the status bar item: what fits best now stands first. */
import { commands, l10n, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { StatusBar } from "./status";
import type { Mood } from "./mood";

interface Entry extends QuickPickItem {
  command?: string;
}

export async function showMenu(bar: StatusBar, next: string | undefined): Promise<void> {
  const choice = await window.showQuickPick(entries(bar, next), { title: "Tierline", matchOnDescription: true });
  if (choice?.command !== undefined) await commands.executeCommand(choice.command);
}

function entries({ mood, status, last }: StatusBar, next: string | undefined): Entry[] {
  const key = { label: `$(key) ${l10n.t("Set API Key")}`, command: "tierline.setApiKey" };
  return [
    ...urgent(mood, key),
    { label: l10n.t("Tier"), kind: QuickPickItemKind.Separator },
    { label: `$(layers) ${l10n.t("Choose Tier")}`, description: l10n.t("this session: {0}", status?.tierMode ?? "auto"), command: "tierline.chooseTier" },
    { label: `$(arrow-right) ${l10n.t("Choose Tier for the Next Task")}`, description: next ?? "", command: "tierline.chooseNextTier" },
    { label: l10n.t("Answers"), kind: QuickPickItemKind.Separator },
    { label: `$(play) ${l10n.t("Run Prompt…")}`, command: "tierline.runPrompt" },
    ...(last === null ? [] : [{ label: `$(comment) ${l10n.t("Show Last Answer")}`, description: last.kind, command: "tierline.showLastAnswer" }]),
    { label: `$(history) ${l10n.t("Show Answers")}`, command: "tierline.showAnswers" },
    { label: `$(question) ${l10n.t("Why This Tier")}`, description: last?.tier ?? "", command: "tierline.why" },
    { label: l10n.t("Money and models"), kind: QuickPickItemKind.Separator },
    { label: `$(graph) ${l10n.t("Show Usage")}`, command: "tierline.showUsage" },
    { label: `$(list-ordered) ${l10n.t("Show Models")}`, command: "tierline.showModels" },
    { label: l10n.t("Set up"), kind: QuickPickItemKind.Separator },
    { label: `$(gear) ${l10n.t("Open Settings")}`, command: "tierline.openSettings" },
    ...(mood === "noKey" ? [] : [key]),
    { label: `$(output) ${l10n.t("Show Log")}`, command: "tierline.showLog" },
    { label: `$(refresh) ${l10n.t("Restart Server")}`, command: "tierline.restart" },
  ];
}

function urgent(mood: Mood, key: Entry): Entry[] {
  if (mood === "busy") return [{ label: `$(stop-circle) ${l10n.t("Cancel")}`, command: "tierline.cancelTasks" }];
  if (mood !== "noKey") return [];
  return [
    { label: `$(log-in) ${l10n.t("Log In with OpenRouter")}`, command: "tierline.logIn" },
    key,
    { label: `$(beaker) ${l10n.t("Try Without a Key")}`, command: "tierline.trySandbox" },
  ];
}
