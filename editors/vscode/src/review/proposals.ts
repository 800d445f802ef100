/** The text of today compared with the proposed one, which follows while it is open. */
import { commands, type Disposable, EventEmitter, l10n, TabInputTextDiff, type TextDocumentContentProvider, type TextEditor, Uri, window } from "vscode";
import { answerColumn, PROPOSED } from "../answer/column";
import type { Review } from "./review";

export class Proposals implements TextDocumentContentProvider, Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changes = new EventEmitter<Uri>();
  readonly onDidChange = this.changes.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.query) ?? "";
  }

  /** Opens the comparison. Unless it was asked for, whoever types goes on typing. */
  async open(review: Review, asked: boolean): Promise<void> {
    this.refresh(review);
    const name = review.document.uri.path.split("/").at(-1) ?? "";
    const { kind, tier } = review.answer;
    const active = window.activeTextEditor;
    await commands.executeCommand("vscode.diff", review.document.uri, uriOf(review), l10n.t("{0}: today ↔ {1} by {2}", name, kind, tier), {
      viewColumn: answerColumn(), preserveFocus: !asked, preview: true,
    });
    if (!asked) await activate(active);
  }

  refresh(review: Review): void {
    const text = review.proposal;
    const uri = uriOf(review);
    if (this.texts.get(uri.query) === text) return;
    this.texts.set(uri.query, text);
    this.changes.fire(uri);
  }

  async close({ answer: { id } }: Review): Promise<void> {
    this.texts.delete(id);
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === PROPOSED && input.modified.query === id);
    if (tabs.length > 0) await window.tabGroups.close(tabs, true);
  }

  dispose(): void {
    this.changes.dispose();
  }
}

/** A group whose column is named becomes the active one, also where the focus stays: commands would go to it. */
async function activate(editor: TextEditor | undefined): Promise<void> {
  if (editor?.viewColumn === undefined || !window.visibleTextEditors.includes(editor)) return;
  // The window's own way to show a document does not activate its group without the focus.
  await commands.executeCommand("vscode.open", editor.document.uri, { viewColumn: editor.viewColumn, preserveFocus: true });
}

/** The same name and ending as the document's, so that it is coloured alike. */
function uriOf({ document, answer }: Review): Uri {
  return Uri.from({ scheme: PROPOSED, path: document.uri.path, query: answer.id });
}
