/** Runs one task: asks what is to be asked, waits visibly, shows the outcome. */
import {
  CancellationTokenSource, DiagnosticSeverity, languages, ProgressLocation, type Range, type TextDocument, type TextEditor, window, workspace,
} from "vscode";
import { type LanguageClient, WorkDoneProgress } from "vscode-languageclient/node";
import type { Answers } from "./answers";
import type { Server } from "./client";
import { line } from "./describe";
import { isCancelled } from "./errors";
import { Followed } from "./follow";
import type { Kind, RunResult, TaskParams } from "./protocol";
import { chooseTarget } from "./target";

/** Kinds that mean nothing without words, and what to ask for. */
const PROMPTS: Partial<Record<Kind, { prompt: string; placeHolder: string }>> = {
  edit: { prompt: "What should be changed?", placeHolder: "e.g. use pathlib instead of os.path" },
  ask: { prompt: "What would you like to know?", placeHolder: "e.g. can this raise KeyError?" },
  translate: { prompt: "Into which language?", placeHolder: "e.g. TypeScript" },
};

/** A task that takes longer gets a notification with a cancel button. */
const PATIENCE_MS = 1500;

export class Tasks {
  private readonly running = new Set<CancellationTokenSource>();
  private serial = 0;

  constructor(
    private readonly server: Server,
    private readonly answers: Answers,
  ) {}

  /** Runs a task on what the active editor shows. */
  async runKind(kind: Kind): Promise<void> {
    const editor = window.activeTextEditor;
    const target = editor === undefined ? undefined : await this.target(editor);
    if (target === undefined) {
      void window.showInformationMessage("Tierline: select the code that the task is about.");
      return;
    }
    await this.run({ ...target, kind });
  }

  /** What a task on the editor's selection is about; undefined if there is no text. */
  async target(editor: TextEditor): Promise<Omit<TaskParams, "kind"> | undefined> {
    const range = await chooseTarget(editor);
    if (range === undefined) return undefined;
    const client = await this.server.client();
    return {
      uri: client.code2ProtocolConverter.asUri(editor.document.uri),
      range: client.code2ProtocolConverter.asRange(range),
      diagnostics: diagnosticsIn(client, editor.document, range),
    };
  }

  /** Runs a task that is already made up, such as a code action of the server. */
  async run(params: TaskParams): Promise<RunResult | undefined> {
    const question = params.instruction === undefined ? PROMPTS[params.kind] : undefined;
    if (question !== undefined) {
      const instruction = await window.showInputBox({ title: `Tierline: ${params.kind}`, ...question, ignoreFocusOut: true });
      if (instruction === undefined) return undefined;
      // Nothing typed: the server takes the comments in the selection as the instruction.
      if (instruction.trim() !== "") params = { ...params, instruction: instruction.trim() };
    }
    const client = await this.server.client();
    const document = await workspace.openTextDocument(client.protocol2CodeConverter.asUri(params.uri));
    const followed = new Followed(document, client.protocol2CodeConverter.asRange(params.range));
    try {
      const result = await this.request(client, params);
      await this.present(result, params, document, followed);
      return result;
    } catch (error) {
      if (!isCancelled(error)) throw error;
      window.setStatusBarMessage("Tierline: cancelled", 5000);
      return undefined;
    } finally {
      followed.dispose();
    }
  }

  /** Cancels all tasks of this window. */
  cancelAll(): void {
    for (const source of this.running) source.cancel();
  }

  private async request(client: LanguageClient, params: TaskParams): Promise<RunResult> {
    const source = new CancellationTokenSource();
    const workDoneToken = `tierline-run-${++this.serial}`;
    this.running.add(source);
    let report: (message: string) => void = () => undefined;
    const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (step) => {
      if (step.kind !== "end" && step.message !== undefined) report(step.message);
    });
    const request = client.sendRequest<RunResult>(
      "workspace/executeCommand", { command: "tierline.run", arguments: [params], workDoneToken }, source.token);
    const patience = setTimeout(() => {
      void window.withProgress({ location: ProgressLocation.Notification, cancellable: true, title: `Tierline: ${params.kind}` },
        async (progress, token) => {
          report = (message) => { progress.report({ message }); };
          token.onCancellationRequested(() => { source.cancel(); });
          await request.catch(() => undefined);
        });
    }, PATIENCE_MS);
    try {
      return await request;
    } finally {
      clearTimeout(patience);
      listening.dispose();
      this.running.delete(source);
      source.dispose();
    }
  }

  private async present(result: RunResult, params: TaskParams, document: TextDocument, followed: Followed): Promise<void> {
    window.setStatusBarMessage(`Tierline: ${line(result)}`, 15_000);
    if (result.state === "answered") await this.answers.finish(result, params.uri);
    if (result.state === "kept") await this.answers.compare(result, document, followed.replacedBy(result.newText ?? result.text));
  }
}

function diagnosticsIn(client: LanguageClient, document: TextDocument, range: Range): NonNullable<TaskParams["diagnostics"]> {
  return languages.getDiagnostics(document.uri)
    .filter((found) => found.severity !== DiagnosticSeverity.Hint && range.intersection(found.range) !== undefined)
    .map((found) => ({
      range: client.code2ProtocolConverter.asRange(found.range),
      message: found.message,
      // LSP counts from 1, the editor from 0.
      severity: found.severity + 1,
      source: found.source ?? "",
    }));
}
