/** Runs one task: asks what is to be asked, waits visibly, shows the outcome. */
import {
  CancellationTokenSource, DiagnosticSeverity, type Disposable, EventEmitter, l10n, languages, ProgressLocation, type Range, type TextDocument,
  type TextEditor, window,
} from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Answers } from "./answer/answers";
import { isCancelled } from "./errors";
import type { Instructions } from "./instruction";
import { isReadable } from "./kinds";
import type { KeptAnswer, Kind, RunResult, TaskParams, Tier } from "./protocol";
import type { Reviews } from "./review/reviews";
import type { Server } from "./server/client";
import { reviewMode } from "./settings";
import { chooseTarget } from "./target";

/** A task that takes longer gets a notification with a cancel button. */
const PATIENCE_MS = 1500;

export class Tasks implements Disposable {
  private readonly running = new Set<CancellationTokenSource>();
  private readonly results = new EventEmitter<RunResult>();
  private readonly nexts = new EventEmitter<Tier | undefined>();
  private readonly wanted = new EventEmitter<string>();
  private chosen: Tier | undefined;
  private serial = 0;
  readonly onResult = this.results.event;
  /** Another tier is chosen for the next task, or none any more. */
  readonly onNextTier = this.nexts.event;
  /** An answer that could not be applied is to be asked for once more. */
  readonly onAgain = this.wanted.event;

  constructor(
    private readonly server: Server,
    private readonly answers: Answers,
    private readonly reviews: Reviews,
    readonly instructions: Instructions,
  ) {}

  get nextTier(): Tier | undefined {
    return this.chosen;
  }

  /** The tier of the next task, and of no other. */
  set nextTier(tier: Tier | undefined) {
    this.chosen = tier;
    this.nexts.fire(tier);
  }

  dispose(): void {
    for (const emitter of [this.results, this.nexts, this.wanted]) emitter.dispose();
  }

  /** Runs a task on what the active editor shows. */
  async runKind(kind: Kind): Promise<void> {
    const editor = window.activeTextEditor;
    const target = editor === undefined ? undefined : await this.target(editor);
    if (target === undefined) {
      void window.showInformationMessage(l10n.t("Tierline: select the code that the task is about."));
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
    if (params.instruction === undefined && this.instructions.isNeeded(params.kind)) {
      const instruction = await this.instructions.ask(params.kind);
      if (instruction === undefined) return undefined;
      params = { ...params, instruction };
    }
    if (this.nextTier !== undefined) {
      params = { tier: this.nextTier, ...params };
      this.nextTier = undefined;
    }
    if (params.apply === undefined && !isReadable(params.kind)) params = { ...params, apply: reviewMode() === "apply" };
    return this.ask("tierline.run", params, params.kind, params.uri);
  }

  /** Asks for a kept answer once more: of the same tier, or, as its price was agreed to, of the next. */
  async again(id: string, up?: { agreed: boolean }): Promise<void> {
    const kept = await this.kept(id);
    if (kept === null) throw new Error(l10n.t("this answer is not kept any more"));
    const [command, argument] = up === undefined ? ["tierline.again", { id }] : ["tierline.oneTierUp", { id, ...up }];
    await this.ask(command, argument, kept.kind, kept.uri, id);
  }

  /** Shows a kept answer again: one that waits in its text, another to be read. */
  async reopen(id: string): Promise<void> {
    const kept = await this.kept(id);
    if (kept === null) throw new Error(l10n.t("this answer is not kept any more"));
    if (kept.state !== "pending") {
      this.answers.finish(kept, kept.uri);
      return;
    }
    const client = await this.server.client();
    await window.showTextDocument(client.protocol2CodeConverter.asUri(kept.uri));
    // It has its place once the server has seen the document.
    await this.reviews.begin((await this.kept(id)) ?? kept);
  }

  /** Cancels all tasks of this window. */
  cancelAll(): void {
    for (const source of this.running) source.cancel();
  }

  /** @param instead of which answer the new one is asked for */
  private async ask(command: string, argument: object, kind: Kind, uri: string, instead?: string): Promise<RunResult | undefined> {
    try {
      const result = await this.request(command, argument, kind);
      await this.present(result, uri, instead);
      return result;
    } catch (error) {
      if (!isCancelled(error)) throw error;
      window.setStatusBarMessage(l10n.t("Tierline: cancelled"), 5000);
      return undefined;
    }
  }

  private kept(id: string): Promise<KeptAnswer | null> {
    return this.server.execute<KeptAnswer | null>("tierline.lastAnswer", { id });
  }

  private async request(command: string, argument: object, kind: Kind): Promise<RunResult> {
    const client = await this.server.client();
    const workDoneToken = `tierline-run-${++this.serial}`;
    let report: (message: string) => void = () => undefined;
    const listening = await this.server.onProgress(workDoneToken, (message) => { report(message); });
    const source = new CancellationTokenSource();
    this.running.add(source);
    const request = client.sendRequest<RunResult>(
      "workspace/executeCommand", { command, arguments: [argument], workDoneToken }, source.token);
    const patience = setTimeout(() => {
      void window.withProgress({ location: ProgressLocation.Notification, cancellable: true, title: `Tierline: ${kind}` },
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

  private async present(result: RunResult, uri: string, instead?: string): Promise<void> {
    this.results.fire(result);
    // Tier, model and cost stand in the item on the right already.
    window.setStatusBarMessage(l10n.t("{0}, because {1}", result.tier, result.decision.reason), 10_000);
    const { id, state } = result;
    const kept = state === "applied" ? null : await this.kept(id);
    if (state === "answered") {
      this.answers.finish(kept ?? result, uri);
      return;
    }
    if (kept?.state === "pending") await this.reviews.begin(kept, instead);
    // The page on which the edit was written has served; what takes its place is there already, so that nothing jumps.
    await this.answers.close(id);
    if (kept === null) return;
    // An edit that was to wait says nothing of why it is not in the text.
    const why = kept.conflict === "" ? kept.why : kept.conflict;
    if (why !== "") void this.tellKept(id, why);
  }

  private async tellKept(id: string, why: string): Promise<void> {
    const [again, compare] = [l10n.t("Ask Again"), l10n.t("Compare")];
    const choice = await window.showWarningMessage(l10n.t("Tierline did not apply the answer: {0}. It is kept, and compared with your text.", why), again, compare);
    if (choice === again) this.wanted.fire(id);
    if (choice === compare) await this.reviews.compare({ id });
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
