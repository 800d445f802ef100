/** The first thing to try, where no code of one's own is open. */
import { Range, Selection, window, workspace } from "vscode";
import type { Tasks } from "./tasks";

const EXAMPLE = `def chunks(items, size):
    """Cut items into lists of the given size; the last one may be shorter."""
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
`;

export async function explainExample(tasks: Tasks): Promise<void> {
  const document = await workspace.openTextDocument({ language: "python", content: EXAMPLE });
  const editor = await window.showTextDocument(document);
  const all = new Range(0, 0, document.lineCount - 1, 0);
  editor.selection = new Selection(all.start, all.end);
  await tasks.runKind("explain");
}
