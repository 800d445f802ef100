/** The answers that are kept, also those of before the last start. */
import { l10n, type QuickPickItem, ThemeIcon, Uri, window, workspace } from "vscode";
import { cost } from "./describe";
import type { Answers, AnswerState, AnswerSummary } from "./protocol";
import type { Server } from "./server/client";
import type { Tasks } from "./tasks";

const ICONS: Readonly<Record<AnswerState, string>> = {
  pending: "git-pull-request-draft", applied: "check", partly: "check", discarded: "close", answered: "comment",
};

interface Entry extends QuickPickItem {
  id: string;
}

/** Lets the user choose one, and shows it again. */
export async function showAnswers(server: Server, tasks: Tasks): Promise<void> {
  const { answers } = await server.execute<Answers>("tierline.answers", {});
  if (answers.length === 0) {
    void window.showInformationMessage(l10n.t("Tierline: there is no answer yet."));
    return;
  }
  const choice = await window.showQuickPick(answers.map(entry), {
    title: l10n.t("Answers that are kept"), matchOnDescription: true, matchOnDetail: true,
  });
  if (choice !== undefined) await tasks.reopen(choice.id);
}

function entry({ id, uri, kind, at, tier, costUsd, state, title }: AnswerSummary): Entry {
  const states: Record<AnswerState, string> = {
    pending: l10n.t("waits for you"), applied: l10n.t("in the text"), partly: l10n.t("partly in the text"),
    discarded: l10n.t("rejected"), answered: l10n.t("to read"),
  };
  const when = new Date(at * 1000).toLocaleString([], { dateStyle: "short", timeStyle: "short" });
  return {
    id, label: `${kind} ${workspace.asRelativePath(Uri.parse(uri))}`, iconPath: new ThemeIcon(ICONS[state]),
    description: states[state], detail: [when, tier, cost(costUsd), title].join(" · "),
  };
}
