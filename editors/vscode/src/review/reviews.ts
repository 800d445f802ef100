/** All answers that wait for the user: shown in their texts, and decided change by change. */
import {
  commands, type Disposable, l10n, languages, Selection, type TextDocument, type TextEditor, TextEditorRevealType, window, workspace,
} from "vscode";
import { PROPOSED } from "../answer/column";
import type { ApplyResult, KeptAnswer } from "../protocol";
import type { Server } from "../server/client";
import { reviewMode } from "../settings";
import { type Choice, Lenses } from "./lenses";
import { Marks } from "./marks";
import { here, type Placed, step } from "./placed";
import { Proposals } from "./proposals";
import { Review } from "./review";

const DOCUMENTS = [{ scheme: "file" }, { scheme: "untitled" }];

export class Reviews implements Disposable {
  private readonly reviews = new Map<string, Review>();
  private readonly lenses = new Lenses((document) => this.marked(document));
  private readonly marks = new Marks();
  private readonly proposals = new Proposals();
  private readonly disposables: Disposable[];

  constructor(private readonly server: Server) {
    this.disposables = [
      languages.registerCodeLensProvider(DOCUMENTS, this.lenses),
      workspace.registerTextDocumentContentProvider(PROPOSED, this.proposals),
      workspace.onDidChangeTextDocument((event) => {
        const found = this.of(event.document);
        for (const review of found) review.follow(event);
        if (found.length > 0) this.draw(event.document);
      }),
      // A document that is opened once more is another one to the editor.
      workspace.onDidOpenTextDocument((document) => { for (const review of this.of(document)) review.document = document; }),
      window.onDidChangeVisibleTextEditors((editors) => { for (const editor of editors) this.marks.draw(editor, this.marked(editor.document)); }),
      window.onDidChangeActiveTextEditor(() => { this.tell(); }),
    ];
  }

  dispose(): void {
    for (const one of [this.lenses, this.marks, this.proposals, ...this.disposables]) one.dispose();
  }

  /** Shows an answer that waits; one on the same code that waited before gives way, and stays kept. */
  async begin(answer: KeptAnswer, instead?: string): Promise<void> {
    const client = await this.server.client();
    const document = await workspace.openTextDocument(client.protocol2CodeConverter.asUri(answer.uri));
    const review = new Review(answer, document, client);
    const others = this.of(document).filter((other) => other.answer.id !== answer.id && (other.answer.id === instead || overlap(other, review)));
    for (const other of others) this.reviews.delete(other.answer.id);
    this.reviews.set(answer.id, review);
    this.draw(document);
    await this.proposals.open(review, false);
    // Only now: a group of editors that is left without any would take the focus with it.
    for (const other of others) await this.proposals.close(other);
    this.tell();
  }

  /** Takes over what the server says of an answer. */
  async update(answer: KeptAnswer): Promise<void> {
    const review = this.reviews.get(answer.id);
    if (review === undefined) return;
    review.update(answer, await this.server.client());
    if (review.waits) this.draw(review.document);
    else await this.end(review);
  }

  async accept(choice: Partial<Choice> | undefined, all: boolean): Promise<void> {
    const chosen = await this.chosen(choice, all);
    if (chosen === undefined) return;
    const { answer, why, applied } = await this.server.execute<ApplyResult>("tierline.apply", chosen);
    await this.update(answer);
    if (why !== "") void window.showWarningMessage(l10n.t("Tierline: not everything is in the text: {0}.", why));
    else this.say(answer, l10n.t("accepted: {0}", applied.length));
  }

  async reject(choice: Partial<Choice> | undefined, all: boolean): Promise<void> {
    const chosen = await this.chosen(choice, all);
    if (chosen === undefined) return;
    const answer = await this.server.execute<KeptAnswer>("tierline.discard", chosen);
    await this.update(answer);
    this.say(answer, l10n.t("rejected"));
  }

