/** Commands that come from prompt files, and a look at what would be sent. */
import { l10n, QuickPickItemKind, type TextEditor, window } from "vscode";
import { decided } from "./describe";
import type { CommandInfo, PreviewResult, TaskParams } from "./protocol";
import type { RawTexts } from "./raw";
import type { Server } from "./server/client";
import type { Tasks } from "./tasks";

/**
 * Runs a command on what the active editor shows.
 * @param name of the command, as a keybinding gives it; without one the user is asked
 */
export async function runPrompt(server: Server, tasks: Tasks, name?: unknown): Promise<void> {
  const params = await ask(server, tasks, l10n.t("Run which prompt?"), typeof name === "string" ? name : undefined);
  if (params !== undefined) await tasks.run(params);
}

/** Asks which command, and shows exactly what it would send. Nothing is sent. */
export async function previewPrompt(server: Server, tasks: Tasks, texts: RawTexts): Promise<void> {
  const params = await ask(server, tasks, l10n.t("See what which prompt would send? (sends nothing)"));
  if (params === undefined) return;
  await texts.open(l10n.t("What would be sent"), shown(await server.execute<PreviewResult>("tierline.preview", params)));
}

async function ask(server: Server, tasks: Tasks, title: string, name?: string): Promise<TaskParams | undefined> {
  const editor: TextEditor | undefined = window.activeTextEditor;
  const target = editor === undefined ? undefined : await tasks.target(editor);
  if (target === undefined) {
    void window.showInformationMessage(l10n.t("Tierline: select the code that the task is about."));
    return undefined;
  }
  const { commands } = await server.execute<{ commands: CommandInfo[] }>("tierline.commands", { uri: target.uri });
  const named = commands.find((command) => command.name === name);
  if (name !== undefined && named === undefined) throw new Error(l10n.t("there is no prompt named {0}", name));
  const chosen = named ?? await choose(commands, title);
  if (chosen === undefined) return undefined;
  const params: TaskParams = { ...target, kind: chosen.kind };
  if (chosen.origin !== "shipped") params.prompt = chosen.name;
  if (!chosen.needsInstruction) return { ...params, instruction: "" };
  const instruction = await tasks.instructions.ask(chosen.kind, chosen.title);
  return instruction === undefined ? undefined : { ...params, instruction };
}

async function choose(commands: readonly CommandInfo[], title: string): Promise<CommandInfo | undefined> {
  const groups: [string, CommandInfo[]][] = [
    [l10n.t("Yours"), commands.filter(({ origin }) => origin !== "shipped")],
    [l10n.t("Shipped"), commands.filter(({ origin }) => origin === "shipped")],
  ];
  const items = groups.filter(([, found]) => found.length > 0).flatMap(([label, found]) => [
    { label, kind: QuickPickItemKind.Separator, command: undefined },
    ...found.map((command) => ({ label: command.title, description: command.name, detail: command.file, command })),
  ]);
  return (await window.showQuickPick(items, { title, matchOnDescription: true }))?.command;
}

function shown(preview: PreviewResult): string {
  const heads = [l10n.t("piece"), l10n.t("tokens")].join(" | ");
  const pieces = preview.pieces.map(({ name, tokens }) => `| ${name} | ${String(tokens)} |`).join("\n");
  const out = preview.leftOut.map((clause) => `- ${l10n.t("left out: {0}", clause)}`).join("\n");
  const messages = preview.messages.map(({ role, content }) => `## ${role}\n\n${content}`).join("\n\n");
  const refusal = preview.refusal === "" ? "" : `**${l10n.t("Would not be sent:")}** ${preview.refusal}\n\n`;
  const where = l10n.t("To {0}. About {1} tokens; nothing was sent.", decided(preview.decision), preview.promptTokens);
  return `${refusal}${where}\n\n| ${heads} |\n|---|---|\n${pieces}\n\n${out}\n\n${messages}\n`;
}
