/** Commands that look at what happened, or would happen, and spend nothing. */
import { commands, l10n, ProgressLocation, window } from "vscode";
import type { Answers } from "./answer/answers";
import { foretold, modelsShown, why } from "./describe";
import { KINDS, TIER_MODES } from "./kinds";
import type { DecisionInfo, KeptAnswer, LastTask, Models, RefreshReport, Status } from "./protocol";
import type { Server } from "./server/client";
import { chooseTarget } from "./target";
import type { Tasks } from "./tasks";

/** Opens the last answer again, also one that was meant for the file. */
export async function showLastAnswer(server: Server, tasks: Tasks): Promise<void> {
  const result = await server.execute<KeptAnswer | null>("tierline.lastAnswer");
  if (result === null) {
    void window.showInformationMessage(l10n.t("Tierline: there is no answer yet."));
    return;
  }
  await tasks.reopen(result.id);
}

/** Says why the last task got its tier; before the first one, which tier a task on this code would get. */
export async function showWhy(server: Server, answers: Answers, last: LastTask | null): Promise<void> {
  if (last === null) {
    await foretell(server, answers);
    return;
  }
  const result = await server.execute<KeptAnswer | null>("tierline.lastAnswer");
  answers.show("why", l10n.t("Why this tier"), why(last, result?.id === last.id ? result : null));
}

async function foretell(server: Server, answers: Answers): Promise<void> {
  const editor = window.activeTextEditor;
  const range = editor === undefined ? undefined : await chooseTarget(editor);
  if (editor === undefined || range === undefined) {
    void window.showInformationMessage(l10n.t("Tierline: select code to see which tier it would get."));
    return;
  }
  const kind = await window.showQuickPick(KINDS, { title: l10n.t("Which tier would this code get? (asks no model)"), placeHolder: l10n.t("Kind of task") });
  if (kind === undefined) return;
  const { code2ProtocolConverter: wire } = await server.client();
  const { decision } = await server.execute<{ decision: DecisionInfo }>("tierline.route", {
    uri: wire.asUri(editor.document.uri), range: wire.asRange(range), kind,
  });
  answers.show("why", l10n.t("Why this tier"), foretold(kind, decision));
}

function tiers() {
  const texts: Record<(typeof TIER_MODES)[number], string> = {
    auto: l10n.t("the cheapest that is good enough, task by task"),
    minimum: l10n.t("the best free model"),
    default: l10n.t("the best value for money"),
    maximum: l10n.t("the best within the price limit"),
  };
  return TIER_MODES.map((tier) => ({ label: tier, description: texts[tier], tier }));
}

/** Sets the tier for this session; the setting stays as it is. */
export async function chooseTier(server: Server): Promise<void> {
  const choice = await window.showQuickPick(tiers(), { title: l10n.t("Tier for this session") });
  if (choice !== undefined) await server.execute<Status>("tierline.setTier", { tier: choice.tier });
}

/** Sets the tier for one task, whatever the session's is. */
export async function chooseNextTier(tasks: Tasks): Promise<void> {
  const choice = await window.showQuickPick(tiers(), { title: l10n.t("Tier for the next task alone") });
  if (choice !== undefined) tasks.nextTier = choice.tier === "auto" ? undefined : choice.tier;
}

/** Reads prices and benchmarks anew, and says what came of it. */
export async function refreshModels(server: Server): Promise<void> {
  const report = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t("Tierline: reading prices and benchmarks") },
    () => server.execute<RefreshReport>("tierline.refresh", {}));
  const found = Object.entries(report.tiers).map(([tier, { after }]) => `${tier} ${after[0] ?? l10n.t("empty")}`).join(", ");
  const show = l10n.t("Show Models");
  // A message without a button is one line, and cut off there.
  const choice = await window.showInformationMessage(report.written === null
    ? l10n.t("Tierline keeps the models of {0}: {1}.", report.since, report.objections.join("; "))
    : l10n.t("Tierline has the models of {0}: {1}.", report.asOf, found), show);
  if (choice === show) await commands.executeCommand("tierline.showModels");
}

/** Shows the models of each tier with their prices. */
export async function showModels(server: Server, answers: Answers): Promise<void> {
  answers.show("models", l10n.t("Models"), modelsShown(await server.execute<Models>("tierline.models")));
}