  /** Goes to another change. */
  async go(forward: boolean): Promise<void> {
    const editor = await this.editor();
    if (editor === undefined) return;
    const found = this.of(editor.document).flatMap((review) => review.waiting.map((placed) => ({ review, placed })));
    const next = step(found.map(({ placed }) => placed), editor.document.offsetAt(editor.selection.active), forward);
    const review = found.find(({ placed }) => placed === next)?.review;
    if (next !== undefined && review !== undefined) reveal(editor, review, next);
  }

  async compare(choice: Partial<Choice> | undefined): Promise<void> {
    const review = this.named(choice);
    if (review !== undefined) await this.proposals.open(review, true);
  }

  /** The answer that a command is about: the named one, else that of the active editor. */
  named(choice: Partial<Choice> | undefined): Review | undefined {
    const named = choice?.id === undefined ? undefined : this.reviews.get(choice.id);
    if (named !== undefined) return named;
    const uri = window.activeTextEditor?.document.uri;
    if (uri?.scheme === PROPOSED) return this.reviews.get(uri.query);
    return [...this.reviews.values()].findLast(({ document }) => document.uri.toString() === uri?.toString());
  }

  private async chosen(choice: Partial<Choice> | undefined, all: boolean): Promise<{ id: string; hunks?: string[] } | undefined> {
    const review = this.named(choice);
    if (review === undefined) {
      void window.showInformationMessage(l10n.t("Tierline: no change waits here."));
      return undefined;
    }
    const { id } = review.answer;
    if (all) return { id };
    if (choice?.hunk !== undefined) return { id, hunks: [choice.hunk] };
    const editor = await this.editor();
    const placed = editor === undefined ? undefined : here(review.placed, editor.document.offsetAt(editor.selection.active));
    if (editor === undefined || placed === undefined) return undefined;
    // What is not on the screen is shown first, and decided by the next press.
    if (!editor.visibleRanges.some((range) => range.intersection(review.range(placed)) !== undefined)) {
      reveal(editor, review, placed);
      return undefined;
    }
    return { id, hunks: [placed.hunk.id] };
  }

  /** The editor of the text that is reviewed: the active one, or the one that its comparison is about. */
  private async editor(): Promise<TextEditor | undefined> {
    const active = window.activeTextEditor;
    if (active?.document.uri.scheme !== PROPOSED) return active;
    const document = this.reviews.get(active.document.uri.query)?.document;
    if (document === undefined) return undefined;
    const shown = window.visibleTextEditors.find((one) => sameText(one.document, document) && one.viewColumn !== undefined);
    return shown ?? window.showTextDocument(document, { preserveFocus: true });
  }

  private of(document: TextDocument): Review[] {
    return [...this.reviews.values()].filter((review) => sameText(review.document, document));
  }

  /** Those that are drawn into their texts. */
  private marked(document: TextDocument): Review[] {
    return reviewMode() === "diff" ? [] : this.of(document);
  }

  private async end(review: Review): Promise<void> {
    this.reviews.delete(review.answer.id);
    this.draw(review.document);
    await this.proposals.close(review);
    this.tell();
  }

  private draw(document: TextDocument): void {
    const reviews = this.of(document);
    const shown = this.marked(document);
    for (const editor of window.visibleTextEditors.filter((one) => sameText(one.document, document))) this.marks.draw(editor, shown);
    for (const review of reviews) this.proposals.refresh(review);
    this.lenses.refresh();
  }

  private tell(): void {
    void commands.executeCommand("setContext", "tierline.reviewing", this.named(undefined) !== undefined);
  }

  private say(answer: KeptAnswer, what: string): void {
    const left = answer.hunks.filter(({ state }) => state === "pending").length;
    window.setStatusBarMessage(`Tierline: ${what}${left > 0 ? l10n.t(", {0} to go", left) : ""}`, 5000);
  }
}

function sameText(one: TextDocument, other: TextDocument): boolean {
  return one.uri.toString() === other.uri.toString();
}

function overlap(one: Review, other: Review): boolean {
  return one.waiting.some((a) => other.waiting.some((b) => one.range(a).intersection(other.range(b)) !== undefined));
}

function reveal(editor: TextEditor, review: Review, placed: Placed): void {
  const range = review.range(placed);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
