/** Changes that wait, drawn into the text: what would go is marked, what would come is named behind it. */
import {
  type DecorationOptions, type Disposable, l10n, MarkdownString, OverviewRulerLane, type TextDocument, type TextEditor, ThemeColor, window,
} from "vscode";
import { asDiff, inOneLine, type Placed } from "./placed";
import type { Review } from "./review";

const MOST_SHOWN = 60;

export class Marks implements Disposable {
  private readonly gone = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor("diffEditor.removedLineBackground"),
    overviewRulerColor: new ThemeColor("editorOverviewRuler.modifiedForeground"),
    overviewRulerLane: OverviewRulerLane.Left,
  });
  private readonly come = window.createTextEditorDecorationType({
    after: { color: new ThemeColor("gitDecoration.addedResourceForeground"), fontStyle: "italic", margin: "0 0 0 2em" },
    overviewRulerColor: new ThemeColor("editorOverviewRuler.addedForeground"),
    overviewRulerLane: OverviewRulerLane.Left,
  });

  draw(editor: TextEditor, reviews: readonly Review[]): void {
    // The left side of a comparison has no column; it shows the same document, and the changes already.
    if (editor.viewColumn === undefined) return;
    const placed = reviews.filter(({ conflicts }) => !conflicts).flatMap((review) => review.waiting.map((one) => ({ review, one })));
    const gone: DecorationOptions[] = [];
    const come: DecorationOptions[] = [];
    for (const { review, one } of placed) {
      const { range, after } = shown(review, one);
      const hoverMessage = new MarkdownString().appendCodeblock(asDiff(one.hunk), "diff");
      if (!range.isEmpty) gone.push({ range, hoverMessage });
      come.push({ range: review.document.validateRange(after), hoverMessage, renderOptions: { after: { contentText: words(one, range.isEmpty && range.start.line === 0) } } });
    }
    editor.setDecorations(this.gone, gone);
    editor.setDecorations(this.come, come);
  }

  clear(document: TextDocument): void {
    for (const editor of window.visibleTextEditors.filter((one) => one.document === document)) {
      editor.setDecorations(this.gone, []);
      editor.setDecorations(this.come, []);
    }
  }

  dispose(): void {
    for (const type of [this.gone, this.come]) type.dispose();
  }
}

/** Whole lines reach to the beginning of the next one, which is not marked. */
function shown(review: Review, placed: Placed) {
  const whole = review.range(placed);
  const last = whole.end.character === 0 && whole.end.line > whole.start.line ? whole.end.line - 1 : whole.end.line;
  // What is only added is named behind the line that it comes after.
  const line = whole.isEmpty && last > 0 ? last - 1 : last;
  const end = review.document.lineAt(last).range.end;
  const tail = review.document.lineAt(line).range.end;
  return { range: whole.isEmpty ? whole : whole.with(undefined, end), after: whole.with(tail, tail) };
}

/** @param above it is added above the line, where no other line stands */
function words({ hunk }: Placed, above: boolean): string {
  const { first, more } = inOneLine(hunk);
  if (first === "") return `− ${l10n.t("removed")}`;
  const cut = first.length > MOST_SHOWN ? `${first.slice(0, MOST_SHOWN)}…` : first;
  const sign = hunk.oldText === "" ? (above ? "↑ +" : "+") : "→";
  return `${sign} ${cut}${more > 0 ? ` ${l10n.t("(+{0} lines)", more)}` : ""}`;
}
