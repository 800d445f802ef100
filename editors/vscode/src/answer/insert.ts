/** Puts code of an answer where the cursor is. */
import { l10n, type TextEditor, Uri, ViewColumn, window } from "vscode";

/**
 * Puts it behind the selection: what is selected is what the answer is about, and not to be lost.
 * @param uri of the document that the answer is about
 * @param last the editor that the user was in last
 */
export async function insertCode(code: string, uri: string, last: TextEditor | undefined): Promise<void> {
  const shown = last !== undefined && window.visibleTextEditors.includes(last) ? last : undefined;
  const editor = shown ?? (uri === "" ? undefined : await window.showTextDocument(Uri.parse(uri), { viewColumn: last?.viewColumn ?? ViewColumn.One }));
  if (editor === undefined) {
    void window.showInformationMessage(l10n.t("Tierline: open the file that the code should go into, and place the cursor."));
    return;
  }
  const { end } = editor.selection;
  // After whole lines it stands on lines of its own already.
  const text = end.character === 0 || editor.selection.isEmpty ? code : `\n${code}`;
  const done = await editor.edit((builder) => { builder.insert(end, text); });
  if (done) await window.showTextDocument(editor.document, editor.viewColumn);
}
