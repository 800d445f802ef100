/** Answers to read, and proposed texts to compare with, as read-only documents that grow while they stream. */
import {
  commands, type Disposable, EventEmitter, l10n, TabInputText, TabInputTextDiff, type TextDocument, type TextDocumentContentProvider, Uri, ViewColumn, window, workspace,
} from "vscode";
import { footer } from "./describe";
import { isReadable } from "./kinds";
import type { Chunk, LastTask, RunResult } from "./protocol";

export const SCHEME = "tierline-answer";

/** Older answers are forgotten; the last one can always be asked of the server. */
const MOST_ANSWERS = 50;
/** A stream faster than the eye would redraw the document for every token. */
const REDRAW_MS = 60;

interface Answer {
  uri: Uri;
  attempt: number;
  text: string;
  end: string;
}

export class Answers implements TextDocumentContentProvider, Disposable {
  private readonly answers = new Map<string, Answer>();
  private readonly texts = new Map<string, string>();
  private readonly changes = new EventEmitter<Uri>();
  private readonly dirty = new Map<string, Uri>();
  private redraw: NodeJS.Timeout | undefined;
  readonly onDidChange = this.changes.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** Takes the next piece of a stream; the first words open the document. */
  receive(chunk: Chunk): void {
    if (!isReadable(chunk.kind)) return;
    const answer = this.answers.get(chunk.id);
    if (answer === undefined) {
      // A model is asked; whether it answers is not known yet.
      if (chunk.delta === "") return;
      const started = this.start(chunk.id, titleFor(chunk.kind, chunk.uri), chunk.attempt, chunk.delta);
      void this.reveal(started);
      return;
    }
    if (chunk.attempt < answer.attempt) return;
    answer.text = chunk.attempt > answer.attempt ? chunk.delta : answer.text + chunk.delta;
    answer.attempt = chunk.attempt;
    this.draw(answer);
  }

  /** Shows the whole answer with what it took. */
  async finish(result: RunResult, uri: string): Promise<void> {
    let answer = this.answers.get(result.id);
    const known = answer !== undefined;
    answer ??= this.start(result.id, titleFor(result.kind, uri), 1, "");
    answer.text = result.text;
    answer.end = footer(result);
    this.draw(answer);
    if (!known) await this.reveal(answer);
  }

  /** Marks a stream that broke off, so that half an answer never looks like a whole one. */
  breakOff(task: LastTask): void {
    const answer = this.answers.get(task.id);
    if (answer?.end !== "") return;
    const why = task.state === "cancelled" ? l10n.t("Cancelled: this answer is not complete.") : l10n.t("Not complete: {0}", task.error);
    answer.end = `\n\n---\n*${why}*\n`;
    this.draw(answer);
  }

  /** Opens a finished text beside the editor. */
  async open(id: string, title: string, text: string): Promise<void> {
    const answer = this.start(id, title, 1, text);
    this.draw(answer);
    await this.reveal(answer);
  }

  /** Shows an edit that was not applied: the text of today against the proposed one, and why. */
  async compare(result: RunResult, document: TextDocument, proposed: string): Promise<void> {
    if (proposed === document.getText()) {
      void window.showInformationMessage(l10n.t("Tierline changed nothing: {0}.", result.why));
      return;
    }
    const uri = Uri.from({ scheme: SCHEME, path: document.uri.path, query: `proposal-${result.id}` });
    this.texts.set(uri.toString(), proposed);
    const name = document.uri.path.split("/").at(-1) ?? "";
    await commands.executeCommand("vscode.diff", document.uri, uri, l10n.t("{0}: today ↔ proposed (not applied: {1})", name, result.why), {
      // Whoever changed the text is typing still.
      viewColumn: answerColumn(), preserveFocus: true, preview: true,
    });
    void window.showWarningMessage(l10n.t("Tierline did not apply the answer: {0}. Nothing is lost: it is shown beside your text.", result.why));
  }

  dispose(): void {
    clearTimeout(this.redraw);
    this.changes.dispose();
  }

  private start(id: string, title: string, attempt: number, text: string): Answer {
    const uri = Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: id });
    const answer = { uri, attempt, text, end: "" };
    this.answers.set(id, answer);
    this.texts.set(uri.toString(), text);
    if (this.answers.size > MOST_ANSWERS) this.forgetOldest();
    return answer;
  }

  private async reveal(answer: Answer): Promise<void> {
    await show(answer.uri);
    // The editor ignores changes of a document that it is still opening.
    this.draw(answer);
  }

  private forgetOldest(): void {
    for (const [id, { uri }] of this.answers) {
      this.answers.delete(id);
      this.texts.delete(uri.toString());
      return;
    }
  }

  private draw(answer: Answer): void {
    this.texts.set(answer.uri.toString(), answer.text + answer.end);
    this.dirty.set(answer.uri.toString(), answer.uri);
    this.redraw ??= setTimeout(() => {
      this.redraw = undefined;
      const uris = [...this.dirty.values()];
      this.dirty.clear();
      for (const uri of uris) this.changes.fire(uri);
    }, REDRAW_MS);
  }
}

function titleFor(kind: string, uri: string): string {
  const name = Uri.parse(uri).path.split("/").at(-1) ?? "";
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${name}`;
}

/** Where answers are already, else beside the editor. */
function answerColumn(): ViewColumn {
  const group = window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) =>
    (input instanceof TabInputText && input.uri.scheme === SCHEME) ||
    (input instanceof TabInputTextDiff && input.modified.scheme === SCHEME)));
  return group?.viewColumn ?? ViewColumn.Beside;
}

/** Opens an answer; the user goes on typing where they are. */
async function show(uri: Uri): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { viewColumn: answerColumn(), preserveFocus: true, preview: true });
}
