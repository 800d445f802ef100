/** Commands that come from prompt files, and a look at what would be sent. */
import { type TextEditor, window } from "vscode";
import type { Answers } from "./answers";
import type { Server } from "./client";
import { decided } from "./describe";
import type { CommandInfo, PreviewResult, TaskParams } from "./protocol";
import type { Tasks } from "./tasks";

/** Asks which command, and runs it on what the active editor shows. */
export async function runPrompt(server: Server, tasks: Tasks): Promise<void> {
  const params = await ask(server, tasks, "Run which prompt?");
  if (params !== undefined) await tasks.run(params);
}

/** Asks which command, and shows exactly what it would send. Nothing is sent. */
export async function previewPrompt(server: Server, tasks: Tasks, answers: Answers): Promise<void> {
  const params = await ask(server, tasks, "See what which prompt would send? (sends nothing)");
  if (params === undefined) return;
  await answers.open("preview", "What would be sent", shown(await server.execute<PreviewResult>("tierline.preview", params)));
}

async function ask(server: Server, tasks: Tasks, title: string): Promise<TaskParams | undefined> {
  const editor: TextEditor | undefined = window.activeTextEditor;
  const target = editor === undefined ? undefined : await tasks.target(editor);
  if (target === undefined) {
    void window.showInformationMessage("Tierline: select the code that the task is about.");
    return undefined;
  }
  const { commands } = await server.execute<{ commands: CommandInfo[] }>("tierline.commands", { uri: target.uri });
  const own = commands.filter((command) => command.origin !== "shipped");
  const items = [...own, ...commands.filter((command) => command.origin === "shipped")].map((command) => ({
    label: command.title, description: command.name, detail: command.file, command,
  }));
  const chosen = (await window.showQuickPick(items, { title, matchOnDescription: true }))?.command;
  if (chosen === undefined) return undefined;
  const params: TaskParams = { ...target, kind: chosen.kind };
  if (chosen.origin !== "shipped") params.prompt = chosen.name;
  if (!chosen.needsInstruction) return { ...params, instruction: "" };
  const words = await window.showInputBox({ title: `Tierline: ${chosen.title}`, prompt: "What should be done?", ignoreFocusOut: true });
  return words === undefined ? undefined : { ...params, instruction: words.trim() };
}

function shown(preview: PreviewResult): string {
  const pieces = preview.pieces.map(({ name, tokens }) => `| ${name} | ${String(tokens)} |`).join("\n");
  const out = preview.leftOut.map((clause) => `- left out: ${clause}`).join("\n");
  const messages = preview.messages.map(({ role, content }) => `## ${role}\n\n${content}`).join("\n\n");
  const refusal = preview.refusal === "" ? "" : `**Would not be sent:** ${preview.refusal}\n\n`;
  return `${refusal}To ${decided(preview.decision)}. About ${String(preview.promptTokens)} tokens; nothing was sent.\n\n`
    + `| piece | tokens |\n|---|---|\n${pieces}\n\n${out}\n\n${messages}\n`;
}
