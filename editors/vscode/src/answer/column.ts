/** Where answers are opened. */
import { TabInputTextDiff, TabInputWebview, ViewColumn, window } from "vscode";

/** The scheme of proposed texts. */
export const PROPOSED = "tierline-proposed";

/** Where answers are already, else beside the editor. */
export function answerColumn(): ViewColumn {
  const group = window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) =>
    // The editor puts a prefix of its own before the type.
    (input instanceof TabInputWebview && input.viewType.endsWith("tierline.answer")) ||
    (input instanceof TabInputTextDiff && input.modified.scheme === PROPOSED)));
  return group?.viewColumn ?? ViewColumn.Beside;
}
