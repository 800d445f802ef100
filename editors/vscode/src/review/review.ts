/** One answer that waits for the user, in the text of now. */
import { Range, type TextDocument, type TextDocumentChangeEvent } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { KeptAnswer } from "../protocol";
import { carry, type Span } from "../span";
import { carried, type Placed, pending, proposed } from "./placed";

export class Review {
  placed: Placed[] = [];
  /** Of all that the answer is about; undefined where it is lost. */
  private target: Span | undefined;
  answer: KeptAnswer;

  constructor(answer: KeptAnswer, public document: TextDocument, client: LanguageClient) {
    this.answer = answer;
    this.update(answer, client);
  }

  get waits(): boolean {
    return this.answer.state === "pending";
  }

  /** Its changes stand against each other or the text: only the whole can be looked at. */
  get conflicts(): boolean {
    return this.answer.conflict !== "";
  }

  get waiting(): Placed[] {
    return pending(this.placed);
  }

  /** Takes over where the server says that the changes stand. */
  update(answer: KeptAnswer, client: LanguageClient): void {
    this.answer = answer;
    const span = (range: KeptAnswer["range"]): Span | undefined => {
      if (range === null) return undefined;
      const { start, end } = client.protocol2CodeConverter.asRange(range);
      return { start: this.document.offsetAt(start), end: this.document.offsetAt(end) };
    };
    this.target = span(answer.range);
    this.placed = answer.hunks.flatMap((hunk) => {
      const found = span(hunk.range);
      return found === undefined ? [] : [{ hunk, span: found }];
    });
  }

  /** Goes along with the text until the server has said where the changes stand now. */
  follow({ contentChanges }: TextDocumentChangeEvent): void {
    this.placed = carried(this.placed, contentChanges);
    if (this.target !== undefined) this.target = contentChanges.reduce(carry, this.target);
  }

  range({ span }: Placed): Range {
    return new Range(this.document.positionAt(span.start), this.document.positionAt(span.end));
  }

  /** The whole document as the answer would have it. */
  get proposal(): string {
    const text = this.document.getText();
    if (!this.conflicts) return proposed(text, this.placed);
    const { newText, text: written } = this.answer;
    return this.target === undefined ? newText ?? written : text.slice(0, this.target.start) + (newText ?? written) + text.slice(this.target.end);
  }
}
