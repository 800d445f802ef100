/** What can be done with each change of an answer, above it in the text. */
import { CodeLens, type CodeLensProvider, type Command, type Disposable, EventEmitter, l10n, Range, type TextDocument } from "vscode";
import { shortStepUp } from "../answer/wishes";
import type { Review } from "./review";

/** Which change of which answer a command is about. */
export interface Choice {
  id: string;
  hunk?: string;
  /** The price stood on what was clicked. */
  agreed?: boolean;
}

export class Lenses implements CodeLensProvider, Disposable {
  private readonly changes = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(private readonly reviewsOf: (document: TextDocument) => readonly Review[]) {}

  provideCodeLenses(document: TextDocument): CodeLens[] {
    return this.reviewsOf(document).flatMap((review) => {
      if (review.conflicts) return [];
      const { waiting } = review;
      return waiting.flatMap((placed, at) => {
        const line = review.range(placed).start.line;
        const choice: Choice = { id: review.answer.id, hunk: placed.hunk.id };
        const own: Command[] = [
          { title: `$(check) ${l10n.t("Accept")}`, command: "tierline.acceptHunk", arguments: [choice] },
          { title: `$(close) ${l10n.t("Reject")}`, command: "tierline.rejectHunk", arguments: [choice] },
        ];
        return [...own, ...(at === 0 ? whole(review, waiting.length) : [])].map((command) => new CodeLens(new Range(line, 0, line, 0), command));
      });
    });
  }

  refresh(): void {
    this.changes.fire();
  }

  dispose(): void {
    this.changes.dispose();
  }
}

/** What concerns the answer as a whole stands above its first change. */
function whole({ answer }: Review, count: number): Command[] {
  const choice: Choice = { id: answer.id };
  const up = shortStepUp(answer.nextTier);
  const priced = answer.nextTier?.free === true || answer.nextTier?.costUsd !== null;
  const all: Command[] = count < 2 ? [] : [
    { title: l10n.t("Accept All {0}", count), command: "tierline.acceptAll", arguments: [choice] },
    { title: l10n.t("Reject All"), command: "tierline.rejectAll", arguments: [choice] },
  ];
  // One of the two: all of them stand in one row, which half a window must hold.
  return [...all, up === undefined
    ? { title: l10n.t("Ask Again"), command: "tierline.askAgain", arguments: [choice] }
    : { title: up, command: "tierline.askOneTierUp", arguments: [{ ...choice, agreed: priced }] }];
}
