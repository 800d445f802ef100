/** Commands that look at what happened, or would happen, and spend nothing. */
import { ProgressLocation, window } from "vscode";
import type { Answers } from "./answers";
import type { Server } from "./client";
import { decided, footer, why } from "./describe";
import { KINDS, TIER_MODES } from "./kinds";
import type { DecisionInfo, KeptAnswer, LastTask, RefreshReport, Status } from "./protocol";
import { chooseTarget } from "./target";

/** Opens the last answer again, also one that was meant for the file. */
export async function showLastAnswer(server: Server, answers: Answers): Promise<void> {
  const result = await server.execute<KeptAnswer | null>("tierline.lastAnswer");
  if (result === null) {
    void window.showInformationMessage("Tierline: there is no answer yet.");
    return;
  }
  await answers.open(`last-${result.id}`, "Last answer", result.text + footer(result));
}

/** Says why the last task got its tier; before the first one, which tier a task on this code would get. */
export async function showWhy(server: Server, answers: Answers, last: LastTask | null): Promise<void> {
  if (last === null) {
    await foretell(server);
    return;
  }
  const result = await server.execute<KeptAnswer | null>("tierline.lastAnswer");
  await answers.open(`why-${last.id}`, "Why this tier", why(last, result?.id === last.id ? result : null));
}

async function foretell(server: Server): Promise<void> {
  const editor = window.activeTextEditor;
  const range = editor === undefined ? undefined : await chooseTarget(editor);
  if (editor === undefined || range === undefined) {
    void window.showInformationMessage("Tierline: no task has run yet. Select code to see which tier it would get.");
    return;
  }
  const kind = await window.showQuickPick(KINDS, { title: "Which tier would this code get? (asks no model)", placeHolder: "Kind of task" });
  if (kind === undefined) return;
  const { code2ProtocolConverter: wire } = await server.client();
  const { decision } = await server.execute<{ decision: DecisionInfo }>("tierline.route", {
    uri: wire.asUri(editor.document.uri), range: wire.asRange(range), kind,
  });
  void window.showInformationMessage(`Tierline: ${kind} would go to ${decided(decision)}`);
}

const TIER_TEXTS: Record<(typeof TIER_MODES)[number], string> = {
  auto: "the cheapest that is good enough, task by task",
  minimum: "the best free model",
  default: "the best value for money",
  maximum: "the best within the price limit",
};

/** Sets the tier for this session; the setting stays as it is. */
export async function chooseTier(server: Server): Promise<void> {
  const items = TIER_MODES.map((tier) => ({ label: tier, description: TIER_TEXTS[tier], tier }));
  const choice = await window.showQuickPick(items, { title: "Tier for this session" });
  if (choice !== undefined) await server.execute<Status>("tierline.setTier", { tier: choice.tier });
}

/** Reads prices and benchmarks anew, and says what came of it. */
export async function refreshModels(server: Server): Promise<void> {
  const report = await window.withProgress(
    { location: ProgressLocation.Notification, title: "Tierline: reading prices and benchmarks" },
    () => server.execute<RefreshReport>("tierline.refresh", {}));
  const tiers = Object.entries(report.tiers).map(([tier, { after }]) => `${tier} ${after[0] ?? "empty"}`).join(", ");
  void window.showInformationMessage(report.written === null
    ? `Tierline keeps the models of ${report.since}: ${report.objections.join("; ")}.`
    : `Tierline has the models of ${report.asOf}: ${tiers}.`);
}
