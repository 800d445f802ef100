/** Keeps track of a piece of text while the user goes on editing. */
import { type Disposable, type Range, type TextDocument, workspace } from "vscode";
import { carry, type Span } from "./span";

export class Followed implements Disposable {
  private span: Span;
  private readonly listener: Disposable;

  constructor(private readonly document: TextDocument, range: Range) {
    this.span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    this.listener = workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) this.span = event.contentChanges.reduce(carry, this.span);
    });
  }

  /** The whole document as it is now, but with `text` in the followed place. */
  replacedBy(text: string): string {
    const now = this.document.getText();
    return now.slice(0, this.span.start) + text + now.slice(this.span.end);
  }

  dispose(): void {
    this.listener.dispose();
  }
}
